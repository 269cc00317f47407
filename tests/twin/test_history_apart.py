"""The history made by a process of its own is the one the plant would have told here."""

import os
import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from lineside.twin.errors import RunInvalid
from lineside.twin.virtual.apart import HistoryApart
from lineside.twin.virtual.plant import VirtualPlant

HALDEN = Path(__file__).parents[2] / "plants" / "halden"
START = datetime(2026, 10, 5, 4, 0, tzinfo=UTC)
UNTIL = START + timedelta(days=2)


def test_it_tells_the_same_and_the_plant_goes_on_from_there():
    here = VirtualPlant(HALDEN, seed=3, start=START)
    with HistoryApart(HALDEN, seed=3, start=START, until=UNTIL) as past:
        for there, mine in zip(past.history(), here.history(UNTIL), strict=True):
            assert there.entries == mine.entries
            assert there.samples.value.tobytes() == mine.samples.value.tobytes()
        plant = past.plant()
    later = UNTIL + timedelta(hours=3)
    there, mine = plant.advance(later), here.advance(later)
    assert there.entries == mine.entries
    assert there.samples.value.tobytes() == mine.samples.value.tobytes()


def test_what_the_maker_refuses_is_refused_here():
    with (
        HistoryApart(HALDEN, seed=0, start=START.replace(tzinfo=None), until=UNTIL) as past,
        pytest.raises(RunInvalid),
    ):
        past.plant()


def test_a_maker_that_was_killed_is_told():
    with HistoryApart(HALDEN, seed=0, start=START, until=START + timedelta(days=300)) as past:
        next(past.history())
        assert past._maker.pid is not None
        os.kill(past._maker.pid, signal.SIGKILL)
        with pytest.raises(RuntimeError, match="-9"):
            past.plant()
