"""What enterprise needs from outside: a place where files are exchanged."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Waiting:
    """A file that lies in the inbox; size and change tell whether it is still being written."""

    name: str
    size_bytes: int
    changed: float


class Exchange(Protocol):
    """Where the enterprise system drops orders and picks completions up."""

    def waiting(self) -> list[Waiting]:
        """The files in the inbox, oldest first."""
        ...

    def read(self, name: str) -> bytes:
        """The content of a file in the inbox; FileUnknown if it is gone."""
        ...

    def put_away(self, name: str, shelf: str) -> None:
        """Move a file out of the inbox: to ``done`` or ``parked``."""
        ...

    def deliver(self, name: str, content: bytes) -> None:
        """Put a whole file where it is picked up; the same file again changes nothing."""
        ...
