"""Numbers with units. Pint does the arithmetic; it is loaded when the first conversion is asked."""

from functools import lru_cache
from typing import Any

from lineside.kernel.errors import Invalid


class UnitUnknown(Invalid):
    """A unit that nobody defined."""

    code = "kernel.UnitUnknown"
    advice = "Use a unit such as degC, mm/s, bar, kW or kWh, or correct the mapping."


class UnitMismatch(Invalid):
    """Two units that measure different things."""

    code = "kernel.UnitMismatch"
    advice = "Choose a unit of the same dimension as the signal's own."


@lru_cache(maxsize=1)
def _registry() -> Any:
    import pint

    units = pint.UnitRegistry(autoconvert_offset_to_baseunit=True)
    units.define("piece = [count] = pcs = part")
    return units


@lru_cache(maxsize=1024)
def scale(source: str, target: str) -> tuple[float, float]:
    """Return (factor, offset) so that ``target = value * factor + offset``.

    Raises UnitUnknown or UnitMismatch. Units convert linearly, so two points tell the line.
    """
    if source == target:
        return 1.0, 0.0
    zero, one = convert(0.0, source, target), convert(1.0, source, target)
    return one - zero, zero


def convert(value: float, source: str, target: str) -> float:
    """Convert one number between units, refusing unknown or incompatible ones."""
    import pint

    units = _registry()
    try:
        return float(units.Quantity(value, source).to(target).magnitude)
    except pint.DimensionalityError as error:
        raise UnitMismatch(source=source, target=target) from error
    except (pint.UndefinedUnitError, pint.PintError, AttributeError, ValueError) as error:
        raise UnitUnknown(source=source, target=target) from error
