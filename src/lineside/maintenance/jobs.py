"""What maintenance does unprompted."""

from lineside.kernel import queries as kernel
from lineside.kernel.jobs import JobDoor, every, hears
from lineside.maintenance import actions, queries
from lineside.maintenance.errors import PastShort
from lineside.maintenance.events import EvidenceNoted, FailurePredicted

WATCHING = "maintenance.watch_behaviour"


@every(minutes=10)
def assess_conditions(door: JobDoor) -> None:
    """Every watched component is judged from its newest wave-forms; what is due is proposed."""
    door.act(actions.assess_all)
    for each in door.ask(queries.predictions):
        door.act(actions.propose_work_order, prediction=each.id)


@every(minutes=5)
def watch_behaviour(door: JobDoor) -> None:
    """What every machine did is compared with its usual behaviour, one look behind: by then the
    readings and states of the time looked at have come in."""
    looks = [each.last_at for each in door.ask(kernel.jobs) if each.job == WATCHING]
    if looks and looks[0] is not None:
        door.act(actions.watch_behaviour, until=looks[0])


@every(minutes=10, later=True)
def learn_behaviour(door: JobDoor) -> None:
    """A machine whose usual behaviour nobody has learnt yet, another one each time."""
    waiting = door.ask(queries.unlearnt)
    if not waiting:
        return
    try:
        door.act(actions.learn_behaviour, equipment=waiting[door.number % len(waiting)])
    except PastShort:
        # Its signals do not move, or it ran long ago: the next turn is another machine's.
        return


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
