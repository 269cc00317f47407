"""Choice: which part of its station's queue a machine takes next."""

from lineside.kernel.compiled import njit
from lineside.twin.engine import memory as at
from lineside.twin.engine.agenda import schedule
from lineside.twin.engine.memory import Real, Whole
from lineside.twin.engine.parts import enqueue, new_part


@njit(nogil=True)
def kit_there(n: Whole, x: Real, k: int) -> bool:
    for i in range(n[k + at.K_KIT_FIRST], n[k + at.K_KIT_END]):
        if n[n[i] + at.T_LEVEL] < x[i]:
            return False
    return True


@njit(nogil=True)
def may_take(n: Whole, x: Real, m: int, p: int) -> bool:
    """Is the machine one of the step's, the planned one, and is the kit there?"""
    k = n[p + at.P_STEP]
    place = (m - n[n[m + at.M_STATION] + at.S_FIRST]) // at.M_SIZE
    if n[k + at.K_MASK] != 0 and (n[k + at.K_MASK] >> place) & 1 == 0:
        return False
    if n[p + at.P_MACHINE] >= 0 and n[p + at.P_MACHINE] != m:
        return False
    return kit_there(n, x, k)


@njit(nogil=True)
def _rank(n: Whole, x: Real, rule: int, m: int, p: int) -> float:
    """The smaller the earlier, by the station's rule; ties fall to the earlier arrival."""
    if rule == at.RULE_PRIORITY:
        return float(n[p + at.P_PRIORITY])
    if rule == at.RULE_DUE:
        return x[p + at.P_DUE]
    if rule == at.RULE_SHORTEST:
        return x[n[p + at.P_STEP] + at.K_MEAN]
    if rule == at.RULE_PLAN:
        return float(n[p + at.P_RANK])
    if rule == at.RULE_LIFO:
        return -x[p + at.P_ENQUEUED]
    if rule == at.RULE_SETUP:
        return 0.0 if n[n[p + at.P_STEP] + at.K_FAMILY] == n[m + at.M_FAMILY] else 1.0
    return 0.0


@njit(nogil=True)
def choose(n: Whole, x: Real, s: int, m: int) -> tuple[int, int]:
    """The part that machine m takes next and the one before it in the queue; -1 if none."""
    if n[s + at.S_SIMPLE] == 1 or n[s + at.S_HEAD] < 0:
        return n[s + at.S_HEAD], -1
    best, best_before, best_rank = -1, -1, 0.0
    before, p = -1, n[s + at.S_HEAD]
    while p >= 0:
        if may_take(n, x, m, p):
            rank = _rank(n, x, n[s + at.S_RULE], m, p)
            if best < 0 or rank < best_rank:
                best, best_before, best_rank = p, before, rank
        before, p = p, n[p + at.P_NEXT]
    return best, best_before


@njit(nogil=True)
def endless(n: Whole, x: Real, s: int) -> None:
    """A station that never starves makes itself a part when its queue is empty."""
    if n[s + at.S_HEAD] < 0 and n[s + at.S_ENDLESS] >= 0:
        g = n[s + at.S_ENDLESS]
        if kit_there(n, x, n[g + at.G_FIRST]):
            enqueue(n, x, new_part(n, x, g, -1, 0.0, n[g + at.G_PRIORITY]))


@njit(nogil=True)
def batch_ready(n: Whole, x: Real, m: int, p: int) -> bool:
    """Enough of the chosen part's family, or long enough waited; else a timer is set."""
    s = n[m + at.M_STATION]
    family = n[n[p + at.P_STEP] + at.K_FAMILY]
    count, oldest = 0, x[at.H_NOW]
    q = n[s + at.S_HEAD]
    while q >= 0:
        if n[n[q + at.P_STEP] + at.K_FAMILY] == family and may_take(n, x, m, q):
            count += 1
            oldest = min(oldest, x[q + at.P_ENQUEUED])
        q = n[q + at.P_NEXT]
    if count >= n[s + at.S_BATCH]:
        return True
    if count < n[s + at.S_BATCH_MIN]:
        return False
    due = oldest + x[s + at.S_BATCH_WAIT]
    if due <= x[at.H_NOW]:
        return True
    n[m + at.M_PENDING] = at.NEXT_TIMER
    schedule(n, x, n[m + at.M_SLOT], due)
    return False
