"""Compiles the hot loops once, so that the first start of the demonstration does not have to.

``python -m tools.compile_loops`` loads a few days of the demonstration plant into a temporary
folder; the machine code stays in the caches beside the modules.
"""

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from lineside.app.demo.loading import Loader
from lineside.app.house import open_house
from lineside.kernel.clock import SimulatedClock
from lineside.kernel.logs import configure
from lineside.kernel.settings import Settings
from lineside.twin.virtual.plant import VirtualPlant

PLANT = Path(__file__).parents[1] / "plants" / "halden"
NOW = datetime(2026, 10, 5, 4, 0, tzinfo=UTC)
DAYS = timedelta(days=8)


def main() -> None:
    """Load as much as it takes to run each loop."""
    configure("error")
    with tempfile.TemporaryDirectory(prefix="lineside-") as folder:
        settings = Settings(data=Path(folder) / "data")
        with open_house(settings, clock=SimulatedClock(NOW), writer=True) as house:
            virtual = VirtualPlant(PLANT, seed=0, start=NOW - DAYS, healthy=True)
            Loader(house, PLANT, lambda _: None).load(virtual.history(NOW))


if __name__ == "__main__":
    main()
