"""The page with the table."""

from dataclasses import dataclass

HEAD = """# Benchmarks

Every program of `benchmarks/` in its short form, beside its peer in the same run. To repeat it:

    make bench DATA=PATH

(the same as `python -m benchmarks --data PATH`; the peers come with the extra `bench`, and each
program's documentation says what data it reads). The short form tells in minutes whether something
broke. It uses few series, pictures and seconds, so figures for a comparison come from the long form
of each program, `python -m benchmarks.NAME --data PATH`; the pages under Explanation tell those.
Ratio is ours divided by the peer's; the protocol says whether more or less is better. What other
work the machine had is in its load; times and rates suffer from it, ratios less.

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
