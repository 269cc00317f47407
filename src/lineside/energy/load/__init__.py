"""Tomorrow's electrical load: the curve, the peak, and how sure both are."""

from lineside.energy.load.days import LoadHistoryInvalid
from lineside.energy.load.model import DayAhead, LoadModel

__all__ = ["DayAhead", "LoadHistoryInvalid", "LoadModel"]
