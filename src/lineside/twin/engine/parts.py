"""Parts: taken from and given back to a pool; queued at a station, first in first out in links."""

from lineside.kernel.compiled import njit
from lineside.twin.engine import memory as at
from lineside.twin.engine.agenda import note, schedule
from lineside.twin.engine.memory import Real, Whole


@njit(nogil=True, forceinline=True)
def mark(n: Whole, x: Real, s: int) -> None:
    """Put a station on the list of those where something may start or move."""
    if n[s + at.S_MARKED] == 0:
        n[s + at.S_MARKED] = 1
        n[n[at.H_STACK_AT] + n[at.H_STACK_COUNT]] = s
        n[at.H_STACK_COUNT] += 1


@njit(nogil=True, forceinline=True)
def settle_area(n: Whole, x: Real, s: int) -> None:
    """Bring the time integrals of a station's queue and contents up to now."""
    now = x[at.H_NOW]
    passed = now - x[s + at.S_LAST]
    x[s + at.S_AREA_QUEUE] += passed * n[s + at.S_QUEUE]
    x[s + at.S_AREA_HERE] += passed * n[s + at.S_HERE]
    x[s + at.S_LAST] = now


@njit(nogil=True)
def new_part(n: Whole, x: Real, product: int, key: int, due: float, priority: int) -> int:
    """A part at the first step of its route, not yet anywhere."""
    p = n[at.H_FREE]
    n[at.H_FREE] = n[p + at.P_NEXT]
    n[at.H_FREE_COUNT] -= 1
    n[p + at.P_PRODUCT] = product
    n[p + at.P_STEP] = n[product + at.G_FIRST]
    n[p + at.P_KEY] = key
    n[p + at.P_PRIORITY] = priority
    x[p + at.P_DUE] = due
    x[p + at.P_BIRTH] = x[at.H_NOW]
    x[p + at.P_ENQUEUED] = x[at.H_NOW]
    n[p + at.P_RANK] = 0
    n[p + at.P_MACHINE] = -1
    n[p + at.P_TRAVEL] = -1
    n[p + at.P_NEXT] = -1
    n[product + at.G_BORN] += 1
    return p


@njit(nogil=True)
def free_part(n: Whole, x: Real, p: int) -> None:
    """Give a part's place back."""
    n[p + at.P_NEXT] = n[at.H_FREE]
    n[at.H_FREE] = p
    n[at.H_FREE_COUNT] += 1


@njit(nogil=True)
def _planned(n: Whole, x: Real, p: int) -> None:
    """Look up the plan's machine and rank for the part's step (binary search by key and step)."""
    index = n[n[p + at.P_STEP] + at.K_INDEX]
    key = n[p + at.P_KEY]
    low, high = 0, n[at.H_PLAN_COUNT]
    while low < high:
        middle = (low + high) // 2
        q = n[at.H_PLAN_AT] + middle * at.Q_SIZE
        if n[q + at.Q_KEY] < key or (n[q + at.Q_KEY] == key and n[q + at.Q_STEP] < index):
            low = middle + 1
        else:
            high = middle
    n[p + at.P_RANK] = 1 << 40
    q = n[at.H_PLAN_AT] + low * at.Q_SIZE
    if low < n[at.H_PLAN_COUNT] and n[q + at.Q_KEY] == key and n[q + at.Q_STEP] == index:
        n[p + at.P_MACHINE] = n[q + at.Q_MACHINE]
        n[p + at.P_RANK] = n[q + at.Q_RANK]


@njit(nogil=True)
def enqueue(n: Whole, x: Real, p: int) -> None:
    """Join the queue of the part's step."""
    s = n[n[p + at.P_STEP] + at.K_STATION]
    settle_area(n, x, s)
    x[p + at.P_ENQUEUED] = x[at.H_NOW]
    n[p + at.P_NEXT] = -1
    n[p + at.P_MACHINE] = -1
    if n[s + at.S_RULE] == at.RULE_PLAN:
        _planned(n, x, p)
    if n[s + at.S_TAIL] < 0:
        n[s + at.S_HEAD] = p
    else:
        n[n[s + at.S_TAIL] + at.P_NEXT] = p
    n[s + at.S_TAIL] = p
    n[s + at.S_QUEUE] += 1
    n[s + at.S_HERE] += 1
    mark(n, x, s)


