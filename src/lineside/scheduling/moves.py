"""Moves on a list-shaped plan with exact, local re-timing and undo, in compiled code.

A move takes one node out and puts it elsewhere: on its machine or on another, right after a given
node. Only what follows from it is timed again: nodes whose predecessors changed are marked, and the
marked ones are taken in the list's order, by a heap of their places, until none is left. All old
values go to a log, so a move that is not wanted is taken back at the same price.
"""

from typing import NamedTuple

import numpy as np

from lineside.kernel.compiled import njit
from lineside.scheduling.arrays import Arrays, Ints
from lineside.scheduling.timing import (
    State,
    Weights,
    job_cost,
    job_end_of,
    latest,
    node_cost,
    refresh,
)


class Log(NamedTuple):
    """What a move changed; ``tally`` holds counts and what to restore."""

    node: Ints  # (nodes) changed nodes
    start: Ints  # (nodes) their old starts
    end: Ints
    setup: Ints
    job: Ints  # (jobs) changed jobs
    job_end: Ints  # (jobs) their old ends
    job_seen: Ints  # (jobs) stamp
    mark: Ints  # (nodes) 1 while waiting to be timed again
    heap: Ints  # (nodes) places of the marked nodes, the least first
    tally: Ints  # (8) nodes, jobs, marks, stamp, old place, new place, old mode, old operator
    links: Ints  # (4) old machine_prev, machine_next, operator_prev, operator_next


NODES, JOBS, MARKS, STAMP, FROM, TO, MODE, OPERATOR = range(8)


def new_log(a: Arrays) -> Log:
    """An empty log of the problem's size."""
    nodes, jobs = a.release.size, a.due.size
    node, start, end, setup, mark, heap = (np.zeros(nodes, dtype=np.int64) for _ in range(6))
    job, job_end, seen = (np.zeros(jobs, dtype=np.int64) for _ in range(3))
    tally, links = np.zeros(8, dtype=np.int64), np.zeros(4, dtype=np.int64)
    return Log(node, start, end, setup, job, job_end, seen, mark, heap, tally, links)


@njit(nogil=True, _nrt=False, forceinline=True)
def _rotate(s: State, i: int, j: int) -> None:
    """Move the list's item from place i to place j, shifting those between."""
    v = s.order[i]
    if i < j:
        for k in range(i, j):
            u = s.order[k + 1]
            s.order[k] = u
            s.place[u] = k
    else:
        for k in range(i, j, -1):
            u = s.order[k - 1]
            s.order[k] = u
            s.place[u] = k
    s.order[j] = v
    s.place[v] = j


@njit(nogil=True, _nrt=False, forceinline=True)
def _unlink(prev: Ints, next_: Ints, v: int) -> None:
    if prev[v] >= 0:
        next_[prev[v]] = next_[v]
    if next_[v] >= 0:
        prev[next_[v]] = prev[v]


@njit(nogil=True, _nrt=False, forceinline=True)
def _link(prev: Ints, next_: Ints, v: int, before: int, after: int) -> None:
    prev[v] = before
    next_[v] = after
    if before >= 0:
        next_[before] = v
    if after >= 0:
        prev[after] = v


@njit(nogil=True, _nrt=False, forceinline=True)
def _mark(s: State, log: Log, v: int) -> None:
    """Mark the node and put its place on the heap."""
    if v < 0 or log.mark[v] != 0:
        return
    log.mark[v] = 1
    i = log.tally[MARKS]
    log.tally[MARKS] = i + 1
    place = s.place[v]
    while i > 0:
        above = (i - 1) // 2
        if log.heap[above] <= place:
            break
        log.heap[i] = log.heap[above]
        i = above
    log.heap[i] = place


