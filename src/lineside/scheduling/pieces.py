"""The pieces of a schedule problem as plain data; ``Problem`` puts them together and checks.

All times are whole ticks counted from the plan's origin; how long a tick lasts is the caller's
choice (``tick_s`` seconds), and only the energy account looks at it. Everything is referred to by
its id.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Window:
    """Closed time ``[start, end)`` of a machine or an operator.

    ``hard`` windows (maintenance) must not be straddled: an operation ends before or starts after.
    The others (breaks, nights) pause an operation, which goes on when the window has passed.
    """

    start: int
    end: int
    hard: bool = False
    reason: str = "break"


@dataclass(frozen=True, slots=True)
class Mode:
    """One way to do an operation: on which machine, how long, at which cost and electric power."""

    machine: str
    duration: int
    cost: float = 0.0
    power_kw: float = 0.0


@dataclass(frozen=True, slots=True)
class Operation:
    """A step of a job.

    ``after`` names the operations that must have ended; ``family`` is what set-ups depend on;
    ``skill`` asks for an operator who has it; ``material_at`` is when the material arrives;
    operations with the same ``batch`` run together on one machine; an operation with a ``route`` is
    done only when its job takes that route.
    """

    id: str
    job: str
    modes: tuple[Mode, ...]
    after: tuple[str, ...] = ()
    family: str = ""
    skill: str | None = None
    material_at: int = 0
    batch: str | None = None
    route: str | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """An order: earliest start, promised end, and what a tick of lateness weighs."""

    id: str
    release: int = 0
    due: int | None = None
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Machine:
    """A machine: closed windows, its set-up table, the family it is set for, batch capacity."""

    id: str
    windows: tuple[Window, ...] = ()
    setups: str | None = None
    initial_family: str | None = None
    capacity: int = 1


@dataclass(frozen=True, slots=True)
class Operator:
    """A person: skills, and the windows in which he or she is absent (end of shift, leave)."""

    id: str
    skills: frozenset[str]
    windows: tuple[Window, ...] = ()


@dataclass(frozen=True, slots=True)
class Lock:
    """A decision that the search must keep: the machine, the start, or both, of one operation."""

    operation: str
    machine: str | None = None
    start: int | None = None
    operator: str | None = None


@dataclass(frozen=True, slots=True)
class TariffStep:
    """From ``start`` on, a kilowatt-hour costs ``price_per_kwh``, until the next step."""

    start: int
    price_per_kwh: float


SetupTable = Mapping[tuple[str, str], int]


@dataclass(frozen=True)
class ProblemData:
    """Jobs, operations and what they compete for, not yet checked.

    ``setups`` holds, by table name, the set-up ticks from one family to another (absent pairs are
    zero); a machine names the table that it uses.
    """

    jobs: tuple[Job, ...]
    operations: tuple[Operation, ...]
    machines: tuple[Machine, ...]
    operators: tuple[Operator, ...] = ()
    setups: Mapping[str, SetupTable] = field(default_factory=dict)
    locks: tuple[Lock, ...] = ()
    tariff: tuple[TariffStep, ...] = ()
    tick_s: float = 60.0
    name: str = ""

    @cached_property
    def operation_index(self) -> dict[str, int]:
        """Operation id to its place in ``operations``."""
        return {each.id: place for place, each in enumerate(self.operations)}

    @cached_property
    def machine_index(self) -> dict[str, int]:
        """Machine id to its place in ``machines``."""
        return {each.id: place for place, each in enumerate(self.machines)}

    @cached_property
    def operator_index(self) -> dict[str, int]:
        """Operator id to its place in ``operators``."""
        return {each.id: place for place, each in enumerate(self.operators)}

    @cached_property
    def job_index(self) -> dict[str, int]:
        """Job id to its place in ``jobs``."""
        return {each.id: place for place, each in enumerate(self.jobs)}
