"""What maintenance does unprompted."""

from lineside.kernel.jobs import JobDoor, every, hears
from lineside.maintenance import actions, queries
from lineside.maintenance.errors import PastShort
from lineside.maintenance.events import EvidenceNoted, FailurePredicted

LEARNT_AT_ONCE = 2


@every(minutes=10)
def assess_conditions(door: JobDoor) -> None:
    """Every watched component is judged from its newest wave-forms; what is due is proposed."""
    door.act(actions.assess_all)
    for each in door.ask(queries.predictions):
        door.act(actions.propose_work_order, prediction=each.id)


@every(minutes=5)
def watch_behaviour(door: JobDoor) -> None:
    """What every machine did since the last look is compared with its usual behaviour."""
    door.act(actions.watch_behaviour)


@every(minutes=10, later=True)
def learn_behaviour(door: JobDoor) -> None:
    """Machines whose usual behaviour nobody has learnt yet, two at a time and another pair each."""
    waiting = door.ask(queries.unlearnt)
    turn = LEARNT_AT_ONCE * door.number % max(len(waiting), 1)
    for each in (waiting[turn:] + waiting[:turn])[:LEARNT_AT_ONCE]:
        try:
            door.part(each).act(actions.learn_behaviour, equipment=each)
        except PastShort:
            continue


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
