"""The engine's memory: where everything stands.

Two arrays of one length hold a run: `n` whole numbers, `x` real numbers. A thing (machine, station,
part, ...) is a handle, the index where its fields begin in both. `n[m + M_STATE]` is the state of
machine m, `x[m + M_REMAINING]` the work it has left. Handles refer to handles, so nothing moves
once it has its place, and memory grows at its end. Two plain arrays are all that a compiled
function takes: passing thirty costs more than an event does.
"""

from typing import Any, Protocol


class Whole(Protocol):
    """The memory of whole numbers: an array of int64, or inside the loop a pointer to one."""

    def __getitem__(self, place: Any, /) -> int: ...

    def __setitem__(self, place: Any, value: Any, /) -> None: ...


class Real(Protocol):
    """The memory of real numbers: an array of float64, or a pointer to one."""

    def __getitem__(self, place: Any, /) -> float: ...

    def __setitem__(self, place: Any, value: Any, /) -> None: ...


OFF, IDLE, SETUP, RUN, BLOCKED, DOWN, STOPPED = range(7)
"""States of a machine; STOPPED is a stop ordered from outside, for maintenance say."""
STATES = 7

NEXT_NONE, NEXT_SETUP, NEXT_DONE, NEXT_FAIL, NEXT_REPAIR, NEXT_TIMER = range(6)
"""What a machine's next event is."""

EFFECT_RESUME, EFFECT_REDO, EFFECT_SCRAP = range(3)
"""What a failure does to the piece in work."""

RULE_FIFO, RULE_LIFO, RULE_PRIORITY, RULE_SHORTEST, RULE_DUE, RULE_SETUP, RULE_PLAN = range(7)
"""Which part of a queue a machine takes."""

TO_SINK, TO_SCRAP = -1, -2
"""In place of a next step: the exit, the scrap bin."""

BACK_TIME, BACK_EVENTS, BACK_LOG_FULL, BACK_PARTS_FULL = range(4)
"""Why the engine came back: time reached; events used up; the caller has to make room."""

LOG_STATE, LOG_BEGIN, LOG_WORK, LOG_END, LOG_EXIT, LOG_SCRAP, LOG_ENTER = range(7)
"""What a line of the trace tells: machine state; part on machine; set-up over; part worked; ..."""

NEVER = float("inf")
UNLIMITED = 1 << 40

# The head, at 0 of both memories.
(
    H_EVENTS,
    H_MACHINES,
    H_FAILURE_BASE,
    H_CALENDAR_BASE,
    H_SOURCE_BASE,
    H_RELEASE_BASE,
    H_TRANSIT_BASE,
    H_SLOT_AT,
    H_TREE_AT,
    H_LEAVES,
    H_FREE,
    H_FREE_COUNT,
    H_MARGIN,
    H_STACK_AT,
    H_STACK_COUNT,
    H_LOG_ON,
    H_LOG_AT,
    H_LOG_ROOM,
    H_LOG_COUNT,
    H_SOJOURN_AT,
    H_SOJOURN_ROOM,
    H_SOJOURN_COUNT,
    H_TRANSIT_HEAD,
    H_TRANSIT_TAIL,
    H_RELEASE_AT,
    H_RELEASE_COUNT,
    H_RELEASE_NEXT,
    H_PLAN_AT,
    H_PLAN_COUNT,
    H_STATION_AT,
    H_STATION_END,
    H_MACHINE_AT,
    H_MACHINE_END,
    H_PRODUCT_AT,
    H_PRODUCT_END,
    H_STEP_AT,
    H_DIST_AT,
    H_DIST_END,
    H_FAILURE_AT,
    H_FAILURE_END,
    H_CALENDAR_AT,
    H_CALENDAR_END,
    H_SOURCE_AT,
    H_SOURCE_END,
    H_STORE_AT,
    H_STORE_END,
    H_POOL_AT,
    H_SETUP_AT,
    H_FAMILIES,
    H_STREAM_AT,
    H_STREAM_END,
) = range(51)
(H_NOW,) = range(1)
H_SIZE = 51

# A machine. M_TIME is the first of seven times spent in the states.
(
    M_SLOT,
    M_STATION,
    M_PROCESS_STREAM,
    M_ROUTE_STREAM,
    M_FAILURE_FIRST,
    M_FAILURE_END,
    M_CALENDAR,
    M_ACTIVITY,
    M_OFF,
    M_STOPPED,
    M_DOWN,
    M_STATE,
    M_VACANT,
    M_PART,
    M_PARTS,
    M_PENDING,
    M_FAILING,
    M_FAMILY,
    M_NEXT_BLOCKED,
    M_WAITING,
    M_OPERATOR,
    M_ACTIVE,
    M_DONE,
) = range(23)
(
    M_SPEED,
    M_SINCE,
    M_REMAINING,
    M_TOTAL,
    M_RESUMED,
    M_TIME,
) = range(6)
M_SIZE = 23

