"""How the reference pages put things into Markdown."""

import inspect
from collections.abc import Sequence
from enum import Enum
from typing import Any

NOTE = "<!-- Written by `make docs` from the program; edit the program instead. -->"


def title(title: str) -> list[str]:
    return [f"# {title}", "", NOTE, ""]


def table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> list[str]:
    if not rows:
        return []
    cells = [
        [cell.replace("|", "\\|") for cell in row] for row in (head, ["---"] * len(head), *rows)
    ]
    return [*(f"| {' | '.join(row)} |" for row in cells), ""]


def paragraphs(thing: Any) -> list[str]:
    """A docstring as Markdown; the signature that an undocumented dataclass has is left out."""
    text = inspect.getdoc(thing) or ""
    if not text or text.startswith(f"{thing.__name__}("):
        return []
    return [*plain(text).splitlines(), ""]


def summary(thing: Any) -> str:
    return plain((inspect.getdoc(thing) or "").split("\n\n")[0].replace("\n", " "))


def plain(text: str) -> str:
    return text.replace("``", "`")


def names(names: list[str]) -> str:
    return ", ".join(f"`{each}`" for each in names)


def shown(value: Any) -> str:
    given = value.value if isinstance(value, Enum) else value
    return "none" if given is None else f"`{given!r}`" if isinstance(given, str) else f"`{given}`"


def is_ours(thing: Any) -> bool:
    """Whether the program defines it; tests may define more."""
    return str(thing.__module__).startswith("lineside.")
