"""Reads the repository's Markdown for the tests: pages, links, headings, commands."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
SKIPPED = {"node_modules", "lineside-data", "dist", "build", "out"}
_FENCE = re.compile(r"^```.*?^```", re.M | re.S)
_SPAN = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def pages() -> list[Path]:
    """Every Markdown page of the repository."""
    found = []
    for path in ROOT.rglob("*.md"):
        parts = path.relative_to(ROOT).parts
        if not any(part in SKIPPED or part.startswith(".") for part in parts):
            found.append(path)
    return sorted(found)


def guides() -> list[Path]:
    """The pages that tell a reader what to type."""
    names = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"]
    told = [*(ROOT / "docs" / "tutorials").glob("*.md"), *(ROOT / "docs" / "how-to").glob("*.md")]
    return [*(ROOT / name for name in names), *sorted(told)]


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def links(path: Path) -> Iterator[str]:
    """Targets of the page's links, code left out."""
    text = _SPAN.sub("", _FENCE.sub("", path.read_text(encoding="utf-8")))
    return (match[1] for match in _LINK.finditer(text))


def anchors(path: Path) -> set[str]:
    """The anchors of a page's headings."""
    text = _FENCE.sub("", path.read_text(encoding="utf-8"))
    found = re.findall(r"^#+ (.+)$", text, re.M)
    return {re.sub(r"[^\w\- ]", "", each.lower()).strip().replace(" ", "-") for each in found}


def typed(
    path: Path, program: str, *, blocks_only: bool = False
) -> Iterator[tuple[list[str], bool]]:
    """What a reader is told to type: the words after a program, and whether it is yet to come.

    Commands stand in indented blocks or code spans; one that runs over lines is not looked for.
    """
    for line in path.read_text(encoding="utf-8").splitlines():
        is_block = line.startswith("    ")
        pieces = [line.strip()] if is_block else [] if blocks_only else _SPAN.findall(line)
        for piece in pieces:
            command = piece.replace("\\|", "|").split("  #")[0].removeprefix(".venv/bin/")
            if command.startswith(f"{program} "):
                words = shlex.split(command.replace("…", "..."), posix=True)
                yield words[1:], "not there yet" in line
