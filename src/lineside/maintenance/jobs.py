"""What maintenance does unprompted."""

from lineside.kernel.jobs import JobDoor, every, hears
from lineside.maintenance import actions, queries
from lineside.maintenance.events import EvidenceNoted, FailurePredicted


@every(minutes=10)
def assess_conditions(door: JobDoor) -> None:
    """Every watched component is judged from its newest wave-forms; what is due is proposed."""
    door.act(actions.assess_all)
    for each in door.ask(queries.predictions):
        door.act(actions.propose_work_order, prediction=each.id)


@hears(FailurePredicted)
def propose_repair(door: JobDoor, news: FailurePredicted) -> None:
    """A predicted failure becomes a recommendation with a drafted work order."""
    door.act(actions.propose_work_order, prediction=news.prediction)


@hears(EvidenceNoted)
def look_again(door: JobDoor, news: EvidenceNoted) -> None:
    """A finding of another room is a reason to look at the machine now."""
    door.act(actions.assess, equipment=news.equipment)
    for each in door.ask(queries.predictions):
        if each.equipment == news.equipment:
            door.act(actions.propose_work_order, prediction=each.id)
