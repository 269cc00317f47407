"""What energy does unprompted."""

from lineside.energy import actions
from lineside.kernel.jobs import JobDoor, every


@every(minutes=15)
def read_meters(door: JobDoor) -> None:
    """The machines' meters are read every quarter of an hour."""
    door.act(actions.read_meters)
