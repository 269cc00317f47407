"""The closed-loop story over several seeds, and what the live demonstration takes.

``python -m benchmarks.story [--seeds N] [--healthy N] [--live SECONDS] [--json OUT]``. Each story
runs from an empty folder as a user would run it; a healthy plant must show no step. ``--live``
starts the demonstration, waits for its pages, and measures memory (proportional set size of all its
processes, Linux only) and CPU at real-time speed. There is no peer that does the same: the figures
stand beside their goals (240 s, 30 s, 1.5 GiB, one core).
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx

from benchmarks._serving import PROGRAM, free_port

GOALS = {"story_s": 240.0, "pages_s": 30.0, "memory_gib": 1.5, "cores": 1.0}
TICKS_PER_S = os.sysconf("SC_CLK_TCK")


def told_story(seed: int, healthy: bool) -> dict[str, Any]:
    """One story: whether it closed, how long it took, its steps and its largest memory."""
    with tempfile.TemporaryDirectory(prefix="lineside-bench-") as folder:
        words = [PROGRAM, "demo", "--story", "closed-loop", "--json", "--seed", str(seed)]
        words += ["--data", f"{folder}/data", *(["--healthy"] if healthy else [])]
        begun = time.monotonic()
        with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
            assert process.stdout is not None
            told = json.loads(process.stdout.read() or b"{}")
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
    return {
        "seed": seed,
        "healthy": healthy,
        "exit": process.returncode,
        "closed": told.get("closed", False),
        "steps": len(told.get("steps", [])),
        "audit_ok": told.get("audit_ok", False),
        "refused_entries": told.get("refused_entries"),
        "seconds": round(time.monotonic() - begun, 1),
        "cpu_s": round(used.ru_utime + used.ru_stime, 1),
        "peak_gib": round(used.ru_maxrss / 2**20, 2),
    }


def lived(seconds: float) -> dict[str, Any]:
    """The live demonstration: time to its pages, then memory and CPU over a stretch of time."""
    with tempfile.TemporaryDirectory(prefix="lineside-bench-") as folder:
        data, port = f"{folder}/data", free_port()
        begun = time.monotonic()
        process = subprocess.Popen(
            [PROGRAM, "demo", "--data", data],
            env=os.environ | {"LINESIDE_PORT": str(port)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _await_pages(f"http://127.0.0.1:{port}", process)
            ready_s = time.monotonic() - begun
            return {"pages_s": round(ready_s, 1), **_taken(process.pid, data, seconds)}
        finally:
            process.terminate()
            process.wait(timeout=60)


def _await_pages(url: str, process: "subprocess.Popen[bytes]") -> None:
    while process.poll() is None:
        try:
            httpx.get(url)
            return
        except httpx.TransportError:
            time.sleep(0.1)
    raise RuntimeError("the demonstration ended before its pages were there")


def _taken(pid: int, data: str, seconds: float) -> dict[str, Any]:
    cpu, at, peak = _cpu_s(_family(pid, data)), time.monotonic(), 0.0
    while time.monotonic() - at < seconds:
        time.sleep(min(2.0, seconds))
        peak = max(peak, sum(map(_memory_gib, _family(pid, data))))
    used = _cpu_s(_family(pid, data)) - cpu
    return {"memory_gib": round(peak, 2), "cores": round(used / (time.monotonic() - at), 2)}


def _family(pid: int, data: str) -> list[int]:
    """The process, whatever names the data folder, and all their descendants."""
    children: dict[int, list[int]] = {}
    found = [pid]
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
                named = data.encode() in (entry / "cmdline").read_bytes()
            except OSError:
                continue
            children.setdefault(parent, []).append(int(entry.name))
            found += [int(entry.name)] if named else []
    for each in found:
        found += [child for child in children.get(each, []) if child not in found]
    return list(dict.fromkeys(found))


def _memory_gib(pid: int) -> float:
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    return int(rollup.split("Pss:")[1].split()[0]) / 2**20


def _cpu_s(pids: list[int]) -> float:
    total = 0.0
    for pid in pids:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        total += (int(fields[11]) + int(fields[12])) / TICKS_PER_S
    return total


def main() -> int:
    """Run as the module's documentation says; 1 when a story did not end as it should."""
    parser = argparse.ArgumentParser(prog="benchmarks.story", description=__doc__)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--healthy", type=int, default=0)
    parser.add_argument("--live", type=float, default=0.0, help="seconds to watch it live")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    stories = []
    for seed, healthy in [(s, False) for s in range(asked.seeds)] + [
        (s, True) for s in range(asked.healthy)
    ]:
        stories.append(told_story(seed, healthy))
        print(json.dumps(stories[-1]), file=sys.stderr, flush=True)
    told = {"benchmark": "story", "goals": GOALS, "stories": stories}
    if asked.live:
        told["live"] = lived(asked.live)
    text = json.dumps(told, indent=1)
    if asked.json:
        asked.json.write_text(text)
    sys.stdout.write(text + "\n")
    return int(not all(each["exit"] == 0 and each["closed"] for each in stories))


if __name__ == "__main__":
    raise SystemExit(main())
