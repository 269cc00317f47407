"""What execution does unprompted: it derives machine states from the machines' news."""

from lineside.execution import actions
from lineside.kernel.jobs import JobDoor, hears
from lineside.telemetry.events import MachineStateChanged


@hears(MachineStateChanged)
def note_machine_state(door: JobDoor, news: MachineStateChanged) -> None:
    """A machine's state becomes a span of its timeline; a stop then waits for its reason."""
    door.act(actions.note_state, equipment=news.equipment, state=news.state, at=news.at.isoformat())
