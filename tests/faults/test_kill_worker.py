"""A worker killed in the middle of a listener: what it did through the door stays done once."""

import os
import signal
import subprocess
import sys

import pytest
from serving import PART, furnish

from lineside.inventory.events import PartReserved
from lineside.kernel import jobs, work

# The same listener, in a process that dies after its first or its second act.
DYING = """
import os, signal, sys
from pathlib import Path
from lineside.app.wiring import build_door, build_world
from lineside.kernel import jobs
from lineside.kernel.database import connect
from lineside.kernel.settings import Settings
from lineside.kernel.worker import Worker
from lineside.inventory.events import PartReserved

folder, url, acts = sys.argv[1], sys.argv[2], int(sys.argv[3])
world = build_world(Settings(data=Path(folder), database_url=url), connect(url))

def writes_two_notes(door, news):
    for number in (1, 2):
        if number > acts:
            os.kill(os.getpid(), signal.SIGKILL)
        door.act("execution.add_note", text=f"note {number}")
    os.kill(os.getpid(), signal.SIGKILL)

writes_two_notes.__module__ = "lineside.andon.jobs"
jobs.hears(PartReserved)(writes_two_notes)
Worker(world, build_door(world)).deliver_all()
"""


@pytest.fixture(autouse=True)
def _planted(door, monkeypatch):
    """A listener that acts twice, beside the product's own."""
    heard = {name: list(names) for name, names in work.listeners.items()}
    monkeypatch.setattr(work, "listeners", heard)
    monkeypatch.setattr(jobs, "known_listeners", dict(jobs.known_listeners))

    def writes_two_notes(door, news):
        for number in (1, 2):
            door.act("execution.add_note", text=f"note {number}")

    writes_two_notes.__module__ = "lineside.andon.jobs"
    jobs.hears(PartReserved)(writes_two_notes)


@pytest.mark.parametrize("acts", [0, 1, 2])
def test_each_act_of_a_killed_listener_happens_once(
    door, machine, worker, database_url, tmp_path, acts
):
    furnish(door)
    worker.deliver_all()
    machine.run("inventory.reserve_part", part=PART, quantity=1, work_order="W-1")
    died = subprocess.run(
        [sys.executable, "-c", DYING, str(tmp_path), database_url, str(acts)],
        env=os.environ, timeout=60, check=False,
    )  # fmt: skip
    assert died.returncode == -signal.SIGKILL
    assert len(machine.ask("execution.notes")) == acts
    worker.deliver_all()
    told = sorted(note.text for note in machine.ask("execution.notes"))
    assert told == ["note 1", "note 2"]
