"""What a defect goes together with, ranked, with confounders told apart."""

from lineside.quality.drivers.search import Driver, Findings, find_drivers, find_drivers_by_lot

__all__ = ["Driver", "Findings", "find_drivers", "find_drivers_by_lot"]
