"""What learning does unprompted."""

from lineside.kernel.jobs import JobDoor, every
from lineside.learning import actions


@every(hours=24, later=True)
def watch_drift(door: JobDoor) -> None:
    """Every model in service is compared with the data that it was fitted on."""
    door.act(actions.check_all_drift)
