"""A machine that takes every set-point, or none."""

from lineside.control.errors import WriteFailed


class FakeWriter:
    """Keeps set-points in memory; ``refuses`` makes it a machine that says no."""

    def __init__(self, present: dict[tuple[str, str], float] | None = None) -> None:
        self.values = dict(present or {})
        self.refuses = ""

    def present(self, equipment: str, parameter: str) -> float | None:
        return self.values.get((equipment, parameter))

    def write(self, equipment: str, parameter: str, value: float) -> str:
        if self.refuses:
            raise WriteFailed(equipment=equipment, parameter=parameter, problem=self.refuses)
        self.values[equipment, parameter] = value
        return "taken"
