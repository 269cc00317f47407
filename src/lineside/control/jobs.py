"""What control does unprompted."""

from lineside.control import actions
from lineside.kernel.jobs import JobDoor, every


@every(hours=1)
def ease_machines(door: JobDoor) -> None:
    """A machine that wears for good is recommended a gentler feed, within its limits."""
    door.act(actions.ease_worn_machines)


@every(minutes=1)
def settle_writes(door: JobDoor) -> None:
    """A value that was sent and never recorded is looked for at its machine."""
    door.act(actions.settle_writes)
