"""Codes and text read from drawn marks: shares read, character accuracy and time per picture."""

import time
from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from rapidfuzz.distance import Levenshtein

from benchmarks._inspection.marks import WAYS, Mark, Picture, codes, marks
from benchmarks._inspection.pictures import say
from lineside.quality import inspection
from lineside.quality.errors import TextReaderMissing

# What OpenCV's own readers know.
_BY_OPENCV = ("QRCode", "EAN13", "EAN8", "UPCA")


def entries(seed: int) -> list[dict[str, Any]]:
    """One line for codes that OpenCV reads too, one for the others, one for each way of text."""
    return [*_codes(seed), *_texts(seed)]


def _codes(seed: int) -> list[dict[str, Any]]:
    rows = []
    for kind, text, picture in codes(np.random.default_rng(seed)):
        start = time.perf_counter()
        ours = any(text in each.text for each in inspection.read_codes(picture))
        spent = time.perf_counter() - start
        rows.append((kind, ours, any(text in each for each in _opencv(picture)), spent))
    known = [row for row in rows if row[0] in _BY_OPENCV]
    others = [row for row in rows if row[0] not in _BY_OPENCV]
    return [
        _code_line("drawn QR, EAN and UPC codes", known, "peer: OpenCV", opencv=True),
        _code_line("drawn Data Matrix, Aztec, PDF417, Code 128, 39", others, "OpenCV reads none"),
    ]


def _code_line(
    name: str, rows: Sequence[tuple[str, bool, bool, float]], told: str, *, opencv: bool = False
) -> dict[str, Any]:
    ours, theirs = (float(np.mean([row[k] for row in rows])) for k in (1, 2))
    median_ms = 1000 * float(np.median([row[3] for row in rows]))
    say(f"{name}: {ours:.3f} of {len(rows)} read, OpenCV {theirs:.3f}, {median_ms:.0f} ms")
    return {
        "dataset": f"{name} ({len(rows)})",
        "protocol": f"share read, {told}; sizes, contrasts, turns; median {median_ms:.0f} ms each",
        "ours": ours,
        "baseline": theirs if opencv else None,
        "seconds": sum(row[3] for row in rows),
    }


def _opencv(picture: Picture) -> list[str]:
    _, square, _, _ = cv2.QRCodeDetector().detectAndDecodeMulti(picture)
    _, linear, _, _ = cv2.barcode.BarcodeDetector().detectAndDecodeWithType(picture)
    return [*(square or ()), *(linear or ())]


def _texts(seed: int) -> list[dict[str, Any]]:
    try:
        reader = inspection.text_reader()
    except TextReaderMissing as missing:
        say(f"text is not measured: {missing}")
        return []
    rows = []
    for mark in marks(np.random.default_rng(seed)):
        start = time.perf_counter()
        found = " ".join(line.text for line in reader.read(mark.picture))
        rows.append((mark, _accuracy(mark.text, found), time.perf_counter() - start))
    return [_text_line(way, [row for row in rows if row[0].way == way]) for way in WAYS]


def _text_line(way: str, rows: Sequence[tuple[Mark, float, float]]) -> dict[str, Any]:
    shares = [row[1] for row in rows]
    median_ms = 1000 * float(np.median([row[2] for row in rows]))
    whole = float(np.mean([share == 1.0 for share in shares]))
    say(f"{way}: characters {np.mean(shares):.3f}, whole marks {whole:.2f}, {median_ms:.0f} ms")
    return {
        "dataset": f"drawn part marks, {way.replace('_', '-')} ({len(rows)})",
        "protocol": f"character accuracy; {whole:.0%} read whole, median {median_ms:.0f} ms each",
        "ours": float(np.mean(shares)),
        "baseline": None,
        "seconds": sum(row[2] for row in rows),
    }


def _accuracy(written: str, found: str) -> float:
    """One less the share of letters to change; blanks do not count."""
    wanted, got = written.replace(" ", ""), found.replace(" ", "")
    return max(0.0, 1.0 - Levenshtein.distance(wanted, got) / len(wanted))
