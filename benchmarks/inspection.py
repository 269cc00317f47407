"""Picture inspection: ours beside raw patches with PCA and nearest neighbours.

``python -m benchmarks.inspection --data PATH [--sample N] [--seed S] [--peer NAME] [--json OUT]``.
Sets with good and flawed pictures: fitted from half of the good ones (200 at most, drawn from the
seed), judged on the other half and all flawed ones by the area under the ROC curve of the picture's
score; pictures of other sizes are brought to the first one's. Where a set shows where its flaws
are, heat maps are judged too: area under ROC by pixel within each flawed picture (the mean), and
how often the hottest pixel lies on the flaw or within a fiftieth of the picture's longer side.
Sets with kinds only: a few labels per kind, the rest to name. ``--sample`` bounds the pictures
judged per class. One entry times pictures of 512 by 512 on two cores; the last ones read codes and
text from drawn part marks (``_inspection/marks.py``).
"""

import argparse
import json
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree
from scipy.stats import rankdata
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from benchmarks._inspection import reading
from benchmarks._inspection.pictures import Collection, Entry, Picture, collections, say
from lineside.quality import inspection

Floats = npt.NDArray[np.float64]
MOST_GOOD = 200
LABELS = (5, 10, 20)
_PATCH = 16
_PARTS = 24
_PATCHES = 20_000


def main() -> None:
    asked = _arguments()
    entries = []
    for found in collections(asked.data) if asked.data else ():
        if found.has_good:
            entries.append(_flaws(found, asked))
        else:
            entries.append(_kinds(found, asked))
    entries.append(_speed(asked.seed))
    entries += reading.entries(asked.seed)
    text = json.dumps({"inspection": entries}, indent=1)
    if asked.json:
        asked.json.write_text(text)
    else:
        print(text)


def _arguments() -> argparse.Namespace:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--data", type=Path, default=None)
    reader.add_argument("--sample", type=int, default=1_000_000)
    reader.add_argument("--seed", type=int, default=0)
    reader.add_argument("--peer", default="patches", help="patches, or none")
    reader.add_argument("--json", type=Path, default=None)
    return reader.parse_args()


def _flaws(found: Collection, asked: argparse.Namespace) -> dict[str, Any]:
    rng = np.random.default_rng(asked.seed)
    good = [entry for entry in found.entries if entry.flawed is False]
    bad = [entry for entry in found.entries if entry.flawed]
    good = [good[int(k)] for k in rng.permutation(len(good))]
    bad = [bad[int(k)] for k in rng.permutation(len(bad))]
    half = len(good) // 2
    learned = _pictures(good[: min(half, MOST_GOOD, asked.sample)])
    judged = _pictures(good[half:][: asked.sample])
    flawed = _pictures(bad[: asked.sample])
    truth = np.repeat([0, 1], [len(judged), len(flawed)])
    start, cpu = time.perf_counter(), time.process_time()
    inspector = inspection.fit(learned, seed=asked.seed, any_size=True)
    fitted, fitted_cpu = time.perf_counter() - start, time.process_time() - cpu
    start, cpu = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(2) as pool:
        verdicts = list(pool.map(inspector.inspect, [*judged, *flawed]))
    seconds, judged_cpu = time.perf_counter() - start, time.process_time() - cpu
    ours = auroc(truth, np.array([verdict.score for verdict in verdicts]))
    base = None
    if asked.peer != "none":
        base = auroc(truth, _baseline(learned, [*judged, *flawed], asked.seed))
    calls = np.array([verdict.flawed for verdict in verdicts])
    say(f"{found.name}: ours {ours:.3f}, baseline {base}, fitted in {fitted:.0f} s")
    return {
        "dataset": found.name,
        "protocol": "fitted from half of the good pictures, area under ROC by picture",
        "ours": ours,
        "baseline": base,
        "seconds": fitted + seconds,
        "fit_s": fitted,
        "fit_cpu_s": fitted_cpu,
        "pictures_per_s": len(verdicts) / seconds,
        "pictures_per_cpu_s": len(verdicts) / judged_cpu,
        "learned": len(learned),
        "good": len(judged),
        "flawed": len(flawed),
        "false_alarms": float(calls[truth == 0].mean()),
        "found": float(calls[truth == 1].mean()),
        **_located(bad[: asked.sample], verdicts[len(judged) :]),
    }


def _located(entries: Sequence[Entry], verdicts: Sequence[inspection.Verdict]) -> dict[str, Any]:
    """How well the heat maps of flawed pictures show the flaw, where a set tells where it is."""
    if len(entries) != len(verdicts):
        return {}
    told = []
    for entry, verdict in zip(entries, verdicts, strict=True):
        heat = verdict.heat_map
        where = entry.where((heat.shape[0], heat.shape[1]))
        if where is not None and where.any() and not where.all():
            told.append(_shown(heat, where))
    if not told:
        return {}
    pixels, hits = np.mean(told, axis=0)
    say(f"by pixel {pixels:.3f}, hottest pixel on the flaw {hits:.0%} of {len(told)}")
    return {"pixel_auroc": float(pixels), "hit_rate": float(hits), "located": len(told)}


