"""Inspection of pictures, fitted from good pictures only."""

from lineside.quality.inspection.files import load, save
from lineside.quality.inspection.inspector import Calibration, Inspector, Verdict, fit
from lineside.quality.inspection.picture import as_grey, decode

__all__ = ["Calibration", "Inspector", "Verdict", "as_grey", "decode", "fit", "load", "save"]
