"""What andon does unprompted."""

from lineside.andon import actions
from lineside.kernel.jobs import JobDoor, every


@every(minutes=1)
def escalate(door: JobDoor) -> None:
    """Alerts that nobody took on go one level up."""
    door.act(actions.escalate_overdue)
