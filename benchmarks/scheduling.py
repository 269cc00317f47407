"""Schedule search beside its peers: PyJobShop with OR-Tools, plain CP-SAT, tuned dispatching.

``python -m benchmarks.scheduling --data PATH [--seconds S] [--sample N] [--peer P] [--json OUT]``.
Reads every instance under the path (job shop, flexible job shop, set-up, tardiness and plant
formats); ours and the peer get the same seconds and workers, one after the other. The objective is
the make-span, or weighted tardiness where jobs have due dates. A gap is (value - best known) / best
known in percent. Compilation is done before, on a problem of two operations.

Several ``--peer`` run one after the other; ``peer`` is then the best of them, ``peers`` has each.

``--breakdowns CASES`` measures repairs after breakdowns instead, on instances with due dates.
"""

import argparse
import json
import statistics
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks._scheduling.breakdowns import measured
from benchmarks._scheduling.instances import Instance, instances
from benchmarks._scheduling.peers import PEERS
from lineside.scheduling.checker import check
from lineside.scheduling.problem import Job, Machine, Mode, Objective, Operation, Problem, Window
from lineside.scheduling.repair import Disruption, repair
from lineside.scheduling.search import search

Row = dict[str, Any]


def main(words: list[str] | None = None) -> int:
    """Run as the module's documentation says; 1 when a plan of ours breaks a rule."""
    asked = _arguments(words)
    _warm_up(asked.workers)
    rows: list[Row] = []
    for instance in instances(asked.data, asked.sample):
        row = _repairs(instance, asked) if asked.breakdowns else _measure(instance, asked)
        if row is not None:
            rows.append(row)
            print(json.dumps(row), file=sys.stderr, flush=True)
    report = _report(rows, asked)
    text = json.dumps(report, indent=1)
    if asked.json:
        asked.json.write_text(text + "\n", encoding="utf-8")
    else:
        print(text)
    return 1 if any(row["violations"] for row in rows) else 0


def _arguments(words: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.scheduling", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--seconds", type=float, default=30.0, help="wall time per instance")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sample", type=int)
    parser.add_argument("--peer", choices=[*PEERS, "none"], action="append", default=[])
    parser.add_argument("--breakdowns", "--repair", type=int, default=0, metavar="CASES")
    parser.add_argument("--json", type=Path)
    return parser.parse_args(words)


def _warm_up(workers: int) -> None:
    """Compile what will be measured."""
    for due in (None, 1):
        steps = tuple(
            Operation(f"{j}{k}", j, (Mode("M", 2), Mode("N", 3)), (f"{j}0",) if k else ())
            for j in "AB"
            for k in range(2)
        )
        jobs = (Job("A", due=due), Job("B", due=due))
        problem = Problem(jobs, steps, (Machine("M"), Machine("N")))
        plan = search(problem, seconds=5, rounds=2, workers=workers).plan
        down = {"M": (Window(1, 3, reason="breakdown"),)}
        repair(problem, plan, Disruption(1, down=down), seconds=5, rounds=1)


def _gap(worth: float | None, best: float | None) -> float | None:
    return None if worth is None or not best else 100.0 * (worth - best) / best


def _measure(instance: Instance, asked: argparse.Namespace) -> Row:
    problem = instance.problem
    objective = Objective.usual(problem)
    at_one_second: list[float] = []
    began, cpu = time.perf_counter(), time.process_time()
    found = search(
        problem,
        seconds=asked.seconds,
        seed=asked.seed,
        workers=asked.workers,
        on_progress=lambda each: (
            at_one_second.append(each.value) if time.perf_counter() - began <= 1.0 else None
        ),
    )
    row: Row = {
        "name": instance.name,
        "operations": len(problem.operations),
        "objective": "tardiness" if objective.tardiness else "makespan",
        "ours": found.value,
        "ours_seconds": round(time.perf_counter() - began, 2),
        "ours_cpu_s": round(time.process_time() - cpu, 2),
        "peer": None,
        "peers": {},
        "best_known": instance.best_known,
        "lower_bound": found.lower_bound,
        "gap_ours": _gap(found.value, instance.best_known),
        "gap_peer": None,
        "feasible_at_1_s": bool(at_one_second),
        "value_at_1_s": at_one_second[-1] if at_one_second else None,
        "found_by": found.found_by,
        "violations": len(check(problem, found.plan)),
    }
    for name in asked.peer:
        if name != "none":
            row["peers"][name] = _peer(name, instance, asked)
    values = [each["value"] for each in row["peers"].values() if each["value"] is not None]
    if values:
        row["peer"] = min(values)
        row["gap_peer"] = _gap(row["peer"], instance.best_known)
    return row


def _peer(name: str, instance: Instance, asked: argparse.Namespace) -> Row:
    """A peer's best value, its gap, and the time that it took."""
    began, cpu = time.perf_counter(), time.process_time()
    worth = PEERS[name](instance.problem, asked.seconds, asked.workers, asked.seed)
    return {
        "value": worth,
        "gap": _gap(worth, instance.best_known),
        "seconds": round(time.perf_counter() - began, 2),
        "cpu_s": round(time.process_time() - cpu, 2),
    }


def _repairs(instance: Instance, asked: argparse.Namespace) -> Row | None:
    """Repairs after breakdowns; none where nothing is due."""
    problem = instance.problem
    if not Objective.usual(problem).tardiness:
        return None
    undisturbed = measured(problem, asked.breakdowns, asked.seconds, asked.workers, asked.seed)
    violations = sum(each["violations"] for each in undisturbed.values())
    return {"name": instance.name, "undisturbed": undisturbed, "violations": violations}


def _report(rows: list[Row], asked: argparse.Namespace) -> dict[str, Any]:
    """The rows, and mean gaps over the instances whose best value is known."""
    peers = [name for name in asked.peer if name != "none"]

    def mean(gaps: list[float | None]) -> float | None:
        known = [gap for gap in gaps if gap is not None]
        return statistics.fmean(known) if known else None

    means = {
        "ours": mean([row.get("gap_ours") for row in rows]),
        "peer": mean([row.get("gap_peer") for row in rows]),
    }
    for name in peers:
        means[name] = mean([row.get("peers", {}).get(name, {}).get("gap") for row in rows])
    return {
        "benchmark": "scheduling",
        "peer": "+".join(peers) or "none",
        "seconds": asked.seconds,
        "workers": asked.workers,
        "instances": rows,
        "mean_gap_percent": means,
    }


if __name__ == "__main__":
    raise SystemExit(main())
