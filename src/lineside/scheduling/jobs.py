"""What scheduling does unprompted."""

from lineside.kernel.jobs import JobDoor, every, hears
from lineside.maintenance.events import WorkOrderClosed, WorkOrderPlanned
from lineside.scheduling import actions


@hears(WorkOrderPlanned)
def make_room(door: JobDoor, news: WorkOrderPlanned) -> None:
    """The plan moves around a maintenance window."""
    door.act(actions.replan, reason=f"{news.work_order} planned", equipment=news.equipment)


@hears(WorkOrderClosed)
def use_the_machine_again(door: JobDoor, news: WorkOrderClosed) -> None:
    """A machine that is back early or late changes the plan."""
    door.act(actions.replan, reason=f"{news.work_order} closed", equipment=news.equipment)


@every(hours=4)
def keep_up(door: JobDoor) -> None:
    """The plan follows what happened on the floor."""
    door.act(actions.replan, reason="progress on the floor")
