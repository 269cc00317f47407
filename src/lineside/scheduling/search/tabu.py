"""Tabu search for the make-span on the critical path, in compiled code.

Each turn takes one critical path by lot, estimates every move on it, and does the best that is not
tabu (or that would be a new best). What was passed over may not be passed back for some turns; a
machine that was left may not be returned to (Taillard, ORSA J. Computing 6, 1994; tenures as in
Peng, Lue and Cheng, C&OR 53, 2015).
"""

from typing import NamedTuple

import numpy as np

from lineside.kernel.compiled import njit
from lineside.scheduling.arrays import Arrays, Ints
from lineside.scheduling.search.graph import heads, reseat, tails
from lineside.scheduling.search.insertion import (
    best_seat,
    may_follow,
    may_precede,
    worth_left,
    worth_right,
)
from lineside.scheduling.timing import State, latest, put_state

TABLE = 1 << 18
"""Places in the tabu table; two attributes that share one only forbid a little more."""

FAR = 2**62


class Desk(NamedTuple):
    """Scratch memory of one tabu search."""

    tail: Ints  # (nodes)
    mark: Ints  # (nodes) zeros between moves
    held: Ints  # (nodes)
    path: Ints  # (nodes) the critical path
    row: Ints  # (nodes)
    head: Ints  # (nodes)
    first: Ints  # (machines) first node of each
    tabu: Ints  # (TABLE) turn until which an attribute is tabu
    seat: Ints  # (4) candidate: node, mode, before, after
    chosen: Ints  # (5) best of the turn: the same, and whether it was seen
    spare: Ints  # (4) best of the tabu ones
    worth: Ints  # (4) of chosen, of spare, how many tied at each


def new_desk(a: Arrays) -> Desk:
    """Scratch memory of the problem's size."""
    tail, mark, held, path, row, head = (np.zeros(a.release.size, dtype=np.int64) for _ in range(6))
    first = np.full(a.initial_family.size, -1, dtype=np.int64)
    seat, chosen, spare, worth = (np.zeros(5, dtype=np.int64) for _ in range(4))
    table = np.zeros(TABLE, dtype=np.int64)
    return Desk(tail, mark, held, path, row, head, first, table, seat, chosen, spare, worth)


@njit(nogil=True, _nrt=False, forceinline=True)
def _slot(first: int, second: int) -> int:
    return int((first * 1_000_003 + second * 7_919 + (first ^ second) * 31) & (TABLE - 1))


@njit(nogil=True, _nrt=False, forceinline=True)
def _critical_path(a: Arrays, s: State, path: Ints, span: int) -> int:
    """A critical path by lot, into ``path`` from its end to its beginning; its length."""
    v = -1
    ties = 0
    for u in range(s.end.size):
        if s.end[u] == span:
            ties += 1
            if np.random.randint(ties) == 0:
                v = u
    count = 0
    while v >= 0:
        path[count] = v
        count += 1
        u = s.machine_prev[v]
        then = u if u >= 0 and s.end[u] + s.setup[v] == s.start[v] else -1
        ties = 1 if then >= 0 else 0
        for i in range(a.pred_ptr[v], a.pred_ptr[v + 1]):
            if s.end[a.pred[i]] == s.start[v]:
                ties += 1
                if np.random.randint(ties) == 0:
                    then = a.pred[i]
        v = then
    return count


@njit(nogil=True, _nrt=False, forceinline=True)
def _offer(d: Desk, v: int, mode: int, x: int, y: int, worth: int, tabu: bool, best: int) -> None:
    """Remember the move when it is the best of its kind so far, ties by lot."""
    kind = 1 if tabu and worth >= best else 0
    if worth > d.worth[kind]:
        return
    if worth < d.worth[kind]:
        d.worth[kind] = worth
        d.worth[kind + 2] = 0
    d.worth[kind + 2] += 1
    if np.random.randint(d.worth[kind + 2]) == 0:
        to = d.spare if kind else d.chosen
        to[0] = v
        to[1] = mode
        to[2] = x
        to[3] = y


@njit(nogil=True, _nrt=False, forceinline=True)
def _passed_right(s: State, d: Desk, u: int, v: int, turn: int) -> bool:
    """Whether bringing ``u`` behind ``v`` passes one that it may not pass now."""
    x = s.machine_next[u]
    while True:
        if d.tabu[_slot(x, u)] > turn:
            return True
        if x == v:
            return False
        x = s.machine_next[x]


@njit(nogil=True, _nrt=False, forceinline=True)
def _passed_left(s: State, d: Desk, v: int, u: int, turn: int) -> bool:
    x = s.machine_prev[v]
    while True:
        if d.tabu[_slot(v, x)] > turn:
            return True
        if x == u:
            return False
        x = s.machine_prev[x]


@njit(nogil=True, _nrt=False, forceinline=True)
def _try_right(a: Arrays, s: State, d: Desk, u: int, v: int, turn: int, best: int) -> None:
    if may_follow(a, s, d.tail, u, v):
        worth = worth_right(a, s, d.tail, d.row, d.head, u, v)
        tabu = _passed_right(s, d, u, v, turn)
        _offer(d, u, s.mode[u], v, s.machine_next[v], worth, tabu, best)


@njit(nogil=True, _nrt=False, forceinline=True)
def _try_left(a: Arrays, s: State, d: Desk, v: int, u: int, turn: int, best: int) -> None:
    if may_precede(a, s, v, u):
        worth = worth_left(a, s, d.tail, d.row, d.head, v, u)
        tabu = _passed_left(s, d, v, u, turn)
        _offer(d, v, s.mode[v], s.machine_prev[u], u, worth, tabu, best)