# A station, or the place where machines wait for room in a store.
(
    S_FIRST,
    S_END,
    S_BUFFER,
    S_RULE,
    S_BEFORE,
    S_SETUP,
    S_POOL,
    S_POOL_ALL,
    S_BATCH,
    S_BATCH_MIN,
    S_SIMPLE,
    S_ENDLESS,
    S_HEAD,
    S_TAIL,
    S_QUEUE,
    S_HERE,
    S_RESERVED,
    S_VACANT,
    S_BLOCKED_HEAD,
    S_BLOCKED_TAIL,
    S_MARKED,
    S_KITS,
    S_STORE,
) = range(23)
(
    S_BATCH_WAIT,
    S_AREA_QUEUE,
    S_AREA_HERE,
    S_LAST,
) = range(4)
S_SIZE = 23

# A step of a route.
(
    K_STATION,
    K_DIST,
    K_FAMILY,
    K_REWORK_TO,
    K_THEN_FIRST,
    K_THEN_END,
    K_MASK,
    K_KIT_FIRST,
    K_KIT_END,
    K_TRANSPORT,
    K_PRODUCT,
    K_INDEX,
    K_VISITS,
    K_DELAYED,
    K_DONE,
) = range(15)
(
    K_SCRAP,
    K_REWORK,
    K_MEAN,
    K_WAIT,
) = range(4)
K_SIZE = 15

# A product (the goods).
(
    G_FIRST,
    G_PRIORITY,
    G_POPULATION,
    G_STORE,
    G_STORE_UNITS,
    G_BORN,
    G_LEFT,
    G_SCRAPPED,
) = range(8)
(
    G_SOJOURN,
    G_SOJOURN_SQUARE,
) = range(2)
G_SIZE = 8

# A part.
(
    P_PRODUCT,
    P_STEP,
    P_KEY,
    P_PRIORITY,
    P_RANK,
    P_MACHINE,
    P_TRAVEL,
    P_NEXT,
) = range(8)
(
    P_BIRTH,
    P_ENQUEUED,
    P_DUE,
) = range(3)
P_SIZE = 8

# A failure of a machine.
(
    F_SLOT,
    F_MACHINE,
    F_WORKING,
    F_EFFECT,
    F_TO_FAILURE,
    F_TO_REPAIR,
    F_FAILURE_STREAM,
    F_REPAIR_STREAM,
    F_DOWN,
) = range(9)
(F_LEFT,) = range(1)
F_SIZE = 9

# A calendar.
(
    C_SLOT,
    C_FIRST,
    C_COUNT,
    C_PLACE,
    C_ON,
) = range(5)
(
    C_REPEAT,
    C_OFFSET,
) = range(2)
C_SIZE = 5

# A source of arrivals.
(
    A_SLOT,
    A_PRODUCT,
    A_DIST,
    A_STREAM,
    A_BATCH,
    A_LEFT,
    A_LOST,
    A_TURNED_AWAY,
) = range(8)
(A_DUE_AFTER,) = range(1)
A_SIZE = 8

# A release.
(
    R_PRODUCT,
    R_KEY,
    R_PRIORITY,
    R_STEP,
) = range(4)
(
    R_WHEN,
    R_DUE,
) = range(2)
R_SIZE = 4

# A line of the plan, sorted by key and step.
(
    Q_KEY,
    Q_STEP,
    Q_MACHINE,
    Q_RANK,
) = range(4)
Q_SIZE = 4

# A store.
(
    T_CAPACITY,
    T_LEVEL,
    T_STATION,
) = range(3)
T_SIZE = 3

# A pool of operators.
(
    O_CAPACITY,
    O_BUSY,
) = range(2)
O_SIZE = 2

# A distribution.
(
    D_KIND,
    D_FIRST,
    D_COUNT,
    D_CURSOR,
) = range(4)
(
    D_A,
    D_B,
    D_C,
) = range(3)
D_SIZE = 4

# A line of the trace.
(
    L_WHAT,
    L_MACHINE,
    L_KEY,
    L_STEP,
    L_VALUE,
) = range(5)
(L_WHEN,) = range(1)
L_SIZE = 5
