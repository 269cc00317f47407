"""What a file says of itself at its top, so that a folder of documents can be taken in."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from lineside.documents.errors import MetadataMissing


@dataclass(frozen=True)
class Described:
    """The arguments for ``add_document`` and the content without its head."""

    facts: dict[str, Any]
    content: bytes


def describe(path: Path) -> Described:
    """Read the head of a Markdown file; another file is described by its name."""
    content = path.read_bytes()
    if path.suffix != ".md" or not content.startswith(b"---"):
        return Described(
            {"document": path.stem, "revision": "A", "title": path.stem, "kind": "manual"}, content
        )
    _, head, body = content.split(b"---", 2)
    try:
        said = yaml.safe_load(head.decode("utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise MetadataMissing(file=path.name, problem=str(error)[:200]) from error
    if not isinstance(said, dict):
        raise MetadataMissing(file=path.name, problem="the head is not a mapping")
    facts: dict[str, Any] = {
        "document": str(said.get("id", path.stem)),
        "revision": str(said.get("revision", "A")),
        "title": str(said.get("title", path.stem)),
        "kind": str(said.get("kind", "manual")),
        "classification": str(said.get("classification", "internal")),
        "about": _listed(said),
    }
    effective = said.get("effective_from", said.get("effective"))
    if effective:
        facts["effective_from"] = (
            effective if isinstance(effective, date) else date.fromisoformat(str(effective))
        )
    return Described(facts, body.lstrip())


def _listed(said: dict[str, Any]) -> list[str]:
    found: list[str] = []
    for name in ("about", "equipment", "machines", "products"):
        value = said.get(name) or []
        found += [str(each) for each in (value if isinstance(value, list) else [value])]
    return found
