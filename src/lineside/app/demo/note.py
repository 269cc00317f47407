"""What the demonstration remembers of itself beside its data: which plant it is, and since when."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from lineside.app.demo.loading import HISTORY
from lineside.kernel.clock import RealClock
from lineside.twin.virtual.apart import HistoryApart

NAME = "demo.json"
# The wear of seed 0 begins two days before day 30: a little later the rooms have enough to find it.
AFTER_HISTORY = timedelta(hours=36)


@dataclass(frozen=True, slots=True)
class Note:
    """A plant by its seed and start; its history was ``seen``, and stored, up to that time."""

    seed: int
    healthy: bool
    start: str
    seen: str

    @property
    def until(self) -> datetime:
        """The end of the history that is stored."""
        return datetime.fromisoformat(self.seen)

    def past(self, folder: Path) -> HistoryApart:
        """The making of that history, which begins now."""
        start = datetime.fromisoformat(self.start)
        return HistoryApart(
            folder, seed=self.seed, start=start, until=self.until, healthy=self.healthy
        )

    def write(self, data: Path) -> None:
        """Remember it in a data folder."""
        (data / NAME).write_text(json.dumps(asdict(self)))


def read_note(data: Path) -> Note | None:
    """What a data folder remembers; nothing of an empty one."""
    path = data / NAME
    return Note(**json.loads(path.read_text())) if path.exists() else None


def new_note(seed: int, healthy: bool) -> Note:
    """A plant whose history ends now."""
    now = RealClock().now().replace(second=0, microsecond=0)
    start = now - HISTORY - AFTER_HISTORY
    return Note(seed, healthy, start.isoformat(), now.isoformat())