@njit(nogil=True, _nrt=False, forceinline=True)
def _block_moves(a: Arrays, s: State, d: Desk, begin: int, end: int, turn: int, best: int) -> None:
    """Moves in the block ``path[begin..end]``, whose last node in time is ``path[begin]``."""
    last, first = d.path[begin], d.path[end]
    for i in range(begin, end + 1):
        v = d.path[i]
        if v != last:
            _try_right(a, s, d, v, last, turn, best)
        if v != first:
            _try_left(a, s, d, v, first, turn, best)
        if v not in (first, last):
            _try_right(a, s, d, first, v, turn, best)
            _try_left(a, s, d, last, v, turn, best)


@njit(nogil=True, _nrt=False, forceinline=True)
def _sequence_moves(a: Arrays, s: State, d: Desk, count: int, turn: int, best: int) -> None:
    """All moves within the blocks of the path."""
    begin = 0
    while begin < count:
        end = begin
        while end + 1 < count and s.machine_prev[d.path[end]] == d.path[end + 1]:
            end += 1
        if end > begin:
            _block_moves(a, s, d, begin, end, turn, best)
        begin = end + 1


@njit(nogil=True, _nrt=False, forceinline=True)
def _machine_moves(a: Arrays, s: State, d: Desk, count: int, turn: int, best: int) -> None:
    """Each node of the path to each of its other modes."""
    for i in range(count):
        v = d.path[i]
        machine = a.mode_machine[s.mode[v]]
        for k in range(a.mode_ptr[v], a.mode_ptr[v + 1]):
            other = a.mode_machine[k]
            if other == machine:
                continue
            worth = best_seat(a, s, d.tail, v, k, d.first[other], d.seat)
            if worth >= 0:
                tabu = d.tabu[_slot(v, -1 - other)] > turn
                _offer(d, v, k, d.seat[2], d.seat[3], worth, tabu, best)


@njit(nogil=True, _nrt=False, forceinline=True)
def _forbid(a: Arrays, s: State, d: Desk, v: int, mode: int, x: int, y: int, until: int) -> None:
    """Make the way back of the move tabu."""
    machine = a.mode_machine[s.mode[v]]
    if a.mode_machine[mode] != machine:
        d.tabu[_slot(v, -1 - machine)] = until
        return
    u = s.machine_next[v]
    while u >= 0 and x >= 0 and s.place[u] <= s.place[x]:
        d.tabu[_slot(v, u)] = until
        u = s.machine_next[u]
    u = s.machine_prev[v]
    while u >= 0 and y >= 0 and s.place[u] >= s.place[y]:
        d.tabu[_slot(u, v)] = until
        u = s.machine_prev[u]


@njit(nogil=True, _nrt=False, forceinline=True)
def _do(a: Arrays, s: State, d: Desk, move: Ints, until: int) -> int:
    """Do the move; the make-span."""
    v, mode, x, y = move[0], move[1], move[2], move[3]
    _forbid(a, s, d, v, mode, x, y, until)
    old = a.mode_machine[s.mode[v]]
    if d.first[old] == v:
        d.first[old] = s.machine_next[v]
    if x < 0:
        d.first[a.mode_machine[mode]] = v
    return reseat(a, s, d.tail, d.mark, d.held, v, mode, x, y)


@njit(nogil=True, _nrt=False)
def _tenure(base: int) -> int:
    return base + np.random.randint(1 + base // 2)


@njit(nogil=True)
def tabu_search(
    a: Arrays, s: State, best: State, d: Desk, clock: Ints, turns: int, patience: int,
    seed: int, floor: int, stop: Ints,
) -> int:  # fmt: skip
    """Search on from ``s`` for so many turns, keeping the best in ``best``; its make-span.

    ``clock`` holds the turns done since ``s`` was begun with, and the turn of its last improvement;
    at turn 0 nothing is tabu. Ends early after ``patience`` turns without a better plan, at
    ``floor``, or when ``stop[0]`` is set. Needs positive durations and a state without calendars,
    operators, locks or holds.
    """
    np.random.seed(seed)
    if clock[0] == 0:
        d.tabu[:] = 0
    d.first[:] = -1
    for v in range(s.order.size):
        if s.machine_prev[v] < 0:
            d.first[a.mode_machine[s.mode[v]]] = v
    span = heads(a, s, 0)
    tails(a, s, d.tail, s.order.size - 1)
    best_span = latest(best.end)
    flexible = a.mode_machine.size > s.order.size
    base = 10 + s.order.size // max(1, a.initial_family.size * a.initial_family.size)
    for _ in range(turns):
        clock[0] += 1
        turn = clock[0]
        if stop[0] or turn - clock[1] > patience:
            break
        count = _critical_path(a, s, d.path, span)
        d.worth[0], d.worth[1] = FAR, FAR
        _sequence_moves(a, s, d, count, turn, best_span)
        if flexible:
            _machine_moves(a, s, d, count, turn, best_span)
        if d.worth[0] == FAR and d.worth[1] == FAR:
            clock[1] = -patience - 1
            break
        span = _do(a, s, d, d.chosen if d.worth[0] < FAR else d.spare, turn + _tenure(base))
        if span < best_span:
            best_span = span
            clock[1] = turn
            put_state(best, s)
            if span <= floor:
                break
    return int(best_span)
