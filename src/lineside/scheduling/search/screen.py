"""What a move is worth to first order, in compiled code, so that most bad ones are never timed.

The ready time of each node is set by one node that it follows, the one that ends last: these
bindings form a forest. A node's *rate* is what a tick of its delay costs, the weight of the late
jobs below it in the forest. An estimate times what stands near on the machines again, a few nodes
far, and takes the rates for all that lies behind (the dual information by which job shops with due
dates are searched; Mati, Dauzere-Peres and Lahlou, EJOR 212, 2011, bound moves by heads and tails
likewise). Estimates only screen: what is kept has been timed exactly.
"""

from typing import NamedTuple

import numpy as np

from lineside.kernel.compiled import njit
from lineside.scheduling.arrays import Arrays, Floats, Ints
from lineside.scheduling.timing import (
    State,
    Weights,
    earliest,
    job_cost,
    latest,
    setup_ticks,
)

DEPTH = 6
"""Nodes of a machine that an estimate times again before it trusts the rates."""


class Rates(NamedTuple):
    """What delays cost, as of the last time they were sensed."""

    rate: Floats  # (nodes) objective per tick
    bound_by: Ints  # (nodes) the node that sets the ready time, -1 none


def new_rates(a: Arrays) -> Rates:
    """Rates not yet sensed."""
    nodes = a.release.size
    return Rates(np.zeros(nodes), np.full(nodes, -1, dtype=np.int64))


@njit(nogil=True, _nrt=False, forceinline=True)
def _binder(a: Arrays, s: State, v: int) -> int:
    """The node whose end sets the ready time of ``v``; -1 where release, hold or lock do."""
    t = max(a.release[v], s.hold[v], a.fixed[v])
    u = -1
    for i in range(a.pred_ptr[v], a.pred_ptr[v + 1]):
        if s.end[a.pred[i]] > t:
            u = a.pred[i]
            t = s.end[u]
    x = s.operator_prev[v]
    if x >= 0 and s.end[x] > t:
        u = x
        t = s.end[x]
    x = s.machine_prev[v]
    if x >= 0 and s.end[x] + s.setup[v] > t:
        u = x
    return int(u)


@njit(nogil=True, _nrt=False)
def sense(a: Arrays, w: Weights, s: State, r: Rates) -> None:
    """Bindings and rates of a decoded state, from the end of the list to its beginning."""
    span = latest(s.job_end)
    r.rate[:] = 0.0
    for i in range(s.order.size - 1, -1, -1):
        v = s.order[i]
        for j in range(a.ends_ptr[v], a.ends_ptr[v + 1]):
            job = a.ends[j]
            if s.end[v] == s.job_end[job] and s.end[v] >= a.due[job]:
                r.rate[v] += w.tardiness * a.weight[job]
        if s.end[v] == span:
            r.rate[v] += w.makespan
        u = _binder(a, s, v)
        r.bound_by[v] = u
        if u >= 0:
            r.rate[u] += r.rate[v]


@njit(nogil=True, _nrt=False, forceinline=True)
def _shifted(a: Arrays, w: Weights, s: State, r: Rates, v: int, by: int) -> float:
    """Estimated change of value when ``v`` ends so much later, but for its machine's next."""
    cost = 0.0
    end = s.end[v] + by
    for i in range(a.ends_ptr[v], a.ends_ptr[v + 1]):
        job = a.ends[i]
        if by > 0 or s.end[v] == s.job_end[job]:
            then = max(end, s.job_end[job]) if by > 0 else end
            cost += job_cost(a, w, job, then) - job_cost(a, w, job, s.job_end[job])
    for i in range(a.succ_ptr[v], a.succ_ptr[v + 1]):
        then = a.succ[i]
        if by > 0:
            cost += max(0, end - s.start[then]) * r.rate[then]
        elif r.bound_by[then] == v:
            cost += by * r.rate[then]
    return cost


@njit(nogil=True, _nrt=False, forceinline=True)
def _ripple(
    a: Arrays, w: Weights, s: State, r: Rates, machine: int, x: int, prev: int, free: int,
    skip: int, until: int,
) -> tuple[float, int]:  # fmt: skip
    """Estimated change of value when ``x`` and what follows on the machine come behind ``prev``.

    ``prev`` ends at ``free``; node ``skip`` is passed over. With ``until`` (a node, else -1) all up
    to that node is timed again and its end returned beside the value; otherwise a few nodes are.
    """
    cost = 0.0
    count = 0
    while x >= 0:
        if x == skip:
            x = s.machine_next[x]
            continue
        ticks = setup_ticks(a, machine, prev, x)
        by = max(earliest(a, s, x), free + ticks) - s.start[x]
        cost += w.setup * (ticks - s.setup[x])
        if until < 0:
            if by == 0:
                break
            count += 1
            if count > DEPTH:
                cost += by * r.rate[x] if by > 0 or r.bound_by[x] == s.machine_prev[x] else 0.0
                break
        if by != 0:
            cost += _shifted(a, w, s, r, x, by)
        free = s.end[x] + by
        if x == until:
            break
        prev = x
        x = s.machine_next[x]
    return cost, free


@njit(nogil=True, _nrt=False, forceinline=True)
def estimate(
    a: Arrays, w: Weights, s: State, r: Rates, v: int, mode: int, before: int, after: int
) -> float:
    """Estimated change of value with ``v`` between two nodes (-1 open) of the mode's machine."""
    machine, old = a.mode_machine[mode], a.mode_machine[s.mode[v]]
    duration = s.end[v] - s.start[v] if mode == s.mode[v] else a.mode_duration[mode]
    cost = w.cost * (a.mode_cost[mode] - a.mode_cost[s.mode[v]])
    u, then = s.machine_prev[v], s.machine_next[v]
    free = s.end[u] if u >= 0 else 0
    ahead = s.end[before] if before >= 0 else 0
    if machine != old:
        cost += _ripple(a, w, s, r, old, then, u, free, v, -1)[0]
    elif before >= 0 and s.place[before] > s.place[v]:
        passed, ahead = _ripple(a, w, s, r, old, then, u, free, v, before)
        cost += passed
    ticks = setup_ticks(a, machine, before, v)
    end = max(earliest(a, s, v), ahead + ticks) + duration
    cost += w.setup * (ticks - s.setup[v])
    if end != s.end[v]:
        cost += _shifted(a, w, s, r, v, end - s.end[v])
    cost += _ripple(a, w, s, r, machine, after, v, end, v, -1)[0]
    return float(cost)
