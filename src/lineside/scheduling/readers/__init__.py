"""Readers of schedule problems: public benchmark formats and our plant format."""

import json
from pathlib import Path

from lineside.scheduling.errors import FormatUnknown
from lineside.scheduling.problem import Problem
from lineside.scheduling.readers.graph import from_graph
from lineside.scheduling.readers.plant import from_plant
from lineside.scheduling.readers.text import from_text

__all__ = ["from_graph", "from_plant", "from_text", "read", "read_text"]


def read(path: Path) -> Problem:
    """Read a problem from a file in any known format; ``FormatUnknown`` when it is in none."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise FormatUnknown(path=path.name, problem=str(fault)) from fault
    return read_text(text, path.stem)


def read_text(text: str, name: str) -> Problem:
    """Read a problem from its text in any known format; ``FormatUnknown`` when it is in none."""
    if text.lstrip().startswith("{"):
        try:
            data = json.loads(text)
            if "operations" in data:
                return from_graph(data, name)
            return from_plant(data, name)
        except (ArithmeticError, LookupError, RecursionError, TypeError, ValueError) as fault:
            raise FormatUnknown(name=name, problem=f"no schedule problem: {fault}") from fault
    return from_text(text, name)
