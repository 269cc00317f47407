"""Problems from outside, searched by the same engine as the plant's own."""

from lineside.scheduling.checker import check
from lineside.scheduling.errors import FormatUnknown
from lineside.scheduling.model import SolvedBar, SolvedProblem
from lineside.scheduling.readers import read_text
from lineside.scheduling.search import search

MOST_LETTERS = 10_000_000


def solve(text: str, *, name: str, seconds: float, seed: int) -> SolvedProblem:
    """The best plan found in that time, checked by rules that the search does not share."""
    if len(text) > MOST_LETTERS:
        raise FormatUnknown(name=name, problem="too long", most=MOST_LETTERS)
    problem = read_text(text, name)
    found = search(problem, seconds=seconds, seed=seed)
    broken = check(problem, found.plan)
    bars = sorted(found.plan.bars.values(), key=lambda bar: (bar.start, bar.machine, bar.operation))
    return SolvedProblem(
        name=name,
        operations=len(problem.operations),
        value=found.value,
        parts=dict(found.parts),
        lower_bound=found.lower_bound,
        gap=found.gap,
        found_by=found.found_by,
        seconds=found.seconds,
        broken=[f"{each.rule} {each.operation} {each.against}".strip() for each in broken],
        bars=[
            SolvedBar(bar.operation, bar.machine, bar.start, bar.end, bar.operator or "")
            for bar in bars
        ],
    )
