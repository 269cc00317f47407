"""What quality does unprompted."""

from lineside.kernel.jobs import JobDoor, every, hears
from lineside.quality import actions
from lineside.quality.events import CorrelationFound, DefectPatternSeen
from lineside.quality.queries import patterns


@every(minutes=15)
def watch_for_patterns(door: JobDoor) -> None:
    """A defect that recurs is found from the judged units."""
    door.act(actions.find_patterns)


@every(minutes=15)
def watch_for_drifts(door: JobDoor) -> None:
    """A characteristic that leaves its level is seen long before it leaves its limits."""
    door.act(actions.find_drifts)


@every(minutes=60)
def learn_kinds(door: JobDoor) -> None:
    """Once people have named enough flaws, their kinds are proposed on new pictures."""
    door.act(actions.learn_kinds)


@every(minutes=30)
def search_again(door: JobDoor) -> None:
    """A pattern whose cause was not found yet is searched again with the parts seen since."""
    for pattern in door.ask(patterns, state="open"):
        if not pattern.correlation:
            door.act(actions.correlate, pattern=pattern.id)


@hears(DefectPatternSeen)
def look_for_cause(door: JobDoor, news: DefectPatternSeen) -> None:
    """A new pattern is searched for what it goes together with."""
    door.act(actions.correlate, pattern=news.pattern)


@hears(CorrelationFound)
def contain(door: JobDoor, news: CorrelationFound) -> None:
    """A correlation leads to a nonconformance and the proposal to hold what is suspect."""
    door.act(actions.propose_containment, correlation=news.correlation)
