"""Inspectors in files: plain arrays in NumPy's zipped format, never code."""

import io
import json
import zipfile
from typing import Any

import numpy as np
import numpy.typing as npt

from lineside.quality.errors import InspectorInvalid
from lineside.quality.inspection.cells import Judge
from lineside.quality.inspection.inspector import Calibration, Inspector
from lineside.quality.inspection.learner import Network
from lineside.quality.inspection.normal import Place
from lineside.quality.inspection.template import Template

FORMAT = 3


def save(inspector: Inspector) -> bytes:
    """The inspector as the bytes of one npz file."""
    known = inspector.calibration
    about = {
        "format": FORMAT,
        "shape": inspector.shape,
        "any_size": inspector.any_size,
        "aligns": inspector.template.aligns,
        "layers": [len(network.weights) for network in inspector.networks],
        "threshold": known.threshold,
        "line_weight": known.line_weight,
        "false_alarm_rate": known.false_alarm_rate,
        "found_of_drawn_flaws": known.found_of_drawn_flaws,
        "good_pictures": known.good_pictures,
    }
    arrays: dict[str, npt.NDArray[Any]] = {
        "usual": inspector.template.mean.astype(np.float16),
        "usual_spread": inspector.template.spread.astype(np.float16),
        "mean": inspector.place.mean.astype(np.float16),
        "spread": inspector.place.spread.astype(np.float16),
        "novelty": inspector.novelty,
        "middle": known.middle,
        "deviation": known.spread,
    }
    for n, network in enumerate(inspector.networks):
        for layer, (weight, offset) in enumerate(
            zip(network.weights, network.offsets, strict=True)
        ):
            arrays[f"weight_{n}_{layer}"] = weight
            arrays[f"offset_{n}_{layer}"] = offset
    file = io.BytesIO()
    arrays["about"] = np.array(json.dumps(about))
    np.savez_compressed(file, allow_pickle=False, **arrays)
    return file.getvalue()


def load(data: bytes) -> Inspector:
    """The inspector that ``save`` wrote; anything else is refused."""
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        about = json.loads(str(arrays["about"]))
        if about["format"] != FORMAT:
            raise InspectorInvalid(problem="an unknown format", format=about["format"])
        return _rebuilt(about, arrays)
    except (OSError, ValueError, KeyError, EOFError, TypeError, zipfile.BadZipFile) as problem:
        raise InspectorInvalid(problem="not an inspector's file", bytes=len(data)) from problem


def _rebuilt(about: dict[str, object], arrays: dict[str, npt.NDArray[np.float32]]) -> Inspector:
    layers = about["layers"]
    shape = about["shape"]
    if not isinstance(layers, list) or not isinstance(shape, list):
        raise InspectorInvalid(problem="not an inspector's file")
    networks = [
        Network(
            [arrays[f"weight_{n}_{layer}"] for layer in range(count)],
            [arrays[f"offset_{n}_{layer}"] for layer in range(count)],
        )
        for n, count in enumerate(layers)
    ]
    return Inspector(
        shape=(int(shape[0]), int(shape[1])),
        any_size=bool(about["any_size"]),
        template=Template(
            arrays["usual"].astype(np.float32),
            arrays["usual_spread"].astype(np.float32),
            bool(about["aligns"]),
        ),
        place=Place(arrays["mean"].astype(np.float32), arrays["spread"].astype(np.float32)),
        networks=networks,
        judge=Judge(networks),
        novelty=arrays["novelty"],
        calibration=Calibration(
            arrays["middle"],
            arrays["deviation"],
            float(str(about["threshold"])),
            float(str(about["line_weight"])),
            float(str(about["false_alarm_rate"])),
            float(str(about["found_of_drawn_flaws"])),
            int(str(about["good_pictures"])),
        ),
    )
