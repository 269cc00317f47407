"""What control does unprompted."""

from lineside.control import actions
from lineside.kernel.jobs import JobDoor, every


@every(hours=1)
def ease_machines(door: JobDoor) -> None:
    """A machine that wears for good is recommended a gentler feed, within its limits."""
    door.act(actions.ease_worn_machines)
