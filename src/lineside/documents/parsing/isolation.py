"""Strangers' binary files are read in a process of their own.

PDF and Office readers are large C libraries that were not written for hostile input. The child
has a ceiling on memory and on processor time; when it hangs, swells or dies, one file is refused
and the house stands.
"""

import json
import os
import subprocess
import sys
from dataclasses import asdict
from typing import Any

from lineside.documents import errors
from lineside.documents.parsing.sections import Limits, Parsed, Section

_REFUSALS = {kind.code: kind for kind in (errors.FileTooLarge, errors.FileUnreadable)}


def read_isolated(data: bytes, kind: str, limits: Limits) -> Parsed:
    """Read a file of a binary kind in a child process."""
    command = [sys.executable, "-m", "lineside.documents.parsing", kind]
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        "LINESIDE_PARSING_LIMITS": json.dumps(asdict(limits)),
    }
    try:
        done = subprocess.run(
            command,
            input=data,
            capture_output=True,
            timeout=limits.time_s + 2.0,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise errors.FileTooLarge(limit="time_s", most=limits.time_s) from None
    return _answer(done, limits)


def _answer(done: subprocess.CompletedProcess[bytes], limits: Limits) -> Parsed:
    if done.returncode != 0:
        if b"MemoryError" in done.stderr:
            raise errors.FileTooLarge(limit="memory_bytes", most=limits.memory_bytes)
        raise errors.FileUnreadable(problem="the reader could not finish", exit=done.returncode)
    told: dict[str, Any] = json.loads(done.stdout)
    if "refused" in told:
        raise _REFUSALS[told["refused"]](**told["facts"])
    sections = tuple(
        Section(page, tuple(heading), text) for page, heading, text in told["sections"]
    )
    return Parsed(told["kind"], told["pages"], sections)
