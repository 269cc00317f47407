"""Flow: how a machine works a part, where the part goes then, and what that sets moving."""

from lineside.kernel.compiled import njit
from lineside.twin.engine import memory as at
from lineside.twin.engine.agenda import note
from lineside.twin.engine.choice import batch_ready, choose, endless, may_take
from lineside.twin.engine.machines import free_to_work, go_on, hold, refresh
from lineside.twin.engine.memory import Real, Whole
from lineside.twin.engine.parts import (
    depart,
    enqueue,
    leave,
    mark,
    room,
    settle_area,
    unlink,
)
from lineside.twin.engine.sampling import draw, uniform01


@njit(nogil=True)
def _ahead(n: Whole, x: Real, p: int) -> int:
    """Station after the part's step where the next step is certain, or -1 for the exit."""
    k = n[p + at.P_STEP]
    to = n[n[k + at.K_THEN_FIRST]]
    return -1 if to < 0 else n[to + at.K_STATION]


@njit(nogil=True)
def _wait_for(n: Whole, x: Real, m: int, s: int) -> None:
    """Join the machines that wait for room at station (or store) s."""
    n[m + at.M_WAITING] = s
    n[m + at.M_NEXT_BLOCKED] = -1
    if n[s + at.S_BLOCKED_TAIL] < 0:
        n[s + at.S_BLOCKED_HEAD] = m
    else:
        n[n[s + at.S_BLOCKED_TAIL] + at.M_NEXT_BLOCKED] = m
    n[s + at.S_BLOCKED_TAIL] = m
    refresh(n, x, m)


@njit(nogil=True)
def _operator(n: Whole, x: Real, m: int) -> bool:
    """Take an operator from the pool where one is needed."""
    s = n[m + at.M_STATION]
    if n[s + at.S_POOL] < 0 or n[m + at.M_OPERATOR] == 1:
        return True
    o = n[s + at.S_POOL]
    if n[o + at.O_BUSY] >= n[o + at.O_CAPACITY]:
        return False
    n[o + at.O_BUSY] += 1
    n[m + at.M_OPERATOR] = 1
    return True


@njit(nogil=True)
def _let_operator_go(n: Whole, x: Real, m: int) -> None:
    if n[m + at.M_OPERATOR] == 0:
        return
    n[m + at.M_OPERATOR] = 0
    pool = n[n[m + at.M_STATION] + at.S_POOL]
    n[pool + at.O_BUSY] -= 1
    for s in range(n[at.H_STATION_AT], n[at.H_STATION_END], at.S_SIZE):
        if n[s + at.S_POOL] == pool:
            mark(n, x, s)


@njit(nogil=True)
def _load(n: Whole, x: Real, m: int, p: int, before: int) -> None:
    """Move a part from the queue onto the machine, with its kit; book its wait."""
    s = n[m + at.M_STATION]
    unlink(n, x, s, p, before)
    k = n[p + at.P_STEP]
    waited = x[at.H_NOW] - x[p + at.P_ENQUEUED]
    n[k + at.K_VISITS] += 1
    x[k + at.K_WAIT] += waited
    if waited > 0.0:
        n[k + at.K_DELAYED] += 1
    for i in range(n[k + at.K_KIT_FIRST], n[k + at.K_KIT_END]):
        n[n[i] + at.T_LEVEL] -= int(x[i])
        mark(n, x, n[n[i] + at.T_STATION])
    n[p + at.P_NEXT] = n[m + at.M_PART]
    n[m + at.M_PART] = p
    n[m + at.M_PARTS] += 1
    if n[s + at.S_BEFORE] == 1:
        ahead = _ahead(n, x, p)
        if ahead >= 0:
            n[ahead + at.S_RESERVED] += 1
    note(n, x, at.LOG_BEGIN, m, n[p + at.P_KEY], n[k + at.K_INDEX], n[p + at.P_PRODUCT])


@njit(nogil=True)
def _load_rest(n: Whole, x: Real, m: int) -> None:
    """Fill the batch with more parts of the same family, in queue order."""
    s = n[m + at.M_STATION]
    family = n[n[n[m + at.M_PART] + at.P_STEP] + at.K_FAMILY]
    before, p = -1, n[s + at.S_HEAD]
    while p >= 0 and n[m + at.M_PARTS] < n[s + at.S_BATCH]:
        after = n[p + at.P_NEXT]
        if n[n[p + at.P_STEP] + at.K_FAMILY] == family and may_take(n, x, m, p):
            _load(n, x, m, p, before)
        else:
            before = p
        p = after


