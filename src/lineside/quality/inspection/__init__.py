"""Inspection of pictures: flaws from good pictures only, kinds, placement, codes and text."""

from lineside.quality.inspection.codes import Code, read_codes
from lineside.quality.inspection.few import KindFinder, fit_kinds
from lineside.quality.inspection.files import load, save
from lineside.quality.inspection.inspector import Calibration, Inspector, Verdict, fit
from lineside.quality.inspection.picture import as_grey, decode
from lineside.quality.inspection.placement import (
    Placement,
    PlacementCheck,
    fit_placement,
    load_placement,
    save_placement,
    usual_placement,
)
from lineside.quality.inspection.text import TextLine, TextReader, text_reader

__all__ = [
    "Calibration",
    "Code",
    "Inspector",
    "KindFinder",
    "Placement",
    "PlacementCheck",
    "TextLine",
    "TextReader",
    "Verdict",
    "as_grey",
    "decode",
    "fit",
    "fit_kinds",
    "fit_placement",
    "load",
    "load_placement",
    "read_codes",
    "save",
    "save_placement",
    "text_reader",
    "usual_placement",
]
