"""The agenda: a slot per thing that can have a next event; a winner tree knows the first."""

from lineside.kernel.compiled import njit
from lineside.twin.engine import memory as at
from lineside.twin.engine.memory import Real, Whole


@njit(nogil=True, forceinline=True)
def schedule(n: Whole, x: Real, slot: int, when: float) -> None:
    """Set the slot's next event (NEVER clears it) and repair the path to the root."""
    slots = n[at.H_SLOT_AT]
    tree = n[at.H_TREE_AT]
    x[slots + slot] = when
    i = (slot + n[at.H_LEAVES]) >> 1
    while i >= 1:
        left = n[tree + 2 * i]
        right = n[tree + 2 * i + 1]
        n[tree + i] = left if x[slots + left] <= x[slots + right] else right
        i >>= 1


@njit(nogil=True)
def note(n: Whole, x: Real, what: int, machine: int, key: int, step: int, value: int) -> None:
    """Append a line to the trace, if one is kept. The caller has seen to it that there is room."""
    if n[at.H_LOG_ON] == 0:
        return
    i = n[at.H_LOG_AT] + n[at.H_LOG_COUNT] * at.L_SIZE
    n[i + at.L_WHAT] = what
    n[i + at.L_MACHINE] = machine
    n[i + at.L_KEY] = key
    n[i + at.L_STEP] = step
    n[i + at.L_VALUE] = value
    x[i + at.L_WHEN] = x[at.H_NOW]
    n[at.H_LOG_COUNT] += 1


@njit(nogil=True)
def note_state(n: Whole, x: Real, machine: int, state: int) -> None:
    """A machine's new state in the trace."""
    note(n, x, at.LOG_STATE, machine, -1, -1, state)
