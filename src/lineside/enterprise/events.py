"""What enterprise tells."""

from dataclasses import dataclass

from lineside.kernel.events import Event


@dataclass(frozen=True)
class OrdersTaken(Event, subject="file"):
    """A file with orders was read; its orders are in execution."""

    file: str
    orders: tuple[str, ...]


@dataclass(frozen=True)
class FileParked(Event, subject="file"):
    """A file could not be read; it lies aside and waits for a person."""

    file: str
    code: str


@dataclass(frozen=True)
class CompletionSent(Event, subject="order"):
    """A completion was written for the enterprise system."""

    order: str
    file: str
