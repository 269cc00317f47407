"""Simulated annealing over list-shaped plans, in compiled code, for every objective and constraint.

Half of the moves start from what hurts: a late job (or the last one) is traced back along the
constraints that bind it, and a node on that chain is pulled forward past its machine predecessor or
sent to another machine. The others pick any node. A move that worsens the value by d is kept with
probability exp(-d / T), and is no longer timed once it has lost more than the lot allows;
the caller lowers T (Kirkpatrick, Gelatt and Vecchi, Science 220, 1983).
"""

import numpy as np

from lineside.kernel.compiled import njit
from lineside.scheduling.arrays import NEVER, Arrays, Floats, Ints
from lineside.scheduling.moves import Log, apply_move, neighbours_on, room_for, undo
from lineside.scheduling.search.screen import Rates, estimate, sense
from lineside.scheduling.timing import State, Weights, put_state, sort_part, value

RESORT = 4000
"""Moves after which the list is brought back into the order of starts and rates are sensed."""

PICKS = 8
"""Nodes drawn to find one whose delay costs something."""


@njit(nogil=True, _nrt=False, forceinline=True)
def _late_job(a: Arrays, w: Weights, s: State) -> int:
    """A late job by lot, or for make-span the last one; -1 none."""
    jobs = a.due.size
    if w.makespan != 0.0 and (w.tardiness == 0.0 or np.random.random() < 0.5):
        last = 0
        for job in range(jobs):
            if s.job_end[job] > s.job_end[last]:
                last = job
        return last
    first = np.random.randint(jobs)
    for i in range(jobs):
        job = (first + i) % jobs
        if s.job_end[job] > a.due[job] and a.weight[job] > 0:
            return int(job)
    return -1


@njit(nogil=True, _nrt=False, forceinline=True)
def binding(a: Arrays, s: State, v: int) -> int:
    """The node whose end lets ``v`` start no earlier, job predecessors first; -1 none."""
    for i in range(a.pred_ptr[v], a.pred_ptr[v + 1]):
        if s.end[a.pred[i]] == s.start[v]:
            return int(a.pred[i])
    u = s.machine_prev[v]
    if u >= 0 and s.end[u] + s.setup[v] >= s.start[v]:
        return int(u)
    u = s.operator_prev[v]
    if u >= 0 and s.end[u] == s.start[v]:
        return int(u)
    return -1


@njit(nogil=True, _nrt=False, forceinline=True)
def _hurting(a: Arrays, w: Weights, s: State) -> int:
    """A node by lot from the chain that binds a late job, mostly one bound by its machine."""
    job = _late_job(a, w, s)
    if job < 0 or a.last_ptr[job] == a.last_ptr[job + 1]:
        return -1
    v = a.last[a.last_ptr[job]]
    for i in range(a.last_ptr[job], a.last_ptr[job + 1]):
        if s.end[a.last[i]] > s.end[v]:
            v = a.last[i]
    chosen = -1
    weight = 0.0
    for _ in range(200):
        u = binding(a, s, v)
        bound_by_machine = u >= 0 and u == s.machine_prev[v]
        share = 4.0 if bound_by_machine else 1.0
        weight += share
        if np.random.random() * weight < share:
            chosen = v
        if u < 0:
            break
        v = u
    return int(chosen)


@njit(nogil=True, _nrt=False, forceinline=True)
def _steps() -> int:
    """How many neighbours a node jumps over: mostly one, sometimes many."""
    if np.random.random() < 0.6:
        return 1
    return 1 + int(np.random.exponential(3.0))


@njit(nogil=True, _nrt=False, forceinline=True)
def _target(a: Arrays, s: State, v: int, hurting: bool, out: Ints) -> None:
    """Choose mode, operator and neighbours for ``v`` into ``out`` (mode, person, before, after)."""
    modes = a.mode_ptr[v + 1] - a.mode_ptr[v]
    mode = s.mode[v]
    if modes > 1 and np.random.random() < 0.5:
        mode = a.mode_ptr[v] + np.random.randint(modes)
    person = s.operator[v]
    able = a.able_ptr[v + 1] - a.able_ptr[v]
    if able > 1 and np.random.random() < 0.3:
        person = a.able[a.able_ptr[v] + np.random.randint(able)]
    machine = a.mode_machine[mode]
    if machine == a.mode_machine[s.mode[v]]:
        before, after = s.machine_prev[v], s.machine_next[v]
        move = mode == s.mode[v] and person == s.operator[v]
        steps = _steps() if move else 0
    else:
        before, after = neighbours_on(a, s, machine, v)
        steps = _steps() - 1
    left = np.random.random() < (0.8 if hurting else 0.5)
    for _ in range(steps):
        if left and before >= 0:
            after = before
            before = s.machine_prev[before]
        elif not left and after >= 0:
            before = after
            after = s.machine_next[after]
        if before == v:
            before = s.machine_prev[v]
        if after == v:
            after = s.machine_next[v]
    out[0] = mode
    out[1] = person
    out[2] = before
    out[3] = after


