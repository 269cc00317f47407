"""From an order of the operations to their times: decoding, on which every search rests.

A plan in the making is a list of the nodes, each after its predecessors, and for each
node its mode and its operator. On every machine and with every operator the nodes follow each other
as they stand in the list, so any such list is a feasible plan, whatever calendars, set-ups and
persons do to the times. Each node starts as early as all of this allows (semi-active).

Compiled functions that allocate nothing go without Numba's reference counts (``_nrt=False``): with
so many arrays in one tuple, counting them on each call took twenty times as long as the work.
"""

from typing import NamedTuple

import numpy as np

from lineside.kernel.compiled import njit
from lineside.scheduling.arrays import NEVER, Arrays, Ints


class State(NamedTuple):
    """A list-shaped plan with its times; compiled code changes it in place."""

    order: Ints  # (nodes) the list
    place: Ints  # (nodes) inverse of order
    mode: Ints  # (nodes) index into the modes
    operator: Ints  # (nodes) -1 none
    hold: Ints  # (nodes) a start is not before this; the search's own wish
    start: Ints
    end: Ints
    setup: Ints  # (nodes) set-up ticks right before the node
    machine_prev: Ints  # (nodes) -1 none
    machine_next: Ints
    operator_prev: Ints
    operator_next: Ints
    job_end: Ints  # (jobs)


def empty_state(a: Arrays) -> State:
    """A state of the problem's size: topological list, first mode and operator of each node."""
    nodes = a.release.size
    order = a.topological.copy()
    place = np.empty(nodes, dtype=np.int64)
    place[order] = np.arange(nodes)
    mode = a.mode_ptr[:-1].copy()
    operator = np.full(nodes, -1, dtype=np.int64)
    some = a.able_ptr[1:] > a.able_ptr[:-1]
    operator[some] = a.able[a.able_ptr[:-1][some]]
    hold = np.full(nodes, -NEVER, dtype=np.int64)
    start, end, setup = (np.zeros(nodes, dtype=np.int64) for _ in range(3))
    before, after, earlier, later = (np.full(nodes, -1, dtype=np.int64) for _ in range(4))
    job_end = np.zeros(a.due.size, dtype=np.int64)
    return State(
        order,
        place,
        mode,
        operator,
        hold,
        start,
        end,
        setup,
        before,
        after,
        earlier,
        later,
        job_end,
    )


def copy_state(s: State) -> State:
    """An independent copy."""
    return State(*(each.copy() for each in s))


@njit(nogil=True)
def put_state(to: State, from_: State) -> None:
    """Overwrite one state with another of the same problem."""
    to.order[:] = from_.order
    to.place[:] = from_.place
    to.mode[:] = from_.mode
    to.operator[:] = from_.operator
    to.hold[:] = from_.hold
    to.start[:] = from_.start
    to.end[:] = from_.end
    to.setup[:] = from_.setup
    to.machine_prev[:] = from_.machine_prev
    to.machine_next[:] = from_.machine_next
    to.operator_prev[:] = from_.operator_prev
    to.operator_next[:] = from_.operator_next
    to.job_end[:] = from_.job_end


@njit(nogil=True, _nrt=False)
def window_after(a: Arrays, resource: int, t: int) -> int:
    """Index of the first closed window of the resource that ends after ``t``."""
    low = a.window_ptr[resource]
    high = a.window_ptr[resource + 1]
    while low < high:
        middle = (low + high) // 2
        if a.window_end[middle] > t:
            high = middle
        else:
            low = middle + 1
    return int(low)


@njit(nogil=True, _nrt=False)
def open_from(a: Arrays, first: int, second: int, t: int) -> int:
    """The first moment from ``t`` on at which both resources are open (second may be -1)."""
    while True:
        before = t
        i = window_after(a, first, t)
        while i < a.window_ptr[first + 1] and a.window_start[i] <= t:
            t = a.window_end[i]
            i += 1
        if second >= 0:
            i = window_after(a, second, t)
            while i < a.window_ptr[second + 1] and a.window_start[i] <= t:
                t = a.window_end[i]
                i += 1
        if t == before:
            return t


@njit(nogil=True, _nrt=False)
def next_window(a: Arrays, first: int, second: int, t: int) -> int:
    """The window of either resource that begins next at an open moment ``t``; -1 none."""
    i = window_after(a, first, t)
    best = i if i < a.window_ptr[first + 1] else -1
    if second >= 0:
        j = window_after(a, second, t)
        if j < a.window_ptr[second + 1] and (
            best < 0 or a.window_start[j] < a.window_start[best]
            or (a.window_start[j] == a.window_start[best] and a.window_hard[j])
        ):  # fmt: skip
            best = j
    return best


