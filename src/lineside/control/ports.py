"""What control needs from outside: a way to a machine's set-points."""

from typing import Protocol


class SetpointWriter(Protocol):
    """Reads and writes set-points at the machines."""

    def present(self, equipment: str, parameter: str) -> float | None:
        """The set-point that the machine has now, None where that is not known."""
        ...

    def write(self, equipment: str, parameter: str, value: float) -> str:
        """Set it and wait for the machine; returns its words.

        Raises ``WriteFailed`` where the machine refuses or does not answer in time.
        """
        ...
