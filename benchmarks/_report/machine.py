"""The machine that figures were taken on: without it they mean nothing."""

import os
import platform
from datetime import UTC, datetime
from pathlib import Path


def machine() -> dict[str, str]:
    """Date, cores, memory, load and the versions that matter."""
    return {
        "date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "cores": str(len(os.sched_getaffinity(0))),
        "processor": _field("/proc/cpuinfo", "model name") or platform.machine(),
        "memory": f"{_memory_gib():.0f} GiB",
        "load before": "{:.1f} {:.1f} {:.1f}".format(*os.getloadavg()),
        "python": platform.python_version(),
    }


def _memory_gib() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30


def _field(path: str, name: str) -> str:
    try:
        lines = Path(path).read_text().splitlines()
    except OSError:
        return ""
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(name)), "")
