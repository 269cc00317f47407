"""What guidance does unprompted."""

from lineside.guidance import actions
from lineside.kernel.jobs import JobDoor, every


@every(minutes=5)
def escalate(door: JobDoor) -> None:
    """Undecided recommendations past their deadline go one level up."""
    door.act(actions.escalate_overdue)