@njit(nogil=True)
def unlink(n: Whole, x: Real, s: int, p: int, before: int) -> None:
    """Leave the queue; `before` is the part in front of it, or -1."""
    settle_area(n, x, s)
    after = n[p + at.P_NEXT]
    if before < 0:
        n[s + at.S_HEAD] = after
    else:
        n[before + at.P_NEXT] = after
    if n[s + at.S_TAIL] == p:
        n[s + at.S_TAIL] = before
    n[p + at.P_NEXT] = -1
    n[s + at.S_QUEUE] -= 1


@njit(nogil=True, forceinline=True)
def room(n: Whole, x: Real, s: int) -> bool:
    """Is there a free place in the buffer, or a machine that takes a part at once?"""
    return n[s + at.S_QUEUE] + n[s + at.S_RESERVED] < n[s + at.S_BUFFER] + n[s + at.S_VACANT]


@njit(nogil=True)
def depart(n: Whole, x: Real, p: int, when: float) -> None:
    """Travel to the next buffer: a list sorted by arrival, whose first entry has a slot."""
    x[p + at.P_ENQUEUED] = when
    tail = n[at.H_TRANSIT_TAIL]
    if tail < 0 or x[tail + at.P_ENQUEUED] <= when:
        n[p + at.P_NEXT] = -1
        if tail < 0:
            n[at.H_TRANSIT_HEAD] = p
        else:
            n[tail + at.P_NEXT] = p
        n[at.H_TRANSIT_TAIL] = p
    else:
        before, ahead = -1, n[at.H_TRANSIT_HEAD]
        while x[ahead + at.P_ENQUEUED] <= when:
            before, ahead = ahead, n[ahead + at.P_NEXT]
        n[p + at.P_NEXT] = ahead
        if before < 0:
            n[at.H_TRANSIT_HEAD] = p
        else:
            n[before + at.P_NEXT] = p
    schedule(n, x, n[at.H_TRANSIT_BASE], x[n[at.H_TRANSIT_HEAD] + at.P_ENQUEUED])


@njit(nogil=True)
def arrive(n: Whole, x: Real) -> None:
    """The first part in transit reaches its buffer."""
    p = n[at.H_TRANSIT_HEAD]
    n[at.H_TRANSIT_HEAD] = n[p + at.P_NEXT]
    if n[at.H_TRANSIT_HEAD] < 0:
        n[at.H_TRANSIT_TAIL] = -1
        schedule(n, x, n[at.H_TRANSIT_BASE], at.NEVER)
    else:
        schedule(n, x, n[at.H_TRANSIT_BASE], x[n[at.H_TRANSIT_HEAD] + at.P_ENQUEUED])
    n[n[n[p + at.P_STEP] + at.K_STATION] + at.S_RESERVED] -= 1
    enqueue(n, x, p)


@njit(nogil=True)
def leave(n: Whole, x: Real, p: int) -> None:
    """Out of the line, good or scrapped; a circulating product sends the next part in."""
    g = n[p + at.P_PRODUCT]
    if n[p + at.P_STEP] == at.TO_SCRAP:
        n[g + at.G_SCRAPPED] += 1
        note(n, x, at.LOG_SCRAP, -1, n[p + at.P_KEY], -1, g)
    else:
        sojourn = x[at.H_NOW] - x[p + at.P_BIRTH]
        n[g + at.G_LEFT] += 1
        x[g + at.G_SOJOURN] += sojourn
        x[g + at.G_SOJOURN_SQUARE] += sojourn * sojourn
        if n[at.H_SOJOURN_COUNT] < n[at.H_SOJOURN_ROOM]:
            x[n[at.H_SOJOURN_AT] + n[at.H_SOJOURN_COUNT]] = sojourn
            n[at.H_SOJOURN_COUNT] += 1
        note(n, x, at.LOG_EXIT, -1, n[p + at.P_KEY], -1, g)
    again = n[g + at.G_POPULATION] > 0
    priority = n[p + at.P_PRIORITY]
    free_part(n, x, p)
    if again:
        enqueue(n, x, new_part(n, x, g, -1, 0.0, priority))


@njit(nogil=True)
def enter(n: Whole, x: Real, product: int, step: int, key: int, due: float, priority: int) -> None:
    """A part comes into the line, at a step of its route."""
    p = new_part(n, x, product, key, due, priority)
    n[p + at.P_STEP] = step
    note(n, x, at.LOG_ENTER, -1, key, -1, product)
    enqueue(n, x, p)