@njit(nogil=True)
def _work(n: Whole, x: Real, m: int) -> None:
    """Start the process time (set-up, if any, is over)."""
    s = n[m + at.M_STATION]
    if n[s + at.S_POOL] >= 0 and n[s + at.S_POOL_ALL] == 0:
        _let_operator_go(n, x, m)
    k = n[n[m + at.M_PART] + at.P_STEP]
    span = draw(n, x, n[k + at.K_DIST], n[m + at.M_PROCESS_STREAM]) / x[m + at.M_SPEED]
    n[m + at.M_ACTIVITY] = at.RUN
    x[m + at.M_TOTAL] = span
    x[m + at.M_REMAINING] = span
    note(n, x, at.LOG_WORK, m, n[n[m + at.M_PART] + at.P_KEY], n[k + at.K_INDEX], 0)
    refresh(n, x, m)
    go_on(n, x, m)


@njit(nogil=True)
def _begin(n: Whole, x: Real, m: int) -> None:
    """Set-up if the family changes, else work."""
    s = n[m + at.M_STATION]
    family = n[n[n[m + at.M_PART] + at.P_STEP] + at.K_FAMILY]
    setup = 0.0
    last = n[m + at.M_FAMILY]
    if n[s + at.S_SETUP] >= 0 and last >= 0 and family >= 0 and family != last:
        setup = x[n[s + at.S_SETUP] + last * n[at.H_FAMILIES] + family]
    n[m + at.M_FAMILY] = family
    if setup > 0.0:
        n[m + at.M_ACTIVITY] = at.SETUP
        x[m + at.M_REMAINING] = setup
        x[m + at.M_TOTAL] = setup
        refresh(n, x, m)
        go_on(n, x, m)
    else:
        _work(n, x, m)


@njit(nogil=True)
def _try_machine(n: Whole, x: Real, s: int, m: int) -> bool:
    """Start work on machine m if it is free and there is a part, a kit, room ahead, an operator."""
    if n[m + at.M_ACTIVITY] != at.IDLE or n[m + at.M_WAITING] >= 0 or not free_to_work(n, x, m):
        return False
    endless(n, x, s)
    p, before = choose(n, x, s, m)
    if p < 0:
        return False
    if n[s + at.S_BATCH] > 1 and not batch_ready(n, x, m, p):
        return False
    if n[s + at.S_BEFORE] == 1:
        ahead = _ahead(n, x, p)
        if ahead >= 0 and not room(n, x, ahead):
            _wait_for(n, x, m, ahead)
            return False
    if not _operator(n, x, m):
        return False
    n[m + at.M_PENDING] = at.NEXT_NONE
    _load(n, x, m, p, before)
    if n[s + at.S_BATCH] > 1:
        _load_rest(n, x, m)
    _begin(n, x, m)
    return True


@njit(nogil=True)
def _place(n: Whole, x: Real, p: int, kept: int) -> int:
    """Send a worked part on. Returns -1 when it went, else the station or store it waits for.

    `kept`: a place was reserved for it before its work began.
    """
    if n[p + at.P_STEP] == at.TO_SCRAP:
        leave(n, x, p)
        return -1
    if n[p + at.P_STEP] == at.TO_SINK:
        g = n[p + at.P_PRODUCT]
        if n[g + at.G_STORE] >= 0:
            t = n[g + at.G_STORE]
            if n[t + at.T_LEVEL] + n[g + at.G_STORE_UNITS] > n[t + at.T_CAPACITY]:
                return n[t + at.T_STATION]
            n[t + at.T_LEVEL] += n[g + at.G_STORE_UNITS]
            for s in range(n[at.H_STATION_AT], n[at.H_STATION_END], at.S_SIZE):
                if n[s + at.S_KITS] == 1:
                    mark(n, x, s)
        leave(n, x, p)
        return -1
    s = n[n[p + at.P_STEP] + at.K_STATION]
    if kept == 1:
        n[s + at.S_RESERVED] -= 1
    elif not room(n, x, s):
        return s
    enqueue(n, x, p)
    return -1


@njit(nogil=True)
def _send(n: Whole, x: Real, p: int, stream: int, kept: int) -> int:
    """Place a part, by way of a transport if the step that it leaves has one."""
    travel = n[p + at.P_TRAVEL]
    if travel < 0 or n[p + at.P_STEP] < 0:
        return _place(n, x, p, kept)
    s = n[n[p + at.P_STEP] + at.K_STATION]
    if kept == 0:
        if not room(n, x, s):
            return s
        n[s + at.S_RESERVED] += 1
    span = draw(n, x, travel, stream)
    depart(n, x, p, x[at.H_NOW] + span)
    return -1


