"""Machines: their state, their clock that stops and goes on, their failures."""

from lineside.kernel.compiled import njit
from lineside.twin.engine import memory as at
from lineside.twin.engine.agenda import note_state, schedule
from lineside.twin.engine.memory import Real, Whole
from lineside.twin.engine.parts import mark
from lineside.twin.engine.sampling import draw


@njit(nogil=True, forceinline=True)
def free_to_work(n: Whole, x: Real, m: int) -> bool:
    """Manned, not stopped, not broken."""
    return n[m + at.M_OFF] == 0 and n[m + at.M_STOPPED] == 0 and n[m + at.M_DOWN] == 0


@njit(nogil=True)
def refresh(n: Whole, x: Real, m: int) -> None:
    """Derive the machine's state from its parts, book the time, count it as vacant or not."""
    s = n[m + at.M_STATION]
    state = n[m + at.M_ACTIVITY]
    if n[m + at.M_STOPPED] > 0:
        state = at.STOPPED
    elif n[m + at.M_OFF] > 0:
        state = at.OFF
    elif n[m + at.M_DOWN] > 0:
        state = at.DOWN
    elif state == at.IDLE and n[m + at.M_WAITING] >= 0:
        state = at.BLOCKED
    vacant = 0
    if n[m + at.M_ACTIVITY] == at.IDLE and (n[s + at.S_BEFORE] == 1 or free_to_work(n, x, m)):
        vacant = 1
    if vacant != n[m + at.M_VACANT]:
        n[s + at.S_VACANT] += vacant - n[m + at.M_VACANT]
        n[m + at.M_VACANT] = vacant
    if state != n[m + at.M_STATE]:
        now = x[at.H_NOW]
        x[m + at.M_TIME + n[m + at.M_STATE]] += now - x[m + at.M_SINCE]
        x[m + at.M_SINCE] = now
        n[m + at.M_STATE] = state
        note_state(n, x, m, state)


@njit(nogil=True)
def go_on(n: Whole, x: Real, m: int) -> None:
    """Let the machine's clock run on, if it has work and nothing stands against it."""
    activity = n[m + at.M_ACTIVITY]
    if not free_to_work(n, x, m) or (activity != at.RUN and activity != at.SETUP):
        return
    n[m + at.M_ACTIVE] = 1
    x[m + at.M_RESUMED] = x[at.H_NOW]
    span = x[m + at.M_REMAINING]
    n[m + at.M_PENDING] = at.NEXT_DONE if activity == at.RUN else at.NEXT_SETUP
    if activity == at.RUN:
        for f in range(n[m + at.M_FAILURE_FIRST], n[m + at.M_FAILURE_END], at.F_SIZE):
            if n[f + at.F_WORKING] == 1 and x[f + at.F_LEFT] < span:
                span = x[f + at.F_LEFT]
                n[m + at.M_PENDING] = at.NEXT_FAIL
                n[m + at.M_FAILING] = f
    schedule(n, x, n[m + at.M_SLOT], x[at.H_NOW] + span)


@njit(nogil=True)
def hold(n: Whole, x: Real, m: int) -> None:
    """Stop the machine's clock; remember what is left of its work and to its failures."""
    if n[m + at.M_ACTIVE] == 0:
        return
    passed = x[at.H_NOW] - x[m + at.M_RESUMED]
    x[m + at.M_REMAINING] = max(0.0, x[m + at.M_REMAINING] - passed)
    if n[m + at.M_ACTIVITY] == at.RUN:
        for f in range(n[m + at.M_FAILURE_FIRST], n[m + at.M_FAILURE_END], at.F_SIZE):
            if n[f + at.F_WORKING] == 1:
                x[f + at.F_LEFT] = max(0.0, x[f + at.F_LEFT] - passed)
    n[m + at.M_ACTIVE] = 0
    n[m + at.M_PENDING] = at.NEXT_NONE
    schedule(n, x, n[m + at.M_SLOT], at.NEVER)


