"""Text formats of public benchmark sets.

Job shop (JSPLIB): jobs and machines, then a row per job of (machine, ticks) pairs, machines from 0.
Flexible job shop (FJSPLIB): jobs, machines and an optional mean, then a row per job: number of
operations, then for each the number of machines and (machine, ticks) pairs, machines from 1.
SDST-FJSP: the same, then one matrix of set-ups, operations by operations, per machine.
Tardiness: a job shop whose rows end in the due date, or in weight and due date, or that is followed
by one due date per job; or machines and jobs, then under titles the processing times, the routes
(machines from 1) and the due dates.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from lineside.scheduling.errors import FormatUnknown
from lineside.scheduling.problem import Job, Machine, Mode, Operation, Problem

Step = list[tuple[int, int]]
"""The (machine, ticks) pairs of one operation."""

UNFIT = 100_000
"""Set-ups from here on mark pairs that never meet on the machine."""

MACHINES = 100_000
"""Machines at most: a mistaken number in a file's head must not fill the memory."""


@dataclass
class Shop:
    """What the formats have in common."""

    machines: int
    jobs: list[list[Step]]
    dues: list[int] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)
    setups: list[list[list[int]]] = field(default_factory=list)


def from_text(text: str, name: str = "") -> Problem:
    """Read any of the formats; ``FormatUnknown`` when the text fits none."""
    rows = _rows(text)
    titled = (_titled,) if "route" in text.lower() else ()
    for read in (*titled, _job_shop, _flexible):
        shop = read(rows)
        if shop is not None:
            if shop.machines > MACHINES:
                raise FormatUnknown(name=name, machines=shop.machines, problem="too many machines")
            return problem_of(shop, name)
    raise FormatUnknown(name=name, problem="neither a job shop nor a flexible job shop")


def _rows(text: str) -> list[list[float]]:
    rows = []
    for line in text.splitlines():
        words = line.replace(",", " ").replace(";", " ").split()
        try:
            row = [float(word) for word in words]
        except ValueError:
            continue
        if not all(math.isfinite(number) for number in row):
            raise FormatUnknown(problem="a number that is none", line=line[:80])
        if row:
            rows.append(row)
    if not rows or len(rows[0]) < 2:
        raise FormatUnknown(problem="no row with the numbers of jobs and machines")
    return rows


def _whole(row: list[float]) -> list[int] | None:
    if any(number != int(number) for number in row):
        return None
    return [int(number) for number in row]


def _job_shop(rows: list[list[float]]) -> Shop | None:
    jobs, machines = int(rows[0][0]), int(rows[0][1])
    body = rows[1 : 1 + jobs]
    lengths = {len(row) for row in body}
    if len(body) < jobs or not lengths <= {2 * machines, 2 * machines + 1, 2 * machines + 2}:
        return None
    shop = Shop(machines, [])
    for row in body:
        steps = row[: 2 * machines]
        pairs = [(int(steps[i]), int(steps[i + 1])) for i in range(0, 2 * machines, 2)]
        if sorted(machine for machine, _ in pairs) != list(range(machines)):
            return None
        shop.jobs.append([[pair] for pair in pairs])
        _tail(shop, row[2 * machines :])
    if not shop.dues:
        _trailing(shop, rows[1 + jobs :], jobs)
    return shop


def _titled(rows: list[list[float]]) -> Shop | None:
    """Sections of processing times, routes and due dates, told apart by their row counts."""
    for jobs, machines in ((rows[0][0], rows[0][1]), (rows[0][1], rows[0][0])):
        shop = _sections(rows[1:], int(jobs), int(machines))
        if shop is not None:
            return shop
    return None


def _sections(rows: list[list[float]], jobs: int, machines: int) -> Shop | None:
    if len(rows) < 2 * jobs or any(len(row) != machines for row in rows[: 2 * jobs]):
        return None
    shop = Shop(machines, [])
    for times, route in zip(rows[:jobs], rows[jobs : 2 * jobs], strict=True):
        if sorted(route) != list(range(1, machines + 1)):
            return None
        pairs = zip(route, times, strict=True)
        shop.jobs.append([[(int(machine) - 1, int(ticks))] for machine, ticks in pairs])
    _trailing(shop, rows[2 * jobs :], jobs)
    return shop


def _tail(shop: Shop, rest: list[float]) -> None:
    if rest:
        shop.dues.append(int(rest[-1]))
        shop.weights.append(float(rest[0]) if len(rest) == 2 else 1.0)


def _trailing(shop: Shop, rows: list[list[float]], jobs: int) -> None:
    """Due dates that follow the job rows, in one row or one per row."""
    flat = [number for row in rows for number in row]
    if len(flat) >= jobs and jobs > 0:
        shop.dues = [int(number) for number in flat[:jobs]]


def _flexible(rows: list[list[float]]) -> Shop | None:
    jobs, machines = int(rows[0][0]), int(rows[0][1])
    shop = Shop(machines, [])
    for row in rows[1 : 1 + jobs]:
        whole = _whole(row)
        steps = _steps(whole, machines) if whole is not None else None
        if steps is None:
            return None
        shop.jobs.append(steps)
    if len(shop.jobs) < jobs:
        return None
    count = sum(len(job) for job in shop.jobs)
    matrix = [_whole(row) for row in rows[1 + jobs :]]
    if len(matrix) >= machines * count and all(row and len(row) == count for row in matrix):
        square = [row for row in matrix if row is not None]
        shop.setups = [square[m * count : (m + 1) * count] for m in range(machines)]
    return shop


def _steps(row: list[int], machines: int) -> list[Step] | None:
    """The operations of a flexible job's row; None where the row does not add up."""
    if not row:
        return None
    steps: list[Step] = []
    at = 1
    for _ in range(row[0]):
        if at >= len(row):
            return None
        count = row[at]
        pairs = row[at + 1 : at + 1 + 2 * count]
        if count < 1 or len(pairs) < 2 * count:
            return None
        step = [(pairs[i] - 1, pairs[i + 1]) for i in range(0, 2 * count, 2)]
        if any(not 0 <= machine < machines for machine, _ in step):
            return None
        steps.append(step)
        at += 1 + 2 * count
    return steps if at == len(row) else None


def problem_of(shop: Shop, name: str = "") -> Problem:
    """The shop as a problem; jobs ``J0``..., machines ``M0``..., operations ``J0/0``..."""
    dues: Sequence[int | None] = shop.dues or [None] * len(shop.jobs)
    weights = shop.weights or [1.0] * len(shop.jobs)
    jobs: list[Job] = []
    operations: list[Operation] = []
    for place, steps in enumerate(shop.jobs):
        job = f"J{place}"
        jobs.append(Job(job, 0, dues[place], weights[place]))
        for step, pairs in enumerate(steps):
            modes = tuple(Mode(f"M{machine}", ticks) for machine, ticks in pairs)
            after = (f"{job}/{step - 1}",) if step else ()
            family = str(len(operations)) if shop.setups else ""
            operations.append(Operation(f"{job}/{step}", job, modes, after, family))
    tables = {
        f"M{machine}": {
            (str(i), str(j)): ticks if ticks < UNFIT else 0
            for i, row in enumerate(matrix)
            for j, ticks in enumerate(row)
        }
        for machine, matrix in enumerate(shop.setups)
    }
    machines = tuple(
        Machine(f"M{i}", setups=f"M{i}" if tables else None) for i in range(shop.machines)
    )
    return Problem(tuple(jobs), tuple(operations), machines, setups=tables, name=name)
