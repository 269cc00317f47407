"""JSON with a table of operations and a list of precedences (job shops with any precedence).

``{"operations": [{"operation": 0, "option": 0, "machine": 2, "duration": 42}, ...],
"precedences": [[before, then, job], ...]}``; operations that no precedence joins are jobs alone.
"""

from typing import Any

from lineside.scheduling.problem import Job, Machine, Mode, Operation, Problem


def from_graph(data: dict[str, Any], name: str = "") -> Problem:
    """Read the format, parsed from JSON."""
    modes: dict[int, list[Mode]] = {}
    for row in data["operations"]:
        mode = Mode(f"M{row['machine']}", int(row["duration"]))
        modes.setdefault(int(row["operation"]), []).append(mode)
    before: dict[int, list[int]] = {}
    for first, then, *_ in data["precedences"]:
        before.setdefault(int(then), []).append(int(first))
    job = _components(list(modes), before)
    machines = dict.fromkeys(mode.machine for options in modes.values() for mode in options)
    operations = tuple(
        Operation(
            f"O{each}",
            f"J{job[each]}",
            tuple(options),
            tuple(f"O{first}" for first in before.get(each, [])),
        )
        for each, options in modes.items()
    )
    jobs = tuple(Job(f"J{each}") for each in dict.fromkeys(job.values()))
    return Problem(jobs, operations, tuple(Machine(each) for each in machines), name=name)


def _components(operations: list[int], before: dict[int, list[int]]) -> dict[int, int]:
    """Operations that precedences join belong to one job, named by its least operation."""
    root = {each: each for each in operations}

    def find(each: int) -> int:
        while root[each] != each:
            root[each] = root[root[each]]
            each = root[each]
        return each

    for then, firsts in before.items():
        for first in firsts:
            low, high = sorted((find(first), find(then)))
            root[high] = low
    return {each: find(each) for each in operations}
