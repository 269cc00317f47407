"""Construction by dispatching: apparent tardiness cost with set-ups, in compiled code.

Whenever a machine is free it takes, among the operations that wait for it, the one of highest index

    w / p * exp(-max(d - p - t, 0) / (k1 * p_mean)) * exp(-s / (k2 * s_mean))

with weight w, work p, the operation's own due date d, the time t and the set-up s (Lee, Bhaskaran
and Pinedo, IIE Transactions 29, 1997). Where no job has a due date the index is the work that still
follows, less the set-up. d is the job's due date less ``k3`` times the work that follows.
"""

from typing import NamedTuple

import numpy as np

from lineside.kernel.compiled import njit
from lineside.scheduling.arrays import NEVER, Arrays, Floats, Ints
from lineside.scheduling.timing import (
    State,
    Weights,
    append,
    decode,
    earliest,
    empty_state,
    fit,
    put_state,
    setup_ticks,
    value,
)


class Rule(NamedTuple):
    """Look-ahead ``k1``, set-up ``k2`` and flow ``k3`` parameters; ``by_work`` for make-span."""

    k1: float
    k2: float
    k3: float
    by_work: int


class Urgency(NamedTuple):
    """What the index needs of each node, for one flow parameter."""

    due: Floats  # (nodes) own due date, inf where none
    weight: Floats  # (nodes)
    work: Floats  # (nodes) shortest duration
    tail: Floats  # (nodes) longest chain of work from the node's start on
    work_mean: float
    setup_mean: float


@njit(nogil=True, _nrt=False)
def _spread(a: Arrays, k3: float, due: Floats, weight: Floats, work: Floats, tail: Floats) -> None:
    """Due dates, weights and tails from the ends of the jobs back to the beginnings."""
    for v in range(due.size):
        work[v] = np.inf
        for k in range(a.mode_ptr[v], a.mode_ptr[v + 1]):
            work[v] = min(work[v], a.mode_duration[k])
        for i in range(a.ends_ptr[v], a.ends_ptr[v + 1]):
            job = a.ends[i]
            if a.due[job] < NEVER:
                due[v] = min(due[v], a.due[job])
                weight[v] = max(weight[v], a.weight[job])
    for i in range(due.size - 1, -1, -1):
        v = a.topological[i]
        tail[v] = work[v]
        for j in range(a.succ_ptr[v], a.succ_ptr[v + 1]):
            then = a.succ[j]
            due[v] = min(due[v], due[then] - k3 * work[then])
            weight[v] = max(weight[v], weight[then])
            tail[v] = max(tail[v], work[v] + tail[then])


def urgency_of(a: Arrays, k3: float) -> Urgency:
    """Prepare the index for flow parameter ``k3``."""
    nodes = a.release.size
    due = np.full(nodes, np.inf)
    weight, work, tail = np.zeros(nodes), np.zeros(nodes), np.zeros(nodes)
    _spread(a, k3, due, weight, work, tail)
    mean = max(float(work.mean()), 1e-9) if nodes else 1.0
    setups = a.setup[a.setup > 0]
    setup_mean = float(setups.mean()) if setups.size else 1.0
    return Urgency(due, weight, work, tail, mean, setup_mean)


class Queues(NamedTuple):
    """Nodes that wait at each machine: a linked list over the modes."""

    head: Ints  # (machines) first mode that waits, -1 none
    next: Ints  # (modes)
    ready: Ints  # (nodes) when all predecessors have ended
    missing: Ints  # (nodes) predecessors not yet placed
    done: Ints  # (nodes) 1 when placed
    node_of_mode: Ints  # (modes)
    free: Ints  # (machines) end of the last node
    soonest: Ints  # (machines) earliest ready of what waits
    reserved: Ints  # (machines) next locked start


@njit(nogil=True, _nrt=False, forceinline=True)
def _enqueue(a: Arrays, s: State, q: Queues, v: int) -> None:
    q.ready[v] = earliest(a, s, v)
    for k in range(a.mode_ptr[v], a.mode_ptr[v + 1]):
        machine = a.mode_machine[k]
        q.next[k] = q.head[machine]
        q.head[machine] = k
        q.soonest[machine] = min(q.soonest[machine], q.ready[v])