def _shown(heat: npt.NDArray[np.float32], where: npt.NDArray[np.bool_]) -> tuple[float, float]:
    reach = 2 * (max(heat.shape) // 50) + 1
    near = cv2.dilate(where.astype(np.uint8), np.ones((reach, reach), dtype=np.uint8))
    hit = near[np.unravel_index(int(heat.argmax()), heat.shape)]
    return auroc(where.ravel().astype(np.int64), heat.ravel()), float(hit)


def _pictures(entries: Sequence[Entry]) -> list[Picture]:
    return [picture for entry in entries if (picture := entry.picture()) is not None]


def auroc(truth: npt.NDArray[np.int64], scores: npt.NDArray[np.floating]) -> float:
    """The chance that a flawed picture scores above a good one."""
    ranks = rankdata(scores)
    flawed = int(truth.sum())
    return float(
        (ranks[truth == 1].sum() - flawed * (flawed + 1) / 2) / (flawed * (len(truth) - flawed))
    )


def _baseline(learned: list[Picture], tested: list[Picture], seed: int) -> Floats:
    """Raw 16 by 16 patches, PCA, distance to the nearest patch of a good picture; the greatest."""
    shape = learned[0].shape[::-1]
    rng = np.random.default_rng(seed)
    rows = np.concatenate([_patches(each, shape) for each in learned])
    middle = rows.mean(axis=0)
    some = rows[rng.choice(len(rows), min(len(rows), _PATCHES), replace=False)]
    with threadpool_limits(1, user_api="blas"):
        _, _, axes = np.linalg.svd(some[:6000] - middle, full_matrices=False)
        tree = cKDTree((some - middle) @ axes[:_PARTS].T)
        tests = [(_patches(each, shape) - middle) @ axes[:_PARTS].T for each in tested]
    return np.array([tree.query(test, eps=0.2)[0].max() for test in tests])


def _patches(picture: Picture, size: tuple[int, ...]) -> npt.NDArray[np.float32]:
    """Patches side by side of the picture at half its size."""
    small = cv2.resize(picture, (size[0] // 2, size[1] // 2), interpolation=cv2.INTER_AREA)
    views = np.lib.stride_tricks.sliding_window_view(small.astype(np.float32), (_PATCH, _PATCH))
    return views[:: _PATCH // 2, :: _PATCH // 2].reshape(-1, _PATCH * _PATCH)


def _kinds(found: Collection, asked: argparse.Namespace) -> dict[str, Any]:
    """Accuracy of naming the kind from a few labels per kind."""
    rng = np.random.default_rng(asked.seed)
    chosen: list[Entry] = []
    for kind in sorted({entry.kind for entry in found.entries}):
        own = [entry for entry in found.entries if entry.kind == kind]
        most = min(asked.sample, 100)
        chosen += [own[int(k)] for k in rng.permutation(len(own))[: most + max(LABELS)]]
    pictures = _pictures(chosen)
    kinds = np.array([entry.kind for entry in chosen])[: len(pictures)]
    start = time.perf_counter()
    table = [_few(pictures, kinds, labels, rng) for labels in LABELS]
    for row in table:
        say(f"{found.name}: {row}")
    return {
        "dataset": found.name,
        "protocol": f"kinds named from {LABELS[1]} labels per kind, accuracy",
        "ours": table[1]["ours"],
        "baseline": table[1]["baseline"],
        "table": table,
        "kinds": len(set(kinds.tolist())),
        "seconds": time.perf_counter() - start,
    }


def _few(
    pictures: list[Picture], kinds: npt.NDArray[np.str_], labels: int, rng: np.random.Generator
) -> dict[str, Any]:
    taught: list[int] = []
    for kind in np.unique(kinds):
        own = np.flatnonzero(kinds == kind)
        taught += rng.choice(own, min(labels, len(own) // 2), replace=False).tolist()
    rest = np.setdiff1d(np.arange(len(kinds)), taught)
    finder = inspection.fit_kinds([pictures[k] for k in taught], [str(kinds[k]) for k in taught])
    ours = np.mean([finder.kind(pictures[k]) == kinds[k] for k in rest])
    rows = np.stack([_thumbnail(each) for each in pictures])
    nearest = cKDTree(rows[taught]).query(rows[rest])[1]
    base = np.mean(kinds[np.array(taught)[nearest]] == kinds[rest])
    return {"labels": labels, "ours": float(ours), "baseline": float(base)}


def _thumbnail(picture: Picture) -> npt.NDArray[np.float32]:
    """The whole picture at 16 by 16, for the nearest-neighbour baseline."""
    small = cv2.resize(picture, (_PATCH, _PATCH), interpolation=cv2.INTER_AREA).astype(np.float32)
    return np.asarray(((small - small.mean()) / (small.std() + 1e-3)).ravel())


def _speed(seed: int) -> dict[str, Any]:
    """Drawn textures of 512 by 512: seconds to fit, pictures per second on two cores."""
    rng = np.random.default_rng(seed)
    pictures = [_texture(rng) for _ in range(60)]
    start = time.perf_counter()
    inspector = inspection.fit(pictures[:40], seed=seed)
    fitted = time.perf_counter() - start
    cpu, start = time.process_time(), time.perf_counter()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(inspector.inspect, pictures))
    seconds, used = time.perf_counter() - start, time.process_time() - cpu
    say(f"512 by 512: {60 / seconds:.0f} pictures/s, {60 / used:.0f} per CPU second")
    return {
        "dataset": "drawn textures of 512 by 512",
        "protocol": "pictures per second on two cores",
        "ours": 60 / seconds,
        "baseline": 20.0,
        "seconds": fitted + seconds,
        "fit_s": fitted,
        "pictures_per_cpu_s": 60 / used,
    }


def _texture(rng: np.random.Generator) -> Picture:
    noise = cv2.GaussianBlur(rng.normal(0, 1, (512, 512)).astype(np.float32), (0, 0), 2.0)
    return np.asarray(np.clip(128 + noise / noise.std() * 25, 0, 255), dtype=np.uint8)


if __name__ == "__main__":
    main()
