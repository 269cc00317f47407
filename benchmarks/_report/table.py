"""The page with the table."""

from dataclasses import dataclass

HEAD = """# Benchmarks

Written by `make bench` (`python -m benchmarks`): every program of `benchmarks/` in its short form.
The short form tells whether something broke; figures for a comparison come from each program's own
long form. Ratio is ours divided by the peer's; the protocol says which of the two is better.

"""


@dataclass
class Line:
    """One line of the table; without figures it says why in ``line``."""

    program: str
    line: str
    ours: float | None = None
    peer: float | None = None
    protocol: str = ""
    failed: bool = False


def page(machine: dict[str, str], lines: list[Line]) -> str:
    """The whole page as Markdown."""
    facts = [f"- {name}: {value}" for name, value in machine.items()]
    rows = ["| program | line | ours | peer | ratio | protocol |", "|---|---|--:|--:|--:|---|"]
    rows += [_row(line) for line in lines]
    return HEAD + "\n".join([*facts, "", *rows]) + "\n"


def _row(line: Line) -> str:
    ratio = line.ours / line.peer if line.ours is not None and line.peer else None
    cells = (
        line.program, _safe(line.line), _number(line.ours), _number(line.peer), _number(ratio),
        _safe(line.protocol),
    )  # fmt: skip
    return "| " + " | ".join(cells) + " |"


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 10_000 else f"{value:.4g}"


def _safe(text: str) -> str:
    return " ".join(text.replace("|", "/").split())
