"""Writes a technician's guide from what the plant knows; every line names its source.

No language model takes part: the passages of the manual are quoted to the letter, the figures come
from the recommendation's evidence, the cases from the record of repairs.
"""

import re
from typing import Any

from lineside.copilot.model import Citation, Line, Section
from lineside.kernel.door import consult
from lineside.kernel.rooms import RoomStopped
from lineside.kernel.work import Work

CASES = 3
PASSAGES = 4
NUMBERED = re.compile(r"\s*\d+[.)]\s")
MARK = re.compile(r"^\s*(?:[-*+•]|\d+[.)])\s+")
# How a physical quantity's name ends, and the unit that people read.
UNITS = {"_h": "h", "_c": "°C", "_pct": "%", "_mm_s": "mm/s", "_m_s2": "m/s²", "_um": "µm"}


def sections_for(
    work: Work, *, equipment: str, component: str, recommendation: str
) -> list[Section]:
    """The sections that have something to say, in the order in which they are needed."""
    unit = equipment.rsplit("/", 1)[-1]
    part = component.replace("_", " ")
    found = [
        _why(work, recommendation),
        _passages(work, "safety", "Safety", f"lock out tag out before work on {part}", unit),
        _parts(work, equipment),
        _passages(work, "steps", "Steps", f"replace {part}", unit, kinds="manual,sop,maintenance"),
        _cases(work, component, equipment),
        _passages(work, "after", "Afterwards", f"run-in and check after replacing {part}", unit),
    ]
    return [section for section in found if section.lines]


def _why(work: Work, recommendation: str) -> Section:
    if not recommendation:
        return Section("why", "Why", [])
    told = consult(work, "guidance.recommendation", recommendation=recommendation)
    lines = [Line(told.title, [Citation("recommendation", told.title, _ref(told.id))])]
    for each in told.evidence:
        if each.kind in ("correlation", "prediction", "pattern"):
            figures = figures_text(each.figures)
            text = f"{each.title}: {figures}" if figures else each.title
            lines.append(Line(text, [Citation(each.kind, each.title, each.ref, figures)]))
    return Section("why", "Why", lines)


def figures_text(figures: dict[str, Any]) -> str:
    """The main figures of a piece of evidence; the shares of single features are left out."""
    main = [(name, value) for name, value in figures.items() if not name.startswith("share")]
    return ", ".join(figure_text(*pair) for pair in main[:7])


def words_of(name: str) -> str:
    """``vibration_rms_mm_s`` as people say it: ``vibration rms``."""
    return _unit_apart(name)[0]


def figure_text(name: str, value: float | int | str) -> str:
    """A figure as a person reads it: words, four digits, a unit, a tiny probability as a bound."""
    if name == "p_value" and isinstance(value, float) and value < 1e-4:
        return "p below 0.0001"
    words, unit = _unit_apart(name)
    if isinstance(value, str):
        return f"{words} {_unit_apart(value)[0]}"
    return f"{words} {value:.4g} {unit}".strip() if isinstance(value, float) else f"{words} {value}"


def _unit_apart(name: str) -> tuple[str, str]:
    """``life_low_h`` is the words ``life low`` and the unit ``h``."""
    ending = next((each for each in UNITS if name.endswith(each)), "")
    words = name.removesuffix(ending) if ending else name
    return words.replace("_", " "), UNITS.get(ending, "")


def _ref(recommendation: str) -> str:
    return f"guidance.recommendation/{recommendation}"


def _rows(work: Work, entry: str, **given: Any) -> list[Any]:
    """What a room tells; a guide goes without what a stopped room would add."""
    try:
        found: list[Any] = consult(work, entry, **given)
    except RoomStopped:
        return []
    return found


def _passages(work: Work, code: str, title: str, query: str, unit: str, kinds: str = "") -> Section:
    hits = _rows(work, "documents.search", query=query, about=unit, kind=kinds, k=PASSAGES)
    if not hits and kinds:
        hits = _rows(work, "documents.search", query=query, about=unit, k=PASSAGES)
    lines = []
    for hit in hits:
        steps = _steps(hit.text) if code == "steps" else []
        told = steps or [_plain(hit.quote or _first_words(hit.text))]
        lines += [Line(text, [_page(hit)]) for text in told]
    return Section(code, title, lines)


def _steps(text: str) -> list[str]:
    """The numbered steps of a passage, all of them and in their order."""
    found = [line for line in text.splitlines() if NUMBERED.match(line)]
    return [_plain(line) for line in found] if len(found) > 1 else []


def _plain(text: str) -> str:
    """A passage's words without the marks of lists and tables; the citation keeps the letter."""
    lines = [MARK.sub("", line).strip() for line in text.splitlines()]
    cells = [" · ".join(filter(None, map(str.strip, line.split("|")))) for line in lines]
    return " ".join(filter(None, cells))


def _page(hit: Any) -> Citation:
    title = f"{hit.title}, rev. {hit.revision}, page {hit.page}"
    if hit.heading:
        title += f", {hit.heading}"
    return Citation("document", title, f"documents.passage/{hit.passage}", hit.quote)


def _first_words(text: str, characters: int = 220) -> str:
    return text if len(text) <= characters else text[:characters].rsplit(" ", 1)[0] + " ..."


def _parts(work: Work, equipment: str) -> Section:
    parts = _rows(work, "inventory.parts_for", equipment=equipment)
    lines = []
    for part in parts:
        free = part.on_hand - part.reserved
        text = f"{part.id} {part.name}: {part.on_hand} on hand, {free} free"
        lines.append(Line(text, [Citation("part", part.name, f"inventory.part/{part.id}")]))
    return Section("parts", "Parts", lines)


def _cases(work: Work, component: str, equipment: str) -> Section:
    cases = _rows(
        work, "maintenance.past_repairs", component=component, equipment=equipment, limit=CASES
    )
    lines = []
    for case in cases:
        unit = case.equipment.rsplit("/", 1)[-1]
        text = (
            f"{unit}: {case.note or case.task}. Found: {case.found}. Done: {case.task} "
            f"({case.downtime_minutes:.0f} min)"
        )
        ref = f"maintenance.work_order/{case.work_order}"
        lines.append(Line(text, [Citation("history", case.work_order, ref, case.found)]))
    return Section("cases", "Past repairs", lines)
