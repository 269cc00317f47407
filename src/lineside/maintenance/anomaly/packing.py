"""Usual behaviour as the plain arrays of a file."""

from typing import Any

import numpy as np

from lineside.maintenance.anomaly.combination import AnomalyModel, Part, Surprise
from lineside.maintenance.anomaly.detectors import Neighbours, Quadratic
from lineside.maintenance.anomaly.usual import Usual
from lineside.maintenance.packed import packed, unpacked

FORMAT = 1


def pack(usual: Usual) -> bytes:
    """The bytes of a file."""
    model = usual.model
    facts = {
        "signals": usual.signals,
        "lags": model.lags,
        "score_span": model.score_span,
        "limit": model.limit,
        "false_alarm_rate": model.false_alarm_rate,
        "parts": [_facts(part) for part in model.parts],
    }
    arrays: dict[str, Any] = {
        "warming": usual.warming,
        "reference": usual.reference,
        "center": model.center,
        "scale": model.scale,
    }
    for number, part in enumerate(model.parts):
        arrays[f"levels_{number}"] = part.surprise.levels.astype(np.float32)
        arrays[f"detector_{number}"] = _array(part)
    return packed(FORMAT, facts, arrays)


def _facts(part: Part) -> dict[str, Any]:
    kind = "rows" if isinstance(part.detector, Neighbours) else "metric"
    surprise = part.surprise
    return {
        "name": part.name,
        "kind": kind,
        "span": part.span,
        "weight": part.weight,
        "tail_start": surprise.tail_start,
        "tail_scale": surprise.tail_scale,
    }


def _array(part: Part) -> Any:
    if isinstance(part.detector, Neighbours):
        return part.detector.rows.astype(np.float32)
    assert isinstance(part.detector, Quadratic), "a forest is not packed"
    return part.detector.metric


def unpack(digest: str, content: bytes) -> Usual:
    """What ``pack`` wrote. Raises ``ModelFileUnreadable``."""
    with unpacked(digest, content, FORMAT) as (facts, arrays):
        return _usual(facts, arrays)


def _usual(facts: dict[str, Any], arrays: dict[str, Any]) -> Usual:
    parts = tuple(_part(number, each, arrays) for number, each in enumerate(facts["parts"]))
    model = AnomalyModel(
        arrays["center"],
        arrays["scale"],
        int(facts["lags"]),
        parts,
        float(facts["score_span"]),
        float(facts["limit"]),
        float(facts["false_alarm_rate"]),
    )
    return Usual(tuple(facts["signals"]), arrays["warming"], model, arrays["reference"])


def _part(number: int, facts: dict[str, Any], arrays: dict[str, Any]) -> Part:
    held = arrays[f"detector_{number}"].astype(np.float64)
    levels = arrays[f"levels_{number}"].astype(np.float64)
    surprise = Surprise(levels, float(facts["tail_start"]), float(facts["tail_scale"]))
    detector = Neighbours(held) if facts["kind"] == "rows" else Quadratic(held)
    return Part(facts["name"], float(facts["span"]), detector, surprise, float(facts["weight"]))