@njit(nogil=True, _nrt=False, forceinline=True)
def _sweep(q: Queues, machine: int) -> None:
    """Drop what other machines have taken, and renew the earliest ready."""
    before = -1
    k = q.head[machine]
    q.soonest[machine] = NEVER
    while k >= 0:
        then = q.next[k]
        v = q.node_of_mode[k]
        if q.done[v]:
            if before < 0:
                q.head[machine] = then
            else:
                q.next[before] = then
        else:
            before = k
            q.soonest[machine] = min(q.soonest[machine], q.ready[v])
        k = then


@njit(nogil=True, _nrt=False)
def _renew_reserved(a: Arrays, q: Queues, machine: int) -> None:
    q.reserved[machine] = NEVER
    for k in range(a.mode_machine.size):
        v = q.node_of_mode[k]
        if a.mode_machine[k] == machine and a.fixed[v] > -NEVER and not q.done[v]:
            q.reserved[machine] = min(q.reserved[machine], a.fixed[v])


@njit(nogil=True, _nrt=False, forceinline=True)
def _index(a: Arrays, u: Urgency, r: Rule, k: int, v: int, t: int, setup: int) -> float:
    work = a.mode_duration[k]
    if r.by_work:
        return float(u.tail[v] - work + u.work[v] - 2.0 * setup)
    late = np.exp(-setup / (r.k2 * u.setup_mean))
    slack = u.due[v] - work - t
    if slack > 0:
        late *= np.exp(-min(slack / (r.k1 * u.work_mean), 500.0))
    return float(max(u.weight[v], 1e-6) / max(work, 1e-3) * late)


@njit(nogil=True, _nrt=False, forceinline=True)
def _best(
    a: Arrays, q: Queues, u: Urgency, r: Rule, noise: Floats, machine: int, last: int, t: int
) -> int:
    """The mode of highest index among the ready; -1 when all would run into a locked start."""
    best = -1
    best_index = -np.inf
    k = q.head[machine]
    while k >= 0:
        v = q.node_of_mode[k]
        if not q.done[v] and q.ready[v] <= t:
            setup = setup_ticks(a, machine, last, v)
            blocked = t + setup + a.mode_duration[k] > q.reserved[machine]
            index = _index(a, u, r, k, v, t, setup)
            index = index + noise[v] * u.work_mean if r.by_work else index * np.exp(noise[v])
            if a.fixed[v] > -NEVER:
                index = np.inf
                blocked = False
            if not blocked and (best < 0 or index > best_index):
                best = k
                best_index = index
        k = q.next[k]
    return best


@njit(nogil=True, _nrt=False)
def _next_machine(q: Queues) -> int:
    """The machine that can begin first, -1 when nothing waits anywhere."""
    best = -1
    soonest = NEVER
    for machine in range(q.free.size):
        if q.soonest[machine] < NEVER:
            t = max(q.free[machine], q.soonest[machine])
            if t < soonest:
                soonest = t
                best = machine
    return best


@njit(nogil=True, _nrt=False)
def _choose_operator(
    a: Arrays, s: State, v: int, machine: int, t: int, duration: int, last: Ints
) -> int:
    """Of those who may do the node, the one with whom it ends first."""
    best = -1
    best_end = NEVER
    for i in range(a.able_ptr[v], a.able_ptr[v + 1]):
        person = a.able[i]
        ready = max(t, s.end[last[person]]) if last[person] >= 0 else t
        _, end = fit(a, machine, person, ready, duration)
        if end < best_end:
            best_end = end
            best = person
    return best


@njit(nogil=True, _nrt=False, forceinline=True)
def _choose_mode(
    a: Arrays, q: Queues, u: Urgency, r: Rule, noise: Floats, machine: int, last: Ints
) -> int:
    """The mode that the machine takes next; -1 when its queue proved stale."""
    t = max(q.free[machine], q.soonest[machine])
    k = _best(a, q, u, r, noise, machine, last[machine], t)
    if k >= 0:
        return k
    before = q.soonest[machine]
    _sweep(q, machine)
    if q.soonest[machine] != before or q.head[machine] < 0:
        return -1
    reserved = q.reserved[machine]
    q.reserved[machine] = NEVER
    k = _best(a, q, u, r, noise, machine, last[machine], t)
    q.reserved[machine] = reserved
    return k


