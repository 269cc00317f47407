"""The first moment of a run, and the forgetting of its statistics at the end of warm-up."""

import numpy as np
import numpy.typing as npt

from lineside.kernel.compiled import njit
from lineside.twin.engine import memory as at
from lineside.twin.engine.agenda import note_state, schedule
from lineside.twin.engine.machines import halt
from lineside.twin.engine.memory import Real, Whole
from lineside.twin.engine.parts import enqueue, mark, new_part, settle_area
from lineside.twin.engine.pointers import pointer
from lineside.twin.engine.run import seed_streams
from lineside.twin.engine.sampling import draw

Numbers = npt.NDArray[np.int64]
Reals = npt.NDArray[np.float64]


@njit(nogil=True)
def _open_calendars(n: Whole, x: Real) -> None:
    for slot in range(n[at.H_CALENDAR_BASE], n[at.H_SOURCE_BASE]):
        c = n[n[at.H_SLOT_AT] + slot]
        if x[n[c + at.C_FIRST]] <= 0.0:
            n[c + at.C_ON] = 1
            n[c + at.C_PLACE] = 1
        schedule(n, x, slot, x[n[c + at.C_FIRST] + n[c + at.C_PLACE]])
    for m in range(n[at.H_MACHINE_AT], n[at.H_MACHINE_END], at.M_SIZE):
        if n[m + at.M_CALENDAR] >= 0 and n[n[m + at.M_CALENDAR] + at.C_ON] == 0:
            n[m + at.M_OFF] = 1
            n[m + at.M_STATE] = at.OFF
            if n[n[m + at.M_STATION] + at.S_BEFORE] == 0:
                n[m + at.M_VACANT] = 0
                n[n[m + at.M_STATION] + at.S_VACANT] -= 1
        note_state(n, x, m, n[m + at.M_STATE])


@njit(nogil=True)
def _first_failures(n: Whole, x: Real) -> None:
    for slot in range(n[at.H_FAILURE_BASE], n[at.H_CALENDAR_BASE]):
        f = n[n[at.H_SLOT_AT] + slot]
        x[f + at.F_LEFT] = draw(n, x, n[f + at.F_TO_FAILURE], n[f + at.F_FAILURE_STREAM])
        if n[f + at.F_WORKING] == 0:
            schedule(n, x, slot, x[f + at.F_LEFT])


@njit(nogil=True)
def _schedule_releases(n: Whole, x: Real) -> None:
    if n[at.H_RELEASE_NEXT] < n[at.H_RELEASE_COUNT]:
        r = n[at.H_RELEASE_AT] + n[at.H_RELEASE_NEXT] * at.R_SIZE
        schedule(n, x, n[at.H_RELEASE_BASE], max(x[at.H_NOW], x[r + at.R_WHEN]))


@njit(nogil=True)
def _start(n: Whole, x: Real, seed: int, replication: int) -> None:
    seed_streams(n, seed, replication)
    _first_failures(n, x)
    _open_calendars(n, x)
    for slot in range(n[at.H_SOURCE_BASE], n[at.H_RELEASE_BASE]):
        a = n[n[at.H_SLOT_AT] + slot]
        schedule(n, x, slot, draw(n, x, n[a + at.A_DIST], n[a + at.A_STREAM]))
    _schedule_releases(n, x)
    for g in range(n[at.H_PRODUCT_AT], n[at.H_PRODUCT_END], at.G_SIZE):
        for _ in range(n[g + at.G_POPULATION]):
            enqueue(n, x, new_part(n, x, g, -1, 0.0, n[g + at.G_PRIORITY]))
    for s in range(n[at.H_STATION_AT], n[at.H_STATION_END], at.S_SIZE):
        mark(n, x, s)


@njit(nogil=True)
def _forget(n: Whole, x: Real, steps: Numbers) -> None:
    n[at.H_SOJOURN_COUNT] = 0
    for s in range(n[at.H_STATION_AT], n[at.H_STATION_END], at.S_SIZE):
        settle_area(n, x, s)
        x[s + at.S_AREA_QUEUE] = 0.0
        x[s + at.S_AREA_HERE] = 0.0
    for m in range(n[at.H_MACHINE_AT], n[at.H_MACHINE_END], at.M_SIZE):
        n[m + at.M_DONE] = 0
        x[m + at.M_SINCE] = x[at.H_NOW]
        for i in range(at.STATES):
            x[m + at.M_TIME + i] = 0.0
    for g in range(n[at.H_PRODUCT_AT], n[at.H_PRODUCT_END], at.G_SIZE):
        n[g + at.G_BORN] = 0
        n[g + at.G_LEFT] = 0
        n[g + at.G_SCRAPPED] = 0
        x[g + at.G_SOJOURN] = 0.0
        x[g + at.G_SOJOURN_SQUARE] = 0.0
    for k in steps:
        n[k + at.K_VISITS] = 0
        n[k + at.K_DELAYED] = 0
        n[k + at.K_DONE] = 0
        x[k + at.K_WAIT] = 0.0
    for slot in range(n[at.H_SOURCE_BASE], n[at.H_RELEASE_BASE]):
        n[n[n[at.H_SLOT_AT] + slot] + at.A_TURNED_AWAY] = 0


@njit(nogil=True)
def _settle_statistics(n: Whole, x: Real) -> None:
    for s in range(n[at.H_STATION_AT], n[at.H_STATION_END], at.S_SIZE):
        settle_area(n, x, s)
    for m in range(n[at.H_MACHINE_AT], n[at.H_MACHINE_END], at.M_SIZE):
        x[m + at.M_TIME + n[m + at.M_STATE]] += x[at.H_NOW] - x[m + at.M_SINCE]
        x[m + at.M_SINCE] = x[at.H_NOW]


@njit(nogil=True)
def schedule_releases(n: Numbers, x: Reals) -> None:
    """Look at the release plan again after rows were added to it."""
    _schedule_releases(pointer(n), pointer(x))


@njit(nogil=True)
def start(n: Numbers, x: Reals, seed: int, replication: int) -> None:
    """Seed the streams and set the first event of everything."""
    _start(pointer(n), pointer(x), seed, replication)


@njit(nogil=True)
def forget(n: Numbers, x: Reals, steps: Numbers) -> None:
    """Set all statistics to nothing, as of now; the run itself goes on."""
    _forget(pointer(n), pointer(x), steps)


@njit(nogil=True)
def settle_statistics(n: Numbers, x: Reals) -> None:
    """Bring all time integrals up to now, so that they can be read."""
    _settle_statistics(pointer(n), pointer(x))


@njit(nogil=True)
def order_stop(n: Numbers, x: Reals, m: int, stopped: int) -> None:
    """Stop machine m from outside (1), or let it go on (0)."""
    halt(pointer(n), pointer(x), m, stopped)


@njit(nogil=True)
def seed_again(n: Numbers, seed: int, replication: int) -> None:
    """New random numbers from here on."""
    seed_streams(pointer(n), seed, replication)
