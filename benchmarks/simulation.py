"""Run the reference cases of --data and measure speed beside the peers.

python -m benchmarks.simulation --data PATH --json OUT
"""

import argparse
import json
import os
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from benchmarks._simulation.cases import Study, study_of
from benchmarks._simulation.peers import OURS, PEERS, events_per_cpu_second
from lineside.twin.engine.build import build
from lineside.twin.simulation import Run, estimate

LEVEL = 0.99
Values = npt.NDArray[np.float64]


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def find_cases(path: Path) -> list[dict[str, Any]]:
    """Cases in every JSON file that holds some; other files are named and skipped."""
    found: list[dict[str, Any]] = []
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    for file in (f for f in files if f.is_file()):
        try:
            content = json.loads(file.read_text()) if file.suffix == ".json" else None
        except (ValueError, UnicodeDecodeError):
            content = None
        rows = content if isinstance(content, list) else []
        cases = [
            r for r in rows if isinstance(r, dict) and {"system", "params", "expected"} <= set(r)
        ]
        if not cases:
            say(f"skipped, no simulation cases: {file.name}")
        found += cases
    return found


def observe(study: Study, seed: int, replications: int, seconds: float) -> dict[str, Values]:
    """Every measure over independent replications."""
    template = build(study.line, sojourns=study.sojourns)
    told: dict[str, list[float]] = {}
    deadline = time.monotonic() + seconds
    for r in range(replications):
        run = Run.of(study.line, template, seed=seed, replication=r)
        run.advance(study.warm_up)
        run.forget()
        run.advance(study.warm_up + study.horizon)
        figures = run.figures() | {"span": study.horizon}
        if study.sojourns:
            figures["p95"] = float(np.quantile(run.sojourns_s(), 0.95))
        for name, measure in study.measures.items():
            if name != "W_p95" or study.sojourns:
                told.setdefault(name, []).append(_read(measure, figures))
        if study.variance_of:
            told.setdefault("count", []).append(figures[study.variance_of])
        if time.monotonic() > deadline and r >= 4:
            break
    return {name: np.array(values) for name, values in told.items()}


def _read(measure: Any, figures: dict[str, float]) -> float:
    try:
        return float(measure(figures))
    except KeyError:
        return float("nan")


def variance_rate(counts: Values, horizon: float) -> tuple[float, float]:
    """Asymptotic variance of the count per time, and its standard error."""
    rate = float(counts.var(ddof=1)) / horizon
    return rate, rate * float(np.sqrt(2.0 / (len(counts) - 1)))


def derived(study: Study, seen: dict[str, Values], seed: int) -> dict[str, tuple[float, float]]:
    """Estimates and standard errors that are no plain means."""
    found: dict[str, tuple[float, float]] = {}
    if study.variance_of:
        rate, error = variance_rate(seen["count"], study.horizon)
        mean = float(seen["TH"].mean())
        found["variance_rate"] = rate, error
        found["asymptotic_scv"] = rate / mean, error / mean
    if study.against is not None:
        flat = replace(study, line=study.against, against=None)
        other = observe(flat, seed, len(seen["TH"]), 1e9)["TH"]
        gain = 100.0 * (seen["TH"] / other - 1.0)
        found["gain_pct"] = float(gain.mean()), float(gain.std(ddof=1) / np.sqrt(len(gain)))
    return found


def judge(
    case: dict[str, Any], study: Study, seed: int, more: int, seconds: float
) -> dict[str, Any]:
    """Estimates of one case with their joint interval at 99 % (Bonferroni over its quantities)."""
    seen = observe(study, seed, study.replications * more, seconds)
    special = derived(study, seen, seed)
    wanted = [n for n in case["expected"] if n in special or (n in seen and n != "count")]
    level = 1.0 - (1.0 - LEVEL) / max(1, len(wanted))
    quantities = {}
    for name in wanted:
        if name in special:
            mean, error = special[name]
            reach = float(ndtri((1 + level) / 2)) * error
        else:
            found = estimate(seen[name], level)
            mean, error, reach = found.mean, found.standard_error, found.high - found.mean
        expected = float(case["expected"][name])
        quantities[name] = {
            "expected": expected,
            "estimate": mean,
            "standard_error": error,
            "inside": bool(abs(mean - expected) <= reach + 1e-9 * abs(expected)),
        }
    return {"quantities": quantities, "replications": len(next(iter(seen.values())))}


def run_case(case: dict[str, Any], seed: int, seconds: float) -> dict[str, Any] | None:
    """One case; if it falls outside, once more with fresh streams and four times the work."""
    study = study_of(case)
    if study is None:
        say(f"skipped, system not known: {case.get('id')}: {case['system']}")
        return None
    began = time.process_time()
    result = judge(case, study, seed, 1, seconds)
    first = all(q["inside"] for q in result["quantities"].values())
    if not first:
        result = judge(case, study, seed + 1_000_003, 4, 4 * seconds)
    main: dict[str, Any] = next(iter(result["quantities"].values()), {})
    inside = bool(result["quantities"]) and all(q["inside"] for q in result["quantities"].values())
    left_out = sorted(set(case["expected"]) - set(result["quantities"]))
    return {
        "id": case.get("id", case["system"]),
        **{k: main.get(k) for k in ("expected", "estimate", "standard_error")},
        "inside": inside,
        "repeated": not first,
        **result,
        "parameters_only": left_out,
        "cpu_seconds": round(time.process_time() - began, 2),
    }


def measure_speed(peers: list[str], seed: int) -> dict[str, Any]:
    """Events per CPU second of ours and the peers on both models."""
    for model, _ in OURS.values():
        model(1_000, seed)
    models: dict[str, dict[str, float]] = {}
    for name, (model, size) in OURS.items():
        models[name] = {"ours": events_per_cpu_second(model, size, seed)}
        say(f"speed {name}: ours {models[name]['ours']:,.0f} events per CPU second")
        for peer in peers:
            if name in PEERS[peer]:
                theirs = events_per_cpu_second(*PEERS[peer][name], seed)
                models[name][peer] = theirs
                models[name][f"ratio_{peer}"] = models[name]["ours"] / theirs
                say(
                    f"speed {name}: {peer} {theirs:,.0f}, ratio {models[name]['ours'] / theirs:.1f}"
                )
    speed: dict[str, Any] = {"models": models, **models["mm1"]}
    if "simpy" in peers:
        speed["worst_ratio_simpy"] = min(m["ratio_simpy"] for m in models.values())
    return speed


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.simulation")
    parser.add_argument("--data", type=Path, default=os.environ.get("LINESIDE_DATA"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=20.0, help="at most, per case")
    parser.add_argument("--sample", type=int, default=0, help="only the first N cases")
    parser.add_argument("--peer", default="all", choices=["all", "none", *PEERS])
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    cases = find_cases(Path(given.data)) if given.data else []
    if not cases:
        say("no cases: name a folder or file with --data")
    told = []
    for case in cases[: given.sample or None]:
        result = run_case(case, given.seed, given.seconds)
        if result is not None:
            told.append(result)
            say(f"{'inside ' if result['inside'] else 'OUTSIDE'} {result['id']}")
    peers = {"all": list(PEERS), "none": []}.get(given.peer, [given.peer])
    report = {
        "cases": told,
        "inside": sum(c["inside"] for c in told),
        "of": len(told),
        "speed": measure_speed(peers, given.seed),
    }
    text = json.dumps(report, indent=1)
    if given.json:
        given.json.write_text(text)
    print(text if not given.json else f"{report['inside']} of {report['of']} cases inside")


if __name__ == "__main__":
    main()