@njit(nogil=True)
def fail_at_work(n: Whole, x: Real, m: int) -> None:
    """A failure whose clock runs with the work strikes; its repair takes the machine's slot."""
    hold(n, x, m)
    f = n[m + at.M_FAILING]
    x[f + at.F_LEFT] = draw(n, x, n[f + at.F_TO_FAILURE], n[f + at.F_FAILURE_STREAM])
    repair = draw(n, x, n[f + at.F_TO_REPAIR], n[f + at.F_REPAIR_STREAM])
    n[m + at.M_DOWN] += 1
    n[m + at.M_PENDING] = at.NEXT_REPAIR
    refresh(n, x, m)
    schedule(n, x, n[m + at.M_SLOT], x[at.H_NOW] + repair)


@njit(nogil=True)
def mended(n: Whole, x: Real, m: int, f: int) -> None:
    """One failure less; the piece is resumed or begun again (scrap is the caller's)."""
    n[m + at.M_DOWN] -= 1
    if n[f + at.F_EFFECT] == at.EFFECT_REDO and n[m + at.M_ACTIVITY] == at.RUN:
        x[m + at.M_REMAINING] = x[m + at.M_TOTAL]
    refresh(n, x, m)
    go_on(n, x, m)
    mark(n, x, n[m + at.M_STATION])


@njit(nogil=True)
def strike_or_mend(n: Whole, x: Real, f: int) -> None:
    """The slot of a failure whose clock always runs: the failure strikes, or its repair is over."""
    slot = n[f + at.F_SLOT]
    now = x[at.H_NOW]
    m = n[f + at.F_MACHINE]
    if n[f + at.F_DOWN] == 1:
        n[f + at.F_DOWN] = 0
        wait = draw(n, x, n[f + at.F_TO_FAILURE], n[f + at.F_FAILURE_STREAM])
        schedule(n, x, slot, now + wait)
        mended(n, x, m, f)
        return
    n[f + at.F_DOWN] = 1
    repair = draw(n, x, n[f + at.F_TO_REPAIR], n[f + at.F_REPAIR_STREAM])
    schedule(n, x, slot, now + repair)
    interrupt(n, x, m)
    n[m + at.M_DOWN] += 1
    refresh(n, x, m)


@njit(nogil=True)
def interrupt(n: Whole, x: Real, m: int) -> None:
    """Hold the clock of work, but never that of a repair."""
    if n[m + at.M_PENDING] != at.NEXT_REPAIR:
        hold(n, x, m)


@njit(nogil=True)
def switch_calendar(n: Whole, x: Real, c: int) -> None:
    """A calendar's next edge: its machines come on or go off."""
    n[c + at.C_PLACE] += 1
    if n[c + at.C_PLACE] == n[c + at.C_COUNT] and x[c + at.C_REPEAT] > 0.0:
        n[c + at.C_PLACE] = 0
        x[c + at.C_OFFSET] += x[c + at.C_REPEAT]
    slot = n[c + at.C_SLOT]
    if n[c + at.C_PLACE] < n[c + at.C_COUNT]:
        schedule(n, x, slot, x[c + at.C_OFFSET] + x[n[c + at.C_FIRST] + n[c + at.C_PLACE]])
    else:
        schedule(n, x, slot, at.NEVER)
    n[c + at.C_ON] = 1 - n[c + at.C_ON]
    for m in range(n[at.H_MACHINE_AT], n[at.H_MACHINE_END], at.M_SIZE):
        if n[m + at.M_CALENDAR] == c:
            if n[c + at.C_ON] == 0:
                interrupt(n, x, m)
            n[m + at.M_OFF] = 1 - n[c + at.C_ON]
            refresh(n, x, m)
            go_on(n, x, m)
            mark(n, x, n[m + at.M_STATION])


@njit(nogil=True)
def halt(n: Whole, x: Real, m: int, stopped: int) -> None:
    """Stop a machine from outside, or let it go on. The caller runs the engine on afterwards."""
    if stopped == 1:
        interrupt(n, x, m)
    n[m + at.M_STOPPED] = stopped
    refresh(n, x, m)
    go_on(n, x, m)
    mark(n, x, n[m + at.M_STATION])