@njit(nogil=True, _nrt=False)
def fit(a: Arrays, machine: int, operator: int, ready: int, duration: int) -> tuple[int, int]:
    """Earliest start and end of so much work: pauses in soft windows, never across a hard one."""
    person = a.initial_family.size + operator if operator >= 0 else -1
    start = open_from(a, machine, person, ready)
    t = start
    left = duration
    while True:
        i = next_window(a, machine, person, t)
        if i < 0 or t + left <= a.window_start[i]:
            return start, t + left
        if a.window_hard[i]:
            start = open_from(a, machine, person, a.window_end[i])
            t = start
            left = duration
        else:
            left -= a.window_start[i] - t
            t = open_from(a, machine, person, a.window_end[i])
            if hard_between(a, machine, person, a.window_start[i], t):
                start = t
                left = duration


@njit(nogil=True, _nrt=False)
def hard_between(a: Arrays, first: int, second: int, start: int, end: int) -> bool:
    """Whether a hard window of either resource begins within ``[start, end)``."""
    for resource in (first, second):
        if resource >= 0:
            i = window_after(a, resource, start)
            while i < a.window_ptr[resource + 1] and a.window_start[i] < end:
                if a.window_hard[i]:
                    return True
                i += 1
    return False


@njit(nogil=True, _nrt=False)
def after_setup(a: Arrays, machine: int, t: int, ticks: int) -> int:
    """When a set-up that begins at ``t`` is done; it pauses whenever the machine is closed."""
    if ticks == 0:
        return t
    i = window_after(a, machine, t)
    while i < a.window_ptr[machine + 1]:
        if t + ticks <= a.window_start[i]:
            return t + ticks
        if a.window_start[i] > t:
            ticks -= a.window_start[i] - t
        t = a.window_end[i]
        i += 1
    return t + ticks


@njit(nogil=True, _nrt=False, forceinline=True)
def setup_ticks(a: Arrays, machine: int, before: int, then: int) -> int:
    """Set-up of the machine for node ``then`` after node ``before`` (-1: the initial family)."""
    table = a.setup_table[machine]
    if table < 0:
        return 0
    family = a.family[before] if before >= 0 else a.initial_family[machine]
    if family < 0:
        return 0
    return int(a.setup[table, family, a.family[then]])


@njit(nogil=True, _nrt=False, forceinline=True)
def earliest(a: Arrays, s: State, v: int) -> int:
    """When the node may start for all but its machine: predecessors, release, hold, lock."""
    t = max(a.release[v], s.hold[v], a.fixed[v])
    for i in range(a.pred_ptr[v], a.pred_ptr[v + 1]):
        if s.end[a.pred[i]] > t:
            t = s.end[a.pred[i]]
    return int(t)


@njit(nogil=True, _nrt=False, forceinline=True)
def refresh(a: Arrays, s: State, v: int) -> None:
    """Set start, end and set-up of a node from those it follows."""
    t = earliest(a, s, v)
    machine = a.mode_machine[s.mode[v]]
    before = s.machine_prev[v]
    ticks = setup_ticks(a, machine, before, v)
    s.setup[v] = ticks
    calendar = a.window_ptr[machine] < a.window_ptr[machine + 1]
    if before >= 0:
        free = s.end[before] + ticks
        if calendar:
            free = after_setup(a, machine, s.end[before], ticks)
        t = max(t, free)
    elif ticks > 0:
        t = max(t, after_setup(a, machine, 0, ticks))
    person = s.operator[v]
    if person >= 0:
        if s.operator_prev[v] >= 0:
            t = max(t, s.end[s.operator_prev[v]])
        resource = a.initial_family.size + person
        calendar = calendar or a.window_ptr[resource] < a.window_ptr[resource + 1]
    duration = a.mode_duration[s.mode[v]]
    if calendar:
        start, end = fit(a, machine, person, t, duration)
        s.start[v] = start
        s.end[v] = end
    else:
        s.start[v] = t
        s.end[v] = t + duration


@njit(nogil=True, _nrt=False, forceinline=True)
def job_end_of(a: Arrays, s: State, job: int) -> int:
    """When the job's last node ends; its release where it has none."""
    end = a.job_release[job]
    for i in range(a.last_ptr[job], a.last_ptr[job + 1]):
        end = max(end, s.end[a.last[i]])
    return int(end)


