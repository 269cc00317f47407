"""What a move of one node in the disjunctive graph is worth, estimated in compiled code.

Within a block of the critical path a node goes to the block's other end or an end goes inside
(N6 and N7: Balas and Vazacopoulos, Management Science 44, 1998; Zhang et al., C&OR 34, 2007). To
another machine a node goes where it neither waits for what could follow nor holds what could
precede (k-insertion: Mastrolilli and Gambardella, J. Scheduling 3, 2000). The estimate is the
longest way through the nodes that the move touches, with all other heads and tails as they are.
"""

from lineside.kernel.compiled import njit
from lineside.scheduling.arrays import Arrays, Ints
from lineside.scheduling.search.graph import job_head, job_tail
from lineside.scheduling.timing import State, setup_ticks


@njit(nogil=True, _nrt=False, forceinline=True)
def may_follow(a: Arrays, s: State, tail: Ints, u: int, v: int) -> bool:
    """Whether ``u`` may go right behind the later ``v`` of its machine without a cycle (surely)."""
    for i in range(a.succ_ptr[u], a.succ_ptr[u + 1]):
        if a.succ[i] == v:
            return False
    reach = tail[v] + a.mode_duration[s.mode[v]]
    return bool(reach >= job_tail(a, s, tail, u))


@njit(nogil=True, _nrt=False, forceinline=True)
def may_precede(a: Arrays, s: State, v: int, u: int) -> bool:
    """Whether ``v`` may go right before the earlier ``u`` of its machine without a cycle."""
    for i in range(a.pred_ptr[v], a.pred_ptr[v + 1]):
        if a.pred[i] == u:
            return False
    return bool(s.end[u] >= job_head(a, s, v))


@njit(nogil=True, _nrt=False, forceinline=True)
def _chain(
    a: Arrays, s: State, tail: Ints, row: Ints, head: Ints, count: int, x: int, y: int
) -> int:
    """The longest way through ``row[:count]`` standing in that order between ``x`` and ``y``."""
    machine = a.mode_machine[s.mode[row[0]]]
    before = x
    free = s.end[x] if x >= 0 else 0
    for i in range(count):
        v = row[i]
        head[i] = max(job_head(a, s, v), free + setup_ticks(a, machine, before, v))
        free = head[i] + a.mode_duration[s.mode[v]]
        before = v
    longest = 0
    after = y
    then = tail[y] + a.mode_duration[s.mode[y]] if y >= 0 else 0
    for i in range(count - 1, -1, -1):
        v = row[i]
        ticks = setup_ticks(a, machine, v, after) if after >= 0 else 0
        rest = max(job_tail(a, s, tail, v), then + ticks)
        then = rest + a.mode_duration[s.mode[v]]
        longest = max(longest, head[i] + then)
        after = v
    return int(longest)


@njit(nogil=True, _nrt=False, forceinline=True)
def worth_right(a: Arrays, s: State, tail: Ints, row: Ints, head: Ints, u: int, v: int) -> int:
    """Estimated make-span with ``u`` right behind ``v``."""
    count = 0
    x = s.machine_next[u]
    while True:
        row[count] = x
        count += 1
        if x == v:
            break
        x = s.machine_next[x]
    row[count] = u
    return _chain(a, s, tail, row, head, count + 1, s.machine_prev[u], s.machine_next[v])


@njit(nogil=True, _nrt=False, forceinline=True)
def worth_left(a: Arrays, s: State, tail: Ints, row: Ints, head: Ints, v: int, u: int) -> int:
    """Estimated make-span with ``v`` right before ``u``."""
    row[0] = v
    count = 1
    x = u
    while x != v:
        row[count] = x
        count += 1
        x = s.machine_next[x]
    return _chain(a, s, tail, row, head, count, s.machine_prev[u], s.machine_next[v])


@njit(nogil=True, _nrt=False, forceinline=True)
def best_seat(a: Arrays, s: State, tail: Ints, v: int, k: int, first: int, out: Ints) -> int:
    """Estimated longest way through ``v`` at its best place on the machine of mode ``k``.

    ``first`` is the machine's first node; the neighbours are left in ``out[2:4]``.
    """
    machine = a.mode_machine[k]
    work = a.mode_duration[k]
    head, rest = job_head(a, s, v), job_tail(a, s, tail, v)
    best = -1
    x, y = -1, first
    while True:
        # Before y only when y is no certain predecessor: y waits long after and is needed late.
        needed = y >= 0 and tail[y] + a.mode_duration[s.mode[y]] > rest
        late = y >= 0 and s.end[y] > head
        if not (needed and not late):
            free = s.end[x] if x >= 0 else 0
            begin = max(head, free + setup_ticks(a, machine, x, v))
            then = rest
            if y >= 0:
                ticks = setup_ticks(a, machine, v, y)
                then = max(then, tail[y] + a.mode_duration[s.mode[y]] + ticks)
            worth = begin + work + then
            if best < 0 or worth < best:
                best = worth
                out[2] = x
                out[3] = y
        else:
            best = -1
        if y < 0 or (late and not needed):
            return int(best)
        x, y = y, s.machine_next[y]
