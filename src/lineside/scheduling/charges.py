"""Charges: lots that go through a furnace together."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Protocol

# Lots whose dates lie further apart do not wait for each other.
NEAR = timedelta(hours=24)


class Charged(Protocol):
    """What a charge is put together from."""

    @property
    def id(self) -> str: ...
    @property
    def order(self) -> str: ...
    @property
    def due(self) -> datetime: ...
    @property
    def alike(self) -> tuple[str, ...]:
        """What lots of one charge have in common, such as operation, furnaces and family."""
        ...

    @property
    def runs_on(self) -> str:
        """The machine on which it runs already, or empty."""
        ...


def charges(steps: Iterable[Charged], most: int) -> list[list[str]]:
    """Ids by charge: what runs on one machine now, and what is alike and due at about one time."""
    made: list[tuple[tuple[str, ...], list[Charged]]] = []
    for step in sorted(steps, key=lambda each: (each.due, each.order, each.id)):
        key = (*step.alike, step.runs_on)
        fits = next(
            (
                charge
                for known, charge in reversed(made)
                if known == key and len(charge) < most and _near(step, charge)
            ),
            None,
        )
        if fits is None:
            made.append((key, [step]))
        else:
            fits.append(step)
    return [[each.id for each in charge] for _, charge in made]


def _near(step: Charged, charge: list[Charged]) -> bool:
    """What runs together is together, whatever its date; no order is twice in a charge."""
    if any(each.order == step.order for each in charge):
        return False
    return bool(step.runs_on) or step.due - charge[0].due <= NEAR
