"""The nouns of telemetry: qualities, signals, what a source shows, and how long tags are kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from fnmatch import fnmatchcase
from math import isclose

from lineside.telemetry.rules import Policy, Quality, Rule, TagRules

__all__ = [
    "EXCERPT_BYTES",
    "Acknowledged",
    "Found",
    "Health",
    "Poison",
    "Policy",
    "Quality",
    "Retained",
    "Rule",
    "Signal",
    "SourceState",
    "TagClass",
    "TagRules",
    "Written",
    "same_number",
]


class SourceState(StrEnum):
    """Where a connection stands."""

    IDLE = "idle"
    CONNECTING = "connecting"
    LIVE = "live"
    LOST = "lost"
    REFUSED = "refused"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Signal:
    """One address of a source and the tag that it feeds.

    ``address`` is what the source's ``browse`` shows (OPC UA ``nsu=URI;s=name``, MQTT a topic,
    Sparkplug ``group/node/device:metric``). ``codes`` gives text values a number. ``options`` are
    the source's own: for MQTT the JSON paths ``value``, ``time``, ``each``, ``time_unit`` and
    ``retained``. A signal with ``wave_rate_hz`` delivers arrays, sampled at that rate.
    """

    tag: str
    address: str
    interval_s: float = 1.0
    wave_rate_hz: float | None = None
    codes: Mapping[str, float] = field(default_factory=dict)
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """What a source shows at one address: a folder or a value that can be mapped."""

    address: str
    name: str
    is_folder: bool
    data_type: str = ""
    unit: str = ""
    writable: bool = False
    example: str = ""


@dataclass(frozen=True, slots=True)
class Health:
    """How a source does: its state, and counts since it was made."""

    state: SourceState
    detail: str = ""
    received: int = 0
    quarantined: int = 0
    reconnects: int = 0
    last_arrival: datetime | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """What a write did: the value before it, and the value that the source holds afterwards."""

    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class Poison:
    """A message that could not be taken: kept for a person, never dropped.

    ``excerpt`` holds the first bytes of the message, at most 1,024.
    """

    source: str
    address: str
    reason: str
    excerpt: bytes
    size_bytes: int
    arrival: datetime


EXCERPT_BYTES = 1024
SINGLE = 1e-6
"""Of a value: what a source that holds single precision may differ by."""


def same_number(one: float | None, other: float) -> bool:
    """Whether a value that was read back is the one written, as far as its type can hold it."""
    return one is not None and isclose(one, other, rel_tol=SINGLE, abs_tol=1e-9)


@dataclass(frozen=True, slots=True)
class TagClass:
    """How long the tags whose names match ``pattern`` (shell style) are kept.

    Raw samples stay for ``keep_days`` (None: for ever). With ``rollup_s`` the samples that leave
    are first summed up in intervals of that length, which stay for ``rollup_keep_days``.
    """

    name: str
    pattern: str = "*"
    keep_days: float | None = None
    rollup_s: float | None = None
    rollup_keep_days: float | None = None

    def holds(self, tag: str) -> bool:
        """Whether the tag belongs to this class."""
        return fnmatchcase(tag, self.pattern)


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """What an append made durable: the number of points and the position in the log."""

    points: int
    sequence: int


@dataclass(frozen=True, slots=True)
class Retained:
    """What a retention run did: files dropped and rewritten, points rolled up and removed."""

    dropped: int = 0
    rewritten: int = 0
    rolled_up: int = 0
    removed: int = 0
