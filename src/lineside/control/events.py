"""What control tells."""

from dataclasses import dataclass

from lineside.kernel.events import Event


@dataclass(frozen=True)
class SetpointWritten(Event, subject="equipment"):
    """A set-point was sent to a machine, which took it or not."""

    write: str
    equipment: str
    parameter: str
    previous: float | None
    value: float
    unit: str
    by: str
    acknowledged: bool