@njit(nogil=True, _nrt=False, forceinline=True)
def _take(s: State, log: Log) -> int:
    """The marked node that stands first in the list, no longer marked."""
    v = s.order[log.heap[0]]
    log.mark[v] = 0
    count = log.tally[MARKS] - 1
    log.tally[MARKS] = count
    place = log.heap[count]
    i = 0
    while 2 * i + 1 < count:
        below = 2 * i + 1
        if below + 1 < count and log.heap[below + 1] < log.heap[below]:
            below += 1
        if place <= log.heap[below]:
            break
        log.heap[i] = log.heap[below]
        i = below
    log.heap[i] = place
    return int(v)


@njit(nogil=True, _nrt=False, forceinline=True)
def _unmark(s: State, log: Log) -> None:
    """Take all marks away."""
    for i in range(log.tally[MARKS]):
        log.mark[s.order[log.heap[i]]] = 0
    log.tally[MARKS] = 0


@njit(nogil=True, _nrt=False)
def _seat(s: State, v: int, person: int) -> int:
    """The node before ``v`` in the list among those of the operator; -1 none."""
    for i in range(s.place[v] - 1, -1, -1):
        if s.operator[s.order[i]] == person:
            return int(s.order[i])
    return -1


@njit(nogil=True, _nrt=False)
def _first_of(s: State, v: int, person: int) -> int:
    for i in range(s.place[v] + 1, s.order.size):
        if s.operator[s.order[i]] == person:
            return int(s.order[i])
    return -1


@njit(nogil=True, _nrt=False, forceinline=True)
def room_for(a: Arrays, s: State, v: int, before: int, after: int) -> int:
    """The list place for ``v`` between two nodes (-1 open) and between its job's neighbours.

    Counted with ``v`` still in the list; -1 when there is no such place.
    """
    low = s.place[before] if before >= 0 else -1
    for i in range(a.pred_ptr[v], a.pred_ptr[v + 1]):
        low = max(low, s.place[a.pred[i]])
    high = s.place[after] if after >= 0 else s.order.size
    for i in range(a.succ_ptr[v], a.succ_ptr[v + 1]):
        high = min(high, s.place[a.succ[i]])
    if low >= high:
        return -1
    own = s.place[v]
    if low < own < high:
        return int(own)
    if own <= low:
        return int(low)
    return int(high)


@njit(nogil=True, _nrt=False)
def apply_move(
    a: Arrays, w: Weights, s: State, log: Log, v: int, mode: int, person: int, before: int,
    after: int, to: int, limit: float,
) -> float:  # fmt: skip
    """Put ``v`` between two nodes of the mode's machine at list place ``to``; the change of value.

    Timing is given up as soon as the loss so far exceeds ``limit``; infinity is returned then, and
    the move must be taken back.

    ``before`` and ``after`` must be neighbours on that machine once ``v`` is out, and ``to`` come
    from ``room_for``.
    """
    log.tally[NODES] = 0
    log.tally[JOBS] = 0
    log.tally[STAMP] += 1
    log.tally[FROM] = s.place[v]
    log.tally[TO] = to
    log.tally[MODE] = s.mode[v]
    log.tally[OPERATOR] = s.operator[v]
    log.links[0] = s.machine_prev[v]
    log.links[1] = s.machine_next[v]
    log.links[2] = s.operator_prev[v]
    log.links[3] = s.operator_next[v]
    delta = -node_cost(a, w, s, v)
    _rotate(s, s.place[v], to)
    _mark(s, log, v)
    _mark(s, log, s.machine_next[v])
    _unlink(s.machine_prev, s.machine_next, v)
    if s.operator[v] >= 0:
        _mark(s, log, s.operator_next[v])
        _unlink(s.operator_prev, s.operator_next, v)
    s.mode[v] = mode
    _link(s.machine_prev, s.machine_next, v, before, after)
    _mark(s, log, after)
    if person >= 0:
        s.operator[v] = -1
        seat = _seat(s, v, person)
        then = s.operator_next[seat] if seat >= 0 else _first_of(s, v, person)
        s.operator[v] = person
        _link(s.operator_prev, s.operator_next, v, seat, then)
        _mark(s, log, then)
    delta += node_cost(a, w, s, v)
    return _settle(a, w, s, log, delta, limit)