@njit(nogil=True, _nrt=False, forceinline=True)
def _movable(a: Arrays, s: State, v: int) -> bool:
    """A node that stands exactly at its locked start stays."""
    return v >= 0 and (a.fixed[v] <= -NEVER or s.start[v] > a.fixed[v])


@njit(nogil=True, _nrt=False, forceinline=True)
def _costly(r: Rates, s: State, first: int, last: int) -> int:
    """A node by lot from the part of the list, one whose delay costs something if soon found."""
    v = s.order[first]
    for _ in range(PICKS):
        v = s.order[first + np.random.randint(last - first)]
        if r.rate[v] > 0.0:
            break
    return int(v)


@njit(nogil=True)
def anneal(
    a: Arrays, w: Weights, s: State, best: State, log: Log, r: Rates, part: Ints,
    temperature: float, moves: int, seed: int, stop: Ints,
) -> float:  # fmt: skip
    """Anneal ``s`` at one temperature for so many moves, keeping the best in ``best``; its value.

    Only nodes at the list places ``part[0]`` to ``part[1]`` (not included) are moved, and stay
    between them. Ends early when ``stop[0]`` is set.
    """
    np.random.seed(seed)
    current = value(a, w, s)
    best_value = value(a, w, best)
    out = np.zeros(4, dtype=np.int64)
    first, last = part[0], part[1]
    screened = w.energy == 0.0 and w.shift == 0.0
    # A large state is not copied at each new best that is left again, only now and then.
    rest = s.order.size // 4
    saved_at = -rest
    for turn in range(moves):
        if turn % 64 == 0 and stop[0]:
            break
        if turn % RESORT == 0:
            sort_part(s, first, last)
            sense(a, w, s, r)
        hurting = np.random.random() < 0.5
        if hurting and w.makespan != 0.0:
            v = _hurting(a, w, s)
        elif hurting:
            v = _costly(r, s, first, last)
        else:
            v = s.order[first + np.random.randint(last - first)]
        if not _movable(a, s, v):
            continue
        _target(a, s, v, hurting, out)
        place = room_for(a, s, v, out[2], out[3])
        if place < first or place >= last:
            continue
        loss = -temperature * np.log(1.0 - np.random.random())
        if screened and estimate(a, w, s, r, v, out[0], out[2], out[3]) > loss:
            continue
        delta = apply_move(a, w, s, log, v, out[0], out[1], out[2], out[3], place, loss)
        if delta > loss:
            undo(s, log)
            continue
        if delta > 0 and current < best_value - 1e-9 and turn - saved_at >= rest:
            undo(s, log)
            put_state(best, s)
            best_value = current
            saved_at = turn
            apply_move(a, w, s, log, v, out[0], out[1], out[2], out[3], place, loss)
        current += delta
    if current < best_value - 1e-9:
        put_state(best, s)
        best_value = current
    return best_value


@njit(nogil=True)
def losses(a: Arrays, w: Weights, s: State, log: Log, seed: int, tries: int) -> Floats:
    """What random moves lose, those that lose: what temperatures are scaled by."""
    np.random.seed(seed)
    out = np.zeros(4, dtype=np.int64)
    found = np.zeros(tries)
    count = 0
    for _ in range(tries):
        v = np.random.randint(s.order.size)
        if not _movable(a, s, v):
            continue
        _target(a, s, v, False, out)
        place = room_for(a, s, v, out[2], out[3])
        if place < 0:
            continue
        delta = apply_move(a, w, s, log, v, out[0], out[1], out[2], out[3], place, np.inf)
        undo(s, log)
        if delta > 0:
            found[count] = delta
            count += 1
    return found[:count]
