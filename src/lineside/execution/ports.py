"""What execution needs from outside: the record of mandatory checks."""

from typing import Protocol

from lineside.kernel.work import Work
from lineside.plant.model import Check


class Checks(Protocol):
    """Where mandatory checks of an operation are recorded.

    The room's own record serves where no other is wired; a quality system stands here too.
    """

    def record(
        self, work: Work, *, order: str, seq: int, lot: str, check: Check, value: float | None,
        ok: bool,
    ) -> None:  # fmt: skip
        """Note the result of a check."""
        ...

    def recorded(self, work: Work, *, order: str, seq: int, lot: str) -> set[str]:
        """The ids of the checks that were recorded at the operation."""
        ...