@njit(nogil=True)
def decode(a: Arrays, s: State) -> None:
    """All links and times from the list, the modes and the operators."""
    machine_last = np.full(a.initial_family.size, -1, dtype=np.int64)
    operator_last = np.full(a.window_ptr.size - 1 - machine_last.size, -1, dtype=np.int64)
    for i in range(s.order.size):
        v = s.order[i]
        s.place[v] = i
        append(a, s, v, machine_last, operator_last)
    for job in range(a.due.size):
        s.job_end[job] = job_end_of(a, s, job)


@njit(nogil=True, _nrt=False, forceinline=True)
def append(a: Arrays, s: State, v: int, machine_last: Ints, operator_last: Ints) -> None:
    """Put a node behind the last ones of its machine and its operator."""
    machine = a.mode_machine[s.mode[v]]
    s.machine_prev[v] = machine_last[machine]
    s.machine_next[v] = -1
    if machine_last[machine] >= 0:
        s.machine_next[machine_last[machine]] = v
    machine_last[machine] = v
    s.operator_prev[v] = -1
    s.operator_next[v] = -1
    person = s.operator[v]
    if person >= 0:
        s.operator_prev[v] = operator_last[person]
        if operator_last[person] >= 0:
            s.operator_next[operator_last[person]] = v
        operator_last[person] = v
    refresh(a, s, v)


@njit(nogil=True)
def sort_by_start(s: State) -> None:
    """Bring the list into the order of starts; ties stay as they were, so it stays topological."""
    s.order[:] = s.order[np.argsort(s.start[s.order], kind="mergesort")]
    for i in range(s.order.size):
        s.place[s.order[i]] = i


@njit(nogil=True)
def sort_part(s: State, first: int, last: int) -> None:
    """Bring the list places from ``first`` to ``last`` (not included) into the order of starts."""
    row = s.order[first:last].copy()
    s.order[first:last] = row[np.argsort(s.start[row], kind="mergesort")]
    for i in range(first, last):
        s.place[s.order[i]] = i


class Weights(NamedTuple):
    """An objective for compiled code; a reference of -1 means none for the node."""

    makespan: float
    tardiness: float
    setup: float
    cost: float
    energy: float
    shift: float
    reassign: float
    ref_machine: Ints  # (nodes)
    ref_start: Ints  # (nodes)


MISSED_LOCK = 1e7
"""Weight of a tick by which a locked start is missed: above any sum of other parts."""


@njit(nogil=True, _nrt=False)
def energy_money(a: Arrays, mode: int, start: int, end: int) -> float:
    """Money for the electricity of a node over ``[start, end)`` at the tariff's prices."""
    rate = a.mode_kwh_per_tick[mode]
    if rate == 0.0:
        return 0.0
    i = a.tariff_start.size - 1
    while a.tariff_start[i] > start:
        i -= 1
    money = 0.0
    t = start
    while t < end:
        until = end
        if i + 1 < a.tariff_start.size and a.tariff_start[i + 1] < end:
            until = a.tariff_start[i + 1]
        money += (until - t) * a.tariff_price[i]
        t = until
        i += 1
    return float(money * rate)


@njit(nogil=True, _nrt=False, forceinline=True)
def node_cost(a: Arrays, w: Weights, s: State, v: int) -> float:
    """The node's own share of the objective."""
    mode = s.mode[v]
    cost = w.setup * s.setup[v] + w.cost * a.mode_cost[mode]
    if w.energy != 0.0:
        cost += w.energy * energy_money(a, mode, s.start[v], s.end[v])
    if w.ref_start[v] >= 0 and w.shift != 0.0:
        cost += w.shift * abs(s.start[v] - w.ref_start[v])
    if w.ref_machine[v] >= 0 and w.ref_machine[v] != a.mode_machine[mode]:
        cost += w.reassign
    if a.fixed[v] > -NEVER:
        cost += MISSED_LOCK * (s.start[v] - a.fixed[v])
    return float(cost)


@njit(nogil=True, _nrt=False, forceinline=True)
def job_cost(a: Arrays, w: Weights, job: int, end: int) -> float:
    """The job's share of the objective when it ends then."""
    late = end - a.due[job]
    return w.tardiness * a.weight[job] * late if late > 0 else 0.0


@njit(nogil=True, _nrt=False)
def latest(times: Ints) -> int:
    """The largest of the times, 0 when there are none."""
    t = 0
    for i in range(times.size):
        if times[i] > t:
            t = times[i]
    return t


@njit(nogil=True, _nrt=False)
def value(a: Arrays, w: Weights, s: State) -> float:
    """The objective of a decoded state."""
    total = 0.0
    for v in range(s.order.size):
        total += node_cost(a, w, s, v)
    for job in range(a.due.size):
        total += job_cost(a, w, job, s.job_end[job])
    if w.makespan != 0.0:
        total += w.makespan * latest(s.job_end)
    return total
