"""A schedule problem as arrays, the form that compiled code works on.

A *node* is an operation, or all operations of one batch. Lists of lists are flat with a pointer
array: the items of ``i`` are ``items[ptr[i]:ptr[i + 1]]``. Resources are the machines, then the
operators; their closed windows are disjoint and sorted.
"""

from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from lineside.scheduling.pieces import Operation, ProblemData, Window
from lineside.scheduling.validation import order_of

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

NEVER = 2**60
"""Later than any time of a problem."""


class Arrays(NamedTuple):
    """See the module; all integers are ``int64``."""

    mode_ptr: Ints  # (nodes + 1)
    mode_machine: Ints  # (modes)
    mode_duration: Ints  # (modes) ticks
    mode_cost: Floats  # (modes)
    mode_kwh_per_tick: Floats  # (modes)
    pred_ptr: Ints  # (nodes + 1)
    pred: Ints
    succ_ptr: Ints  # (nodes + 1)
    succ: Ints
    release: Ints  # (nodes) job release and material, whichever is later
    fixed: Ints  # (nodes) locked start, or -NEVER
    family: Ints  # (nodes)
    able_ptr: Ints  # (nodes + 1)
    able: Ints  # operators who may do the node; none where none is needed
    window_ptr: Ints  # (machines + operators + 1)
    window_start: Ints
    window_end: Ints
    window_hard: Ints  # 1 where hard
    setup_table: Ints  # (machines) index into setup, -1 none
    setup: Ints  # (tables, families, families) ticks
    initial_family: Ints  # (machines) -1 none
    ends_ptr: Ints  # (nodes + 1)
    ends: Ints  # jobs that end with the node
    last_ptr: Ints  # (jobs + 1)
    last: Ints  # nodes that end the job
    job_release: Ints  # (jobs)
    due: Ints  # (jobs) NEVER where none
    weight: Floats  # (jobs)
    tariff_start: Ints  # (steps), the first at -NEVER
    tariff_price: Floats  # (steps)
    node_of: Ints  # (operations)
    topological: Ints  # (nodes)


def _ragged(lists: list[list[int]]) -> tuple[Ints, Ints]:
    pointer = np.zeros(len(lists) + 1, dtype=np.int64)
    np.cumsum([len(each) for each in lists], out=pointer[1:])
    flat = [item for each in lists for item in each]
    return pointer, np.array(flat, dtype=np.int64)


def _nodes(problem: ProblemData) -> tuple[list[list[int]], Ints]:
    members: list[list[int]] = []
    node_of = np.zeros(len(problem.operations), dtype=np.int64)
    batches: dict[str, int] = {}
    for place, operation in enumerate(problem.operations):
        if operation.batch is not None and operation.batch in batches:
            node = batches[operation.batch]
            members[node].append(place)
        else:
            node = len(members)
            members.append([place])
            if operation.batch is not None:
                batches[operation.batch] = node
        node_of[place] = node
    return members, node_of


def disjoint(windows: tuple[Window, ...]) -> list[tuple[int, int, bool]]:
    """Sorted, non-overlapping pieces of closed time; a piece is hard where any window is."""
    edges = sorted({w.start for w in windows} | {w.end for w in windows})
    ordered = sorted(windows, key=lambda window: window.start)
    pieces: list[tuple[int, int, bool]] = []
    active: list[Window] = []
    upcoming = 0
    for start, end in pairwise(edges):
        while upcoming < len(ordered) and ordered[upcoming].start <= start:
            active.append(ordered[upcoming])
            upcoming += 1
        active = [window for window in active if window.end > start]
        if active:
            pieces.append((start, end, any(window.hard for window in active)))
    return pieces


def _windows(problem: ProblemData) -> tuple[Ints, Ints, Ints, Ints]:
    pieces = [disjoint(each.windows) for each in problem.machines]
    pieces.extend(disjoint(each.windows) for each in problem.operators)
    pointer = np.zeros(len(pieces) + 1, dtype=np.int64)
    np.cumsum([len(each) for each in pieces], out=pointer[1:])
    flat = [piece for each in pieces for piece in each]
    return (
        pointer,
        np.array([start for start, _, _ in flat], dtype=np.int64),
        np.array([end for _, end, _ in flat], dtype=np.int64),
        np.array([hard for _, _, hard in flat], dtype=np.int64),
    )


def _families(problem: ProblemData) -> dict[str, int]:
    """Families by index; those of the tables too, so that each table is square over all."""
    names = {operation.family: None for operation in problem.operations}
    for table in problem.setups.values():
        for before, then in table:
            names.setdefault(before)
            names.setdefault(then)
    for machine in problem.machines:
        if machine.initial_family is not None:
            names.setdefault(machine.initial_family)
    return {name: index for index, name in enumerate(names)}


def _setups(problem: ProblemData, families: dict[str, int]) -> tuple[Ints, Ints, Ints]:
    tables = {name: index for index, name in enumerate(problem.setups)}
    size = len(families) if tables else 0
    setup = np.zeros((len(tables), size, size), dtype=np.int64)
    for name, table in problem.setups.items():
        for (before, then), ticks in table.items():
            setup[tables[name], families[before], families[then]] = ticks
    used = [tables[m.setups] if m.setups is not None else -1 for m in problem.machines]
    initial = [
        families[m.initial_family] if m.initial_family is not None else -1 for m in problem.machines
    ]
    return np.array(used, dtype=np.int64), setup, np.array(initial, dtype=np.int64)


class _Modes(NamedTuple):
    ptr: Ints
    machine: Ints
    duration: Ints
    cost: Floats
    kwh: Floats


