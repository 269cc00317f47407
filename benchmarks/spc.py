"""Control charts beside published figures, beside a peer, and beside Shewhart's rules.

``python -m benchmarks.spc --data PATH [--sample N] [--seed S] [--peer NAME] [--json OUT]``. PATH is
searched for ``expected.json`` files: lists of cases with ``id``, ``kind``, ``data`` (a CSV beside
it, ``inline`` or ``none``), ``params``, ``expected`` and ``rel_tol``. Each expected figure is
computed anew and compared to the tolerance given; kinds that are not known are reported as skipped.
Further entries: the peer's time for the same charts, ten million points with all rules, and run
lengths of the early-shift detector at the false-alarm rate of all Nelson rules.
"""

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks._spc.examples import examples, say
from lineside.quality import charts

Floats = npt.NDArray[np.float64]
SHIFTS = (0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 2.5, 3.0)


def main() -> None:
    asked = _arguments()
    entries = [*examples(asked.data), *_speed(asked)]
    if asked.peer in ("", "nelson"):
        entries += _run_lengths(asked.runs, asked.seed)
    text = json.dumps({"spc": entries}, indent=1)
    if asked.json:
        asked.json.write_text(text)
    else:
        print(text)


def _arguments() -> argparse.Namespace:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--data", type=Path, default=None)
    reader.add_argument("--sample", type=int, default=10_000_000, help="points of the speed test")
    reader.add_argument("--runs", type=int, default=20_000, help="simulated runs per shift")
    reader.add_argument("--seed", type=int, default=0)
    reader.add_argument("--peer", default="", help="shewhart, nelson; all by default")
    reader.add_argument("--json", type=Path, default=None)
    return reader.parse_args()


def _speed(asked: argparse.Namespace) -> list[dict[str, Any]]:
    values = np.random.default_rng(asked.seed).normal(10.0, 2.0, asked.sample)
    charts.imr(values[:100])
    ours = _timed(lambda: charts.imr(values))
    say(f"{asked.sample} points with all Nelson rules: {ours:.2f} s")
    entries = [
        {
            "dataset": f"{asked.sample} normal points",
            "protocol": "individuals and moving range with all rules, seconds",
            "ours": ours,
            "baseline": None,
            "seconds": ours,
        }
    ]
    if asked.peer in ("", "shewhart"):
        entries.append(_peer(values[: min(asked.sample, 100_000)]))
    return entries


def _peer(values: Floats) -> dict[str, Any]:
    import shewhart

    ours = min(_timed(lambda: charts.imr(values)) for _ in range(3))
    theirs = min(_timed(lambda: shewhart.imr(values)) for _ in range(3))
    same = shewhart.imr(values)
    pair = charts.imr(values)
    say(f"{len(values)} points: ours {ours:.4f} s, shewhart {theirs:.3f} s")
    return {
        "dataset": f"{len(values)} normal points",
        "protocol": "individuals with all Nelson rules, seconds, peer shewhart",
        "ours": ours,
        "baseline": theirs,
        "seconds": ours + theirs,
        "ratio": theirs / ours,
        "signals": {"ours": len(pair.location.violations), "peer": len(same.signals)},
    }


def _timed(call: Callable[[], Any]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


# Run lengths


def _run_lengths(runs: int, seed: int) -> list[dict[str, Any]]:
    start = time.perf_counter()
    quiet = charts.arl_rules(0.0, runs=2 * runs, seed=seed)[0]
    held = charts.arl_early(0.0, quiet, runs=runs, seed=seed + 1)
    table = []
    for settled in (0, 50):
        for shift in SHIFTS:
            rules = charts.arl_rules(shift, runs=runs, seed=seed + 2, settled=settled)
            ours = charts.arl_early(shift, quiet, runs=runs, seed=seed + 3, settled=settled)
            table.append(
                {
                    "shift": shift,
                    "after": settled,
                    "ours": ours[0],
                    "ours_error": ours[1],
                    "baseline": rules[0],
                    "baseline_error": rules[1],
                    "ratio": ours[0] / rules[0],
                }
            )
            say(f"shift {shift} after {settled}: {ours[0]:.2f} against {rules[0]:.2f}")
    return [
        {
            "dataset": "normal points with a shift",
            "protocol": "mean points to detection at equal false-alarm rate (early shift against "
            "Shewhart with all Nelson rules)",
            "false_alarm_every": {"baseline": quiet, "ours": held[0], "error": held[1]},
            "ours": float(np.mean([row["ours"] for row in table])),
            "baseline": float(np.mean([row["baseline"] for row in table])),
            "table": table,
            "seconds": time.perf_counter() - start,
        }
    ]


if __name__ == "__main__":
    main()
