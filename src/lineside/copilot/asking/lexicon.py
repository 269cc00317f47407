"""The lexicon of a question: every phrase that the plant and the catalogue know, with its meaning.

Built through the catalogue with the asker's rights: what somebody may not read, the copilot does
not know either.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from lineside.copilot.asking.concepts import CONCEPTS, FORECASTS, MORE_WORDS
from lineside.copilot.asking.words import FUNCTION_WORDS, phrase
from lineside.kernel.catalogue import Kind, entries
from lineside.kernel.door import consult
from lineside.kernel.errors import Refusal
from lineside.kernel.work import Work

LONGEST_PHRASE = 6
_UNIT_PARTS = {
    "mm", "s", "s2", "m", "kw", "kwh", "c", "rpm", "min", "pct", "rev", "nm", "kn", "g", "um",
    "dba", "arcmin", "ma", "ms", "kg", "l", "h", "m3", "a", "bar", "hz",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase stands for.

    ``kind`` is metric, equipment, machine_kind, product, part, material, signal, state, person,
    defect, component, skill, reason or concept; ``ref`` is the id of the thing.
    """

    kind: str
    ref: str


@dataclass
class Lexicon:
    """Phrases with their meanings, the names of things, and all words for misspellings."""

    phrases: dict[tuple[str, ...], set[Meaning]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, list[str]] = field(default_factory=dict)
    groups: dict[str, list[str]] = field(default_factory=dict)
    tags: dict[tuple[str, str], str] = field(default_factory=dict)

    def add(self, text: str, kind: str, ref: str) -> None:
        words = phrase(text)
        if words and len(words) <= LONGEST_PHRASE and not set(words) <= FUNCTION_WORDS:
            self.phrases.setdefault(words, set()).add(Meaning(kind, ref))

    def add_all(self, texts: Iterable[str], kind: str, ref: str) -> None:
        for text in texts:
            self.add(text, kind, ref)

    def words(self) -> list[str]:
        """Single words that a misspelt one may stand for."""
        return sorted({w for words in self.phrases for w in words if w.isalpha() and len(w) > 3})


def build_lexicon(work: Work) -> Lexicon:
    """Everything that may be meant, as far as the asker may know it."""
    lexicon = Lexicon()
    for concept, texts in CONCEPTS.items():
        lexicon.add_all(texts, "concept", concept)
        if concept in ("why", "where"):  # also small words, but these carry meaning
            for text in texts:
                lexicon.phrases.setdefault(phrase(text), set()).add(Meaning("concept", concept))
    _add_metrics(lexicon)
    _add_equipment(lexicon, _ask(work, "plant.equipment_tree"))
    _add_products(lexicon, _ask(work, "plant.products"))
    for part in _ask(work, "inventory.parts"):
        lexicon.names[part.id] = part.name
        lexicon.add_all((part.id, part.name), "part", part.id)
    for person in _ask(work, "plant.people"):
        lexicon.names[person.id] = person.name
        lexicon.add_all((person.name, person.name.split(" ")[0]), "person", person.id)
    _add_vocabulary(lexicon, _ask(work, "plant.vocabulary"))
    for tag in _ask(work, "telemetry.tags"):
        lexicon.tags[tag.equipment, tag.signal] = tag.id
        words = tag.signal.split("_")
        while len(words) > 1 and words[-1] in _UNIT_PARTS:
            words.pop()
        if tag.tag_class == "analog":
            lexicon.add_all((" ".join(words), tag.id), "signal", tag.signal)
    return lexicon


def _ask(work: Work, entry: str) -> Any:
    try:
        return consult(work, entry)
    except Refusal:
        return []


def _add_metrics(lexicon: Lexicon) -> None:
    for entry in entries():
        if entry.kind is not Kind.METRIC or entry.metric is None:
            continue
        short = entry.name.split(".")[1]
        lexicon.names[entry.name] = (entry.metric.synonyms or (short.replace("_", " "),))[0]
        texts = (short.replace("_", " "), *entry.metric.synonyms, *MORE_WORDS.get(short, ()))
        if short in FORECASTS:
            lexicon.add_all(texts, "concept", FORECASTS[short])
        elif "start" in entry.arguments.model_fields:
            lexicon.add_all(texts, "metric", entry.name)


def _add_equipment(lexicon: Lexicon, nodes: list[Any]) -> None:
    for node in nodes:
        short = node.id.rsplit("/", 1)[-1]
        lexicon.names[node.id] = short
        if node.kind in ("enterprise", "site"):
            lexicon.add_all((node.name, short), "concept", "plant")
            continue
        lexicon.add_all((node.name, short, *_spellings(short)), "equipment", node.id)
        lexicon.add(str(node.facts.get("label_de", "")), "equipment", node.id)
        kind = str(node.facts.get("machine_kind") or node.facts.get("kind") or "")
        if node.kind == "unit" and kind:
            lexicon.kinds.setdefault(kind, []).append(node.id)
            lexicon.add(kind.replace("_", " "), "machine_kind", kind)


def _spellings(short: str) -> list[str]:
    """GR-04 is also written GR04, GR 04, GR4 and GR 4."""
    match = re.fullmatch(r"([A-Za-z]+)[-_ ]?0*(\d+)", short)
    if match is None:
        return []
    letters, number = match.groups()
    digits = re.sub(r"\D", "", short)
    return [f"{letters}{digits}", f"{letters} {digits}", f"{letters}{number}",
            f"{letters} {number}", f"{letters}-{number}"]  # fmt: skip


def _add_products(lexicon: Lexicon, products: list[Any]) -> None:
    for product in products:
        lexicon.names[product.id] = product.name
        lexicon.add_all((product.id, product.name, product.name_de), "product", product.id)
        stem = re.match(r"[A-Za-z]+", product.id)
        if stem:
            lexicon.groups.setdefault(stem.group(), []).append(product.id)


def _add_vocabulary(lexicon: Lexicon, terms: list[Any]) -> None:
    for term in terms:
        kind, ref = term.kind, term.ref
        if kind == "shift":
            continue
        if kind == "component" and ref in lexicon.names:
            kind = "part"
        if kind == "area":
            kind, ref = "equipment", _by_last_part(lexicon, ref)
        if kind == "equipment" and ref in lexicon.names and "/" not in ref:
            continue
        lexicon.add_all((term.term, *term.synonyms), kind, ref)


def _by_last_part(lexicon: Lexicon, ref: str) -> str:
    found = [name for name in lexicon.names if name.rsplit("/", 1)[-1] == ref]
    return found[0] if found else ref