@njit(nogil=True, _nrt=False)
def _run(
    a: Arrays, s: State, q: Queues, u: Urgency, r: Rule, noise: Floats, machine_last: Ints,
    operator_last: Ints, locks: bool,
) -> None:  # fmt: skip
    for v in range(q.missing.size):
        if q.missing[v] == 0:
            _enqueue(a, s, q, v)
    if locks:
        for machine in range(machine_last.size):
            _renew_reserved(a, q, machine)
    placed = 0
    while placed < q.missing.size:
        machine = _next_machine(q)
        k = _choose_mode(a, q, u, r, noise, machine, machine_last)
        if k < 0:
            continue
        v = q.node_of_mode[k]
        s.mode[v] = k
        s.order[placed] = v
        s.place[v] = placed
        placed += 1
        t = max(q.free[machine], q.ready[v])
        if a.able_ptr[v + 1] > a.able_ptr[v]:
            work = a.mode_duration[k]
            s.operator[v] = _choose_operator(a, s, v, machine, t, work, operator_last)
        append(a, s, v, machine_last, operator_last)
        q.free[machine] = s.end[v]
        q.done[v] = 1
        if locks:
            for i in range(a.mode_ptr[v], a.mode_ptr[v + 1]):
                _renew_reserved(a, q, a.mode_machine[i])
        _sweep(q, machine)
        for i in range(a.succ_ptr[v], a.succ_ptr[v + 1]):
            q.missing[a.succ[i]] -= 1
            if q.missing[a.succ[i]] == 0:
                _enqueue(a, s, q, a.succ[i])


def _queues(a: Arrays) -> Queues:
    machines, nodes = a.initial_family.size, a.release.size
    return Queues(
        np.full(machines, -1, dtype=np.int64),
        np.full(a.mode_machine.size, -1, dtype=np.int64),
        np.zeros(nodes, dtype=np.int64),
        np.diff(a.pred_ptr).astype(np.int64),
        np.zeros(nodes, dtype=np.int64),
        np.repeat(np.arange(nodes, dtype=np.int64), np.diff(a.mode_ptr)),
        np.zeros(machines, dtype=np.int64),
        np.full(machines, NEVER, dtype=np.int64),
        np.full(machines, NEVER, dtype=np.int64),
    )


def dispatch(a: Arrays, rule: Rule, noise: Floats | None = None) -> State:
    """One pass of the rule; ``noise`` (nodes) shifts the logarithm of each node's index."""
    s = empty_state(a)
    if noise is None:
        noise = np.zeros(a.release.size)
    locks = bool((a.fixed > -NEVER).any())
    machine_last = np.full(a.initial_family.size, -1, dtype=np.int64)
    operator_last = np.full(a.window_ptr.size - 1 - machine_last.size, -1, dtype=np.int64)
    u = urgency_of(a, rule.k3)
    _run(a, s, _queues(a), u, rule, noise, machine_last, operator_last, locks)
    decode(a, s)
    return s


def rules_for(w: Weights) -> tuple[Rule, ...]:
    """A spread of parameters worth trying for the objective, the most usual first."""
    due = tuple(
        Rule(k1, k2, k3, 0)
        for k3 in (1.5, 1.0, 3.0)
        for k1, k2 in ((2.0, 0.5), (0.5, 0.2), (1.0, 1.0), (4.0, 0.5), (0.3, 0.7), (8.0, 0.2))
    )
    work = Rule(1.0, 1.0, 1.0, 1)
    return (work, *due[:4]) if w.makespan > 0 and w.tardiness == 0 else (*due, work)


def construct(a: Arrays, w: Weights, tries: int = 64) -> State:
    """The best of the rules (at most ``tries`` of them) for the objective."""
    best: State | None = None
    best_value = np.inf
    for rule in rules_for(w)[:tries]:
        s = dispatch(a, rule)
        its_value = value(a, w, s)
        if best is None or its_value < best_value:
            best, best_value = s, its_value
    assert best is not None, "there is always a rule"
    return best


def priority_search(
    a: Arrays, w: Weights, rng: np.random.Generator, passes: int, start: State
) -> State:
    """Improve the rules' indices by a random walk that keeps what helps (tuned dispatching)."""
    rules = sorted(rules_for(w), key=lambda rule: value(a, w, dispatch(a, rule)))[:3]
    noise = np.zeros(a.release.size)
    best_value = value(a, w, start)
    for turn in range(passes):
        touched = rng.random(noise.size) < rng.choice([0.01, 0.05, 0.3])
        tried = noise + touched * rng.normal(0.0, 1.0, noise.size)
        s = dispatch(a, rules[turn % len(rules)], tried)
        its_value = value(a, w, s)
        if its_value <= best_value:
            best_value, noise = its_value, tried
            put_state(start, s)
    return start
