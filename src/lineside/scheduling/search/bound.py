"""Lower bounds that hold for every plan of a problem.

Make-span: no job is shorter than its longest chain of shortest operations; no machine can end
before the operations that only it can do have run, one after the other, and their shortest tails
followed (Jackson's preemptive schedule: Carlier, EJOR 11, 1982); and the work of all operations,
spread evenly, fills all machines. Calendars and set-ups only add to these.
"""

import heapq

import numpy as np

from lineside.scheduling.arrays import NEVER, Arrays, Ints
from lineside.scheduling.timing import Weights


def _heads_and_tails(a: Arrays) -> tuple[Ints, Ints, Ints]:
    """Per node: earliest start, shortest work, and shortest time from its end to the job's end."""
    nodes = a.release.size
    work = np.minimum.reduceat(a.mode_duration, a.mode_ptr[:-1]) if nodes else a.release
    head, tail = a.release.copy(), np.zeros(nodes, dtype=np.int64)
    for v in a.topological:
        for p in a.pred[a.pred_ptr[v] : a.pred_ptr[v + 1]]:
            head[v] = max(head[v], head[p] + work[p])
    for v in a.topological[::-1]:
        for then in a.succ[a.succ_ptr[v] : a.succ_ptr[v + 1]]:
            tail[v] = max(tail[v], work[then] + tail[then])
    return head, work, tail


def preemptive(jobs: list[tuple[int, int, int]]) -> int:
    """Jackson's preemptive schedule on one machine; rows are head, work, tail. Its make-span."""
    upcoming = sorted(jobs)
    waiting: list[list[int]] = []
    t = best = i = 0
    while i < len(upcoming) or waiting:
        if not waiting:
            t = max(t, upcoming[i][0])
        while i < len(upcoming) and upcoming[i][0] <= t:
            heapq.heappush(waiting, [-upcoming[i][2], upcoming[i][1]])
            i += 1
        until = upcoming[i][0] if i < len(upcoming) else NEVER
        ticks = min(waiting[0][1], until - t)
        t += ticks
        waiting[0][1] -= ticks
        if waiting[0][1] == 0:
            best = max(best, t - waiting[0][0])
            heapq.heappop(waiting)
    return best


def _machine_bound(a: Arrays, head: Ints, work: Ints, tail: Ints) -> int:
    machines = a.initial_family.size
    alone: list[list[tuple[int, int, int]]] = [[] for _ in range(machines)]
    for v in range(a.release.size):
        options = set(a.mode_machine[a.mode_ptr[v] : a.mode_ptr[v + 1]].tolist())
        if len(options) == 1:
            alone[options.pop()].append((int(head[v]), int(work[v]), int(tail[v])))
    return max((preemptive(rows) for rows in alone if rows), default=0)


def makespan_bound(a: Arrays) -> int:
    """No plan ends before this."""
    if a.release.size == 0:
        return 0
    head, work, tail = _heads_and_tails(a)
    used = np.unique(a.mode_machine).size
    spread = int(head.min() + -(-int(work.sum()) // used) + tail.min())
    return max(int((head + work + tail).max()), _machine_bound(a, head, work, tail), spread)


def lower_bound(a: Arrays, w: Weights) -> float:
    """No plan is worth less: the parts' bounds, weighted; parts without a bound count zero."""
    if a.release.size == 0:
        return 0.0
    total = w.makespan * makespan_bound(a) if w.makespan else 0.0
    if w.tardiness:
        head, work, _ = _heads_and_tails(a)
        for job in range(a.due.size):
            nodes = a.last[a.last_ptr[job] : a.last_ptr[job + 1]]
            if nodes.size and a.due[job] < NEVER:
                late = max(0, int((head[nodes] + work[nodes]).max()) - int(a.due[job]))
                total += w.tardiness * a.weight[job] * late
    if w.cost:
        total += w.cost * float(np.minimum.reduceat(a.mode_cost, a.mode_ptr[:-1]).sum())
    return float(total)
