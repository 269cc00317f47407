"""The disjunctive graph of a plan whose nodes compete for machines alone, in compiled code.

Heads (``start``) and tails (the longest way from a node's end to the end of all) are kept over a
topological list; a node that changes its place among the machines' sequences moves in the list with
as few others as need be (after Pearce and Kelly, ACM JEA 11, 2006), and only what lies behind, or
for tails before, is computed anew.
"""

from lineside.kernel.compiled import njit
from lineside.scheduling.arrays import Arrays, Ints
from lineside.scheduling.timing import State, latest, setup_ticks


@njit(nogil=True, _nrt=False, forceinline=True)
def job_head(a: Arrays, s: State, v: int) -> int:
    """When release and job predecessors let the node start."""
    t = a.release[v]
    for i in range(a.pred_ptr[v], a.pred_ptr[v + 1]):
        t = max(t, s.end[a.pred[i]])
    return int(t)


@njit(nogil=True, _nrt=False, forceinline=True)
def job_tail(a: Arrays, s: State, tail: Ints, v: int) -> int:
    """The longest way from the node's end on through its job successors."""
    t = 0
    for i in range(a.succ_ptr[v], a.succ_ptr[v + 1]):
        then = a.succ[i]
        t = max(t, tail[then] + a.mode_duration[s.mode[then]])
    return int(t)


@njit(nogil=True, _nrt=False, forceinline=True)
def heads(a: Arrays, s: State, first: int) -> int:
    """Starts and ends from list place ``first`` on; the make-span."""
    for i in range(first, s.order.size):
        v = s.order[i]
        t = job_head(a, s, v)
        u = s.machine_prev[v]
        machine = a.mode_machine[s.mode[v]]
        ticks = setup_ticks(a, machine, u, v)
        free = s.end[u] + ticks if u >= 0 else ticks
        t = max(t, free)
        s.start[v] = t
        s.end[v] = t + a.mode_duration[s.mode[v]]
        s.setup[v] = ticks
    return latest(s.end)


@njit(nogil=True, _nrt=False, forceinline=True)
def tails(a: Arrays, s: State, tail: Ints, last: int) -> None:
    """Tails from list place ``last`` back to the beginning."""
    for i in range(last, -1, -1):
        v = s.order[i]
        t = job_tail(a, s, tail, v)
        w = s.machine_next[v]
        if w >= 0:
            then = tail[w] + a.mode_duration[s.mode[w]] + s.setup[w]
            t = max(t, then)
        tail[v] = t


@njit(nogil=True, _nrt=False, forceinline=True)
def _depends(a: Arrays, s: State, mark: Ints, x: int) -> bool:
    """Whether any node that ``x`` directly follows is marked."""
    if s.machine_prev[x] >= 0 and mark[s.machine_prev[x]]:
        return True
    for i in range(a.pred_ptr[x], a.pred_ptr[x + 1]):  # noqa: SIM110 - any() does not compile
        if mark[a.pred[i]]:
            return True
    return False


@njit(nogil=True, _nrt=False, forceinline=True)
def _supports(a: Arrays, s: State, mark: Ints, x: int) -> bool:
    """Whether any node that directly follows ``x`` is marked."""
    if s.machine_next[x] >= 0 and mark[s.machine_next[x]]:
        return True
    for i in range(a.succ_ptr[x], a.succ_ptr[x + 1]):  # noqa: SIM110 - any() does not compile
        if mark[a.succ[i]]:
            return True
    return False


@njit(nogil=True, _nrt=False, forceinline=True)
def _push_right(a: Arrays, s: State, mark: Ints, held: Ints, v: int, x: int) -> None:
    """Bring ``v`` and what follows from it behind ``x`` in the list."""
    first, last = s.place[v], s.place[x]
    write, count = first, 0
    for i in range(first, last + 1):
        u = s.order[i]
        if u == v or _depends(a, s, mark, u):
            mark[u] = 1
            held[count] = u
            count += 1
        else:
            s.order[write] = u
            s.place[u] = write
            write += 1
    for i in range(count):
        mark[held[i]] = 0
        s.order[write] = held[i]
        s.place[held[i]] = write
        write += 1


@njit(nogil=True, _nrt=False, forceinline=True)
def _push_left(a: Arrays, s: State, mark: Ints, held: Ints, v: int, y: int) -> None:
    """Bring ``v`` and what it follows from before ``y`` in the list."""
    first, last = s.place[y], s.place[v]
    write, count = last, 0
    for i in range(last, first - 1, -1):
        u = s.order[i]
        if u == v or _supports(a, s, mark, u):
            mark[u] = 1
            held[count] = u
            count += 1
        else:
            s.order[write] = u
            s.place[u] = write
            write -= 1
    for i in range(count):
        mark[held[i]] = 0
        s.order[write] = held[i]
        s.place[held[i]] = write
        write -= 1


@njit(nogil=True, _nrt=False, forceinline=True)
def reseat(
    a: Arrays, s: State, tail: Ints, mark: Ints, held: Ints, v: int, mode: int, x: int, y: int
) -> int:
    """Put ``v`` between neighbours ``x`` and ``y`` (-1 none) of the mode's machine; the make-span.

    The move must not close a cycle.
    """
    first = last = s.place[v]
    u, w = s.machine_prev[v], s.machine_next[v]
    if u >= 0:
        s.machine_next[u] = w
    if w >= 0:
        s.machine_prev[w] = u
        first = min(first, s.place[w])
    if u >= 0:
        last = max(last, s.place[u])
    s.mode[v] = mode
    s.machine_prev[v], s.machine_next[v] = x, y
    if x >= 0:
        s.machine_next[x] = v
        last = max(last, s.place[x])
    if y >= 0:
        s.machine_prev[y] = v
        first = min(first, s.place[y])
    if x >= 0 and s.place[x] > s.place[v]:
        _push_right(a, s, mark, held, v, x)
    elif y >= 0 and s.place[y] < s.place[v]:
        _push_left(a, s, mark, held, v, y)
    span = heads(a, s, first)
    tails(a, s, tail, last)
    return span
