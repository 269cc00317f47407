"""Writes the reference pages below ``docs/reference`` from the program itself.

``python -m tools.reference`` (or ``make docs``). The pages depend on nothing but the program: two
runs of one version give the same bytes, and ``tests/docs`` compares them with what is committed.
"""

from collections.abc import Callable
from pathlib import Path

from lineside.app.wiring import load_rooms
from tools.reference.catalogue import actions, metrics, queries
from tools.reference.commands import command_line
from tools.reference.news import news
from tools.reference.refusals import refusals
from tools.reference.settings import settings

TARGET = Path(__file__).parents[2] / "docs" / "reference"


def pages() -> dict[str, str]:
    """The text of each page by its file name."""
    load_rooms()
    makers: dict[str, Callable[[], list[str]]] = {
        "actions.md": actions,
        "queries.md": queries,
        "metrics.md": metrics,
        "events.md": news,
        "errors.md": refusals,
        "settings.md": settings,
        "command-line.md": command_line,
    }
    return {name: "\n".join(make()).rstrip() + "\n" for name, make in makers.items()}


def write() -> None:
    """Write all pages."""
    TARGET.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (TARGET / name).write_text(text, encoding="utf-8")