def _modes(problem: ProblemData, members: list[list[int]]) -> _Modes:
    """Modes by node: for a batch, the machines that hold all of it, at its longest duration."""
    locked = {lock.operation: lock.machine for lock in problem.locks if lock.machine is not None}
    hours = problem.tick_s / 3600.0
    rows: list[tuple[int, int, float, float]] = []
    pointer = [0]
    for places in members:
        operations = [problem.operations[place] for place in places]
        rows.extend(_modes_of(problem, operations, locked, hours))
        pointer.append(len(rows))
    machine, duration, cost, kwh = zip(*rows, strict=True) if rows else ((), (), (), ())
    return _Modes(
        np.array(pointer, dtype=np.int64),
        np.array(machine, dtype=np.int64),
        np.array(duration, dtype=np.int64),
        np.array(cost, dtype=np.float64),
        np.array(kwh, dtype=np.float64),
    )


def _modes_of(
    problem: ProblemData, operations: list[Operation], locked: dict[str, str], hours: float
) -> list[tuple[int, int, float, float]]:
    index = problem.machine_index
    wanted = {locked[each.id] for each in operations if each.id in locked}
    if len(operations) == 1:
        return [
            (index[mode.machine], mode.duration, mode.cost, mode.power_kw * hours)
            for mode in operations[0].modes
            if not wanted or mode.machine in wanted
        ]
    tables = [{mode.machine: mode for mode in each.modes} for each in operations]
    shared = [name for name in tables[0] if all(name in table for table in tables)]
    fit = [name for name in shared if problem.machines[index[name]].capacity >= len(operations)]
    rows = []
    for name in fit if not wanted else [name for name in fit if name in wanted]:
        modes = [table[name] for table in tables]
        duration = max(mode.duration for mode in modes)
        power = sum(mode.power_kw for mode in modes)
        rows.append((index[name], duration, sum(mode.cost for mode in modes), power * hours))
    return rows


def _locked_starts(problem: ProblemData, node_of: Ints, nodes: int) -> Ints:
    fixed = np.full(nodes, -NEVER, dtype=np.int64)
    for lock in problem.locks:
        if lock.start is not None:
            fixed[node_of[problem.operation_index[lock.operation]]] = lock.start
    return fixed


def _able(problem: ProblemData, members: list[list[int]]) -> list[list[int]]:
    person = {lock.operation: lock.operator for lock in problem.locks if lock.operator is not None}
    by_skill: dict[str, list[int]] = {}
    for place, operator in enumerate(problem.operators):
        for skill in operator.skills:
            by_skill.setdefault(skill, []).append(place)
    able = []
    for places in members:
        first = problem.operations[places[0]]
        chosen = [
            person[problem.operations[p].id] for p in places if problem.operations[p].id in person
        ]
        if chosen:
            able.append([problem.operator_index[chosen[0]]])
        else:
            able.append(by_skill[first.skill] if first.skill is not None else [])
    return able


def _precedence(
    problem: ProblemData, members: list[list[int]], node_of: Ints
) -> tuple[list[list[int]], list[list[int]]]:
    index = problem.operation_index
    preds: list[list[int]] = []
    succs: list[list[int]] = [[] for _ in members]
    for node, places in enumerate(members):
        before = {int(node_of[index[name]]) for p in places for name in problem.operations[p].after}
        preds.append(sorted(before))
        for each in preds[-1]:
            succs[each].append(node)
    return preds, succs


def _job_ends(problem: ProblemData, node_of: Ints) -> list[list[int]]:
    """For each job the nodes of its operations that no other of its operations follows."""
    followed: set[str] = set()
    job = {operation.id: operation.job for operation in problem.operations}
    for operation in problem.operations:
        followed.update(name for name in operation.after if job[name] == operation.job)
    last: list[list[int]] = [[] for _ in problem.jobs]
    for place, operation in enumerate(problem.operations):
        if operation.id not in followed:
            last[problem.job_index[operation.job]].append(int(node_of[place]))
    return [sorted(set(each)) for each in last]


def arrays_of(problem: ProblemData) -> Arrays:
    """Lay the problem out as arrays."""
    members, node_of = _nodes(problem)
    families = _families(problem)
    modes = _modes(problem, members)
    preds, succs = _precedence(problem, members, node_of)
    last = _job_ends(problem, node_of)
    ends: list[list[int]] = [[] for _ in members]
    for job, nodes in enumerate(last):
        for node in nodes:
            ends[node].append(job)
    order = dict.fromkeys(int(node_of[place]) for place in order_of(problem.operations))
    released = [
        max(
            max(problem.jobs[problem.job_index[problem.operations[p].job]].release,
                problem.operations[p].material_at)
            for p in places
        )
        for places in members
    ]  # fmt: skip
    steps = problem.tariff
    return Arrays(
        modes.ptr,
        modes.machine,
        modes.duration,
        modes.cost,
        modes.kwh,
        *_ragged(preds),
        *_ragged(succs),
        np.array(released, dtype=np.int64),
        _locked_starts(problem, node_of, len(members)),
        np.array([families[problem.operations[p[0]].family] for p in members], dtype=np.int64),
        *_ragged(_able(problem, members)),
        *_windows(problem),
        *_setups(problem, families),
        *_ragged(ends),
        *_ragged(last),
        np.array([job.release for job in problem.jobs], dtype=np.int64),
        np.array([NEVER if job.due is None else job.due for job in problem.jobs], dtype=np.int64),
        np.array([job.weight for job in problem.jobs], dtype=np.float64),
        np.array([-NEVER, *(step.start for step in steps)], dtype=np.int64),
        np.array([0.0, *(step.price_per_kwh for step in steps)], dtype=np.float64),
        node_of,
        np.array(list(order), dtype=np.int64),
    )