@njit(nogil=True)
def _unload(n: Whole, x: Real, m: int) -> None:
    """Send the machine's parts on, one after another, until none is left or one must wait."""
    s = n[m + at.M_STATION]
    before = n[s + at.S_BEFORE]
    while n[m + at.M_PART] >= 0:
        p = n[m + at.M_PART]
        follower = n[p + at.P_NEXT]
        waits = _send(n, x, p, n[m + at.M_ROUTE_STREAM], before)
        if waits >= 0:
            n[m + at.M_ACTIVITY] = at.BLOCKED
            _wait_for(n, x, m, waits)
            return
        n[m + at.M_PART] = follower
        n[m + at.M_PARTS] -= 1
        settle_area(n, x, s)
        n[s + at.S_HERE] -= 1
    n[m + at.M_ACTIVITY] = at.IDLE
    n[m + at.M_WAITING] = -1
    refresh(n, x, m)
    mark(n, x, s)


@njit(nogil=True)
def _fate(n: Whole, x: Real, m: int, k: int) -> int:
    """What follows step k: scrap, rework, or one of the next steps by their shares."""
    stream = n[m + at.M_ROUTE_STREAM]
    if x[k + at.K_SCRAP] + x[k + at.K_REWORK] > 0.0:
        u = uniform01(n, stream)
        if u < x[k + at.K_SCRAP]:
            return at.TO_SCRAP
        if u < x[k + at.K_SCRAP] + x[k + at.K_REWORK]:
            return n[k + at.K_REWORK_TO]
    if n[k + at.K_THEN_END] - n[k + at.K_THEN_FIRST] == 1:
        return n[n[k + at.K_THEN_FIRST]]
    u = uniform01(n, stream)
    for i in range(n[k + at.K_THEN_FIRST], n[k + at.K_THEN_END]):
        u -= x[i]
        if u < 0.0:
            return n[i]
    return n[n[k + at.K_THEN_END] - 1]


@njit(nogil=True)
def finish(n: Whole, x: Real, m: int, scrapped: int) -> None:
    """Work is over (or the piece is lost): decide each part's fate and send it on."""
    hold(n, x, m)
    _let_operator_go(n, x, m)
    p = n[m + at.M_PART]
    while p >= 0:
        k = n[p + at.P_STEP]
        n[k + at.K_DONE] += 1
        n[m + at.M_DONE] += 1
        note(n, x, at.LOG_END, m, n[p + at.P_KEY], n[k + at.K_INDEX], n[p + at.P_PRODUCT])
        n[p + at.P_TRAVEL] = n[k + at.K_TRANSPORT]
        n[p + at.P_STEP] = at.TO_SCRAP if scrapped == 1 else _fate(n, x, m, n[p + at.P_STEP])
        p = n[p + at.P_NEXT]
    _unload(n, x, m)


@njit(nogil=True)
def end_setup(n: Whole, x: Real, m: int) -> None:
    """The set-up is over."""
    hold(n, x, m)
    _work(n, x, m)


@njit(nogil=True)
def _let_in(n: Whole, x: Real, s: int) -> None:
    """The first machine that waits for room at s moves its part, or may start."""
    m = n[s + at.S_BLOCKED_HEAD]
    n[s + at.S_BLOCKED_HEAD] = n[m + at.M_NEXT_BLOCKED]
    if n[s + at.S_BLOCKED_HEAD] < 0:
        n[s + at.S_BLOCKED_TAIL] = -1
    n[m + at.M_WAITING] = -1
    if n[m + at.M_ACTIVITY] == at.BLOCKED:
        _unload(n, x, m)
    else:
        refresh(n, x, m)
        mark(n, x, n[m + at.M_STATION])


@njit(nogil=True)
def settle(n: Whole, x: Real) -> None:
    """Start and move everything that can, until nothing more can at this moment."""
    while n[at.H_STACK_COUNT] > 0:
        n[at.H_STACK_COUNT] -= 1
        s = n[n[at.H_STACK_AT] + n[at.H_STACK_COUNT]]
        n[s + at.S_MARKED] = 0
        if n[s + at.S_STORE] == 0:
            for m in range(n[s + at.S_FIRST], n[s + at.S_END], at.M_SIZE):
                if n[s + at.S_QUEUE] == 0 and n[s + at.S_ENDLESS] < 0:
                    break
                _try_machine(n, x, s, m)
            if n[s + at.S_BLOCKED_HEAD] >= 0 and room(n, x, s):
                _let_in(n, x, s)
                mark(n, x, s)
        elif n[s + at.S_BLOCKED_HEAD] >= 0:
            _retry_store(n, x, s)


@njit(nogil=True)
def _retry_store(n: Whole, x: Real, s: int) -> None:
    """Machines that wait for room in a store try again, each once."""
    last = n[s + at.S_BLOCKED_TAIL]
    while n[s + at.S_BLOCKED_HEAD] >= 0:
        m = n[s + at.S_BLOCKED_HEAD]
        _let_in(n, x, s)
        if m == last:
            return
