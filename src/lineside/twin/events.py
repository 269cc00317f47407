"""What the twin tells."""

from dataclasses import dataclass

from lineside.kernel.events import Event


@dataclass(frozen=True)
class WhatIfAnswered(Event, subject="result"):
    """A what-if was simulated beside the plant as it stands."""

    result: str
    changes: int
    replications: int
