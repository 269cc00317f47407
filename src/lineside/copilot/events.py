"""What the copilot tells."""

from dataclasses import dataclass

from lineside.kernel.events import Event


@dataclass(frozen=True)
class GuideWritten(Event, subject="work_order"):
    """A technician's guide for a work order is there, with so many citations."""

    guide: str
    work_order: str
    equipment: str
    citations: int
    kinds: tuple[str, ...]
