"""The event loop."""

import numpy as np

from lineside.kernel.compiled import njit
from lineside.twin.engine import memory as at
from lineside.twin.engine.agenda import schedule
from lineside.twin.engine.flow import end_setup, finish, settle
from lineside.twin.engine.machines import (
    fail_at_work,
    mended,
    strike_or_mend,
    switch_calendar,
)
from lineside.twin.engine.memory import Real, Whole
from lineside.twin.engine.parts import arrive, enter, mark, room
from lineside.twin.engine.pointers import pointer
from lineside.twin.engine.sampling import draw


@njit(nogil=True)
def _repaired(n: Whole, x: Real, m: int) -> None:
    n[m + at.M_PENDING] = at.NEXT_NONE
    schedule(n, x, n[m + at.M_SLOT], at.NEVER)
    f = n[m + at.M_FAILING]
    if n[f + at.F_EFFECT] == at.EFFECT_SCRAP and n[m + at.M_ACTIVITY] == at.RUN:
        n[m + at.M_DOWN] -= 1
        finish(n, x, m, 1)
    else:
        mended(n, x, m, f)


@njit(nogil=True)
def _machine_event(n: Whole, x: Real, m: int) -> None:
    pending = n[m + at.M_PENDING]
    if pending == at.NEXT_DONE:
        finish(n, x, m, 0)
    elif pending == at.NEXT_FAIL:
        fail_at_work(n, x, m)
    elif pending == at.NEXT_REPAIR:
        _repaired(n, x, m)
    elif pending == at.NEXT_SETUP:
        end_setup(n, x, m)
    else:
        n[m + at.M_PENDING] = at.NEXT_NONE
        schedule(n, x, n[m + at.M_SLOT], at.NEVER)
        mark(n, x, n[m + at.M_STATION])


@njit(nogil=True)
def _arrivals(n: Whole, x: Real, a: int) -> None:
    """A source's next arrival."""
    now = x[at.H_NOW]
    g = n[a + at.A_PRODUCT]
    for _ in range(n[a + at.A_BATCH]):
        if n[a + at.A_LEFT] == 0:
            break
        n[a + at.A_LEFT] -= 1
        if n[a + at.A_LOST] == 1 and not room(n, x, n[n[g + at.G_FIRST] + at.K_STATION]):
            n[a + at.A_TURNED_AWAY] += 1
        else:
            due, priority = now + x[a + at.A_DUE_AFTER], n[g + at.G_PRIORITY]
            enter(n, x, g, n[g + at.G_FIRST], -1, due, priority)
    slot = n[a + at.A_SLOT]
    if n[a + at.A_LEFT] == 0:
        schedule(n, x, slot, at.NEVER)
    else:
        wait = draw(n, x, n[a + at.A_DIST], n[a + at.A_STREAM])
        schedule(n, x, slot, now + wait)


@njit(nogil=True)
def _releases(n: Whole, x: Real) -> None:
    """Let in what the release plan says for now."""
    slot = n[at.H_RELEASE_BASE]
    schedule(n, x, slot, at.NEVER)
    while n[at.H_RELEASE_NEXT] < n[at.H_RELEASE_COUNT]:
        r = n[at.H_RELEASE_AT] + n[at.H_RELEASE_NEXT] * at.R_SIZE
        if x[r + at.R_WHEN] > x[at.H_NOW] or n[at.H_FREE_COUNT] < n[at.H_MARGIN]:
            schedule(n, x, slot, max(x[at.H_NOW], x[r + at.R_WHEN]))
            return
        n[at.H_RELEASE_NEXT] += 1
        due, priority = x[r + at.R_DUE], n[r + at.R_PRIORITY]
        enter(n, x, n[r + at.R_PRODUCT], n[r + at.R_STEP], n[r + at.R_KEY], due, priority)


@njit(nogil=True)
def _other_event(n: Whole, x: Real, slot: int) -> None:
    thing = n[n[at.H_SLOT_AT] + slot]
    if slot >= n[at.H_TRANSIT_BASE]:
        arrive(n, x)
    elif slot >= n[at.H_RELEASE_BASE]:
        _releases(n, x)
    elif slot >= n[at.H_SOURCE_BASE]:
        _arrivals(n, x, thing)
    elif slot >= n[at.H_CALENDAR_BASE]:
        switch_calendar(n, x, thing)
    else:
        strike_or_mend(n, x, thing)


@njit(nogil=True)
def _loop(n: Whole, x: Real, until: float, events: int) -> int:
    settle(n, x)
    for _ in range(events):
        if n[at.H_FREE_COUNT] < n[at.H_MARGIN]:
            return at.BACK_PARTS_FULL
        if n[at.H_LOG_ON] == 1 and n[at.H_LOG_COUNT] >= n[at.H_LOG_ROOM]:
            return at.BACK_LOG_FULL
        slot = n[n[at.H_TREE_AT] + 1]
        when = x[n[at.H_SLOT_AT] + slot]
        if when > until:
            x[at.H_NOW] = max(x[at.H_NOW], until)
            return at.BACK_TIME
        x[at.H_NOW] = when
        n[at.H_EVENTS] += 1
        if slot < n[at.H_MACHINES]:
            _machine_event(n, x, n[n[at.H_SLOT_AT] + slot])
        else:
            _other_event(n, x, slot)
        settle(n, x)
    return at.BACK_EVENTS


@njit(nogil=True)
def advance(n: Whole, x: Real, until: float, events: int) -> int:
    """Run to the time `until`, at most `events` events; says why it came back (BACK_...)."""
    return _loop(pointer(n), pointer(x), until, events)


@njit(nogil=True)
def seed_streams(n: Whole, seed: int, replication: int) -> None:
    """Spread the streams over the generator's cycle from a seed and a replication's number."""
    state = np.uint64(seed) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(replication) * np.uint64(
        0xD1342543DE82EF95
    )
    for i in range(n[at.H_STREAM_AT], n[at.H_STREAM_END]):
        state += np.uint64(0xA0761D6478BD642F)
        z = (state ^ (state >> np.uint64(32))) * np.uint64(0xE7037ED1A0B428DB)
        z = (z ^ (z >> np.uint64(29))) * np.uint64(0x8EBC6AF09C88C6E3)
        n[i] = np.int64(z ^ (z >> np.uint64(32)))