@njit(nogil=True, _nrt=False, forceinline=True)
def _settle(a: Arrays, w: Weights, s: State, log: Log, delta: float, limit: float) -> float:
    """Time the marked nodes again, in the list's order; the change of value."""
    worst = latest(s.job_end) if w.makespan != 0.0 else 0
    while log.tally[MARKS] > 0 and delta <= limit:
        delta += _retime(a, w, s, log, _take(s, log))
    if delta > limit:
        _unmark(s, log)
        return np.inf
    if w.makespan != 0.0:
        delta += w.makespan * (latest(s.job_end) - worst)
    return delta


@njit(nogil=True, _nrt=False, forceinline=True)
def _retime(a: Arrays, w: Weights, s: State, log: Log, v: int) -> float:
    """Time one node again; log it and mark its followers when it changed."""
    start, end, setup = s.start[v], s.end[v], s.setup[v]
    cost = node_cost(a, w, s, v)
    refresh(a, s, v)
    if start == s.start[v] and end == s.end[v] and setup == s.setup[v]:
        return 0.0
    i = log.tally[NODES]
    log.node[i] = v
    log.start[i] = start
    log.end[i] = end
    log.setup[i] = setup
    log.tally[NODES] = i + 1
    if end != s.end[v]:
        _mark(s, log, s.machine_next[v])
        _mark(s, log, s.operator_next[v])
        for j in range(a.succ_ptr[v], a.succ_ptr[v + 1]):
            _mark(s, log, a.succ[j])
        for j in range(a.ends_ptr[v], a.ends_ptr[v + 1]):
            cost -= _renew_job(a, w, s, log, a.ends[j])
    return node_cost(a, w, s, v) - cost


@njit(nogil=True, _nrt=False, forceinline=True)
def _renew_job(a: Arrays, w: Weights, s: State, log: Log, job: int) -> float:
    """Set the job's end anew, log the old one; the change of value."""
    before = s.job_end[job]
    if log.job_seen[job] != log.tally[STAMP]:
        log.job_seen[job] = log.tally[STAMP]
        log.job[log.tally[JOBS]] = job
        log.job_end[log.tally[JOBS]] = before
        log.tally[JOBS] += 1
    s.job_end[job] = job_end_of(a, s, job)
    return job_cost(a, w, job, s.job_end[job]) - job_cost(a, w, job, before)


@njit(nogil=True, _nrt=False)
def undo(s: State, log: Log) -> None:
    """Take the last move back."""
    v = s.order[log.tally[TO]]
    _unlink(s.machine_prev, s.machine_next, v)
    if s.operator[v] >= 0:
        _unlink(s.operator_prev, s.operator_next, v)
    _rotate(s, log.tally[TO], log.tally[FROM])
    s.mode[v] = log.tally[MODE]
    s.operator[v] = log.tally[OPERATOR]
    _link(s.machine_prev, s.machine_next, v, log.links[0], log.links[1])
    if s.operator[v] >= 0:
        _link(s.operator_prev, s.operator_next, v, log.links[2], log.links[3])
    for i in range(log.tally[NODES]):
        u = log.node[i]
        s.start[u] = log.start[i]
        s.end[u] = log.end[i]
        s.setup[u] = log.setup[i]
    for i in range(log.tally[JOBS]):
        s.job_end[log.job[i]] = log.job_end[i]


@njit(nogil=True, _nrt=False, forceinline=True)
def neighbours_on(a: Arrays, s: State, machine: int, v: int) -> tuple[int, int]:
    """The nodes of another machine right before and right after ``v`` in the list; -1 none."""
    after = -1
    for i in range(s.place[v] + 1, s.order.size):
        if a.mode_machine[s.mode[s.order[i]]] == machine:
            after = s.order[i]
            break
    if after >= 0:
        return int(s.machine_prev[after]), int(after)
    for i in range(s.place[v] - 1, -1, -1):
        if a.mode_machine[s.mode[s.order[i]]] == machine:
            return int(s.order[i]), -1
    return -1, -1
