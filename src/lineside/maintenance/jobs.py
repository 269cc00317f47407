"""What maintenance does unprompted."""

from lineside.kernel.jobs import JobDoor, every, hears
from lineside.maintenance import actions
from lineside.maintenance.events import EvidenceNoted, FailurePredicted


@every(minutes=10)
def assess_conditions(door: JobDoor) -> None:
    """Every watched component is judged from its newest wave-forms."""
    door.act(actions.assess_all)


@hears(FailurePredicted)
def propose_repair(door: JobDoor, news: FailurePredicted) -> None:
    """A predicted failure becomes a recommendation with a drafted work order."""
    door.act(actions.propose_work_order, prediction=news.prediction)


@hears(EvidenceNoted)
def look_again(door: JobDoor, news: EvidenceNoted) -> None:
    """A finding of another room is a reason to look at the machine now."""
    door.act(actions.assess, equipment=news.equipment)
