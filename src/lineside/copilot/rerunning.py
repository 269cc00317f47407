"""Runs a query that an answer showed and somebody edited: one line ``room.entry {arguments}``."""

import dataclasses
import json
import re
from typing import Any

from lineside.copilot.asking.rights import denied
from lineside.copilot.errors import QuestionInvalid
from lineside.copilot.model import Answer, Citation, Figure
from lineside.kernel.catalogue import Kind, find
from lineside.kernel.door import consult
from lineside.kernel.errors import Forbidden
from lineside.kernel.rooms import RoomStopped
from lineside.kernel.work import Work

_LINE = re.compile(r"\s*([a-z_]+\.[a-z_]+)\s*(\{.*\})?\s*", re.DOTALL)
MOST_CHARACTERS = 2000


def is_query(question: str) -> bool:
    """Whether the question is the line of a query."""
    return bool(_LINE.fullmatch(question))


def rerun(work: Work, question: str, language: str) -> Answer:
    """Run the line with the asker's rights; actions are refused here."""
    match = _LINE.fullmatch(question)
    assert match is not None, "only lines of queries come here"
    entry = find(match.group(1))
    if entry.kind is Kind.ACTION:
        raise QuestionInvalid(entry=entry.name, problem="an action is no question")
    try:
        given = json.loads(match.group(2) or "{}")
    except ValueError as error:
        raise QuestionInvalid(entry=entry.name, problem=str(error)) from error
    try:
        found = consult(work, entry.name, **given)
    except (Forbidden, RoomStopped) as refusal:
        told = denied(work.actor, refusal, language)
        return Answer(told, "declined", language, confidence=1.0, declined=True)
    value = _value(found)
    unit = entry.metric.unit if entry.metric else ""
    figures = [Figure(entry.name, value, unit)] if entry.metric else []
    return Answer(
        text=f"{entry.name}: {_told(entry.dump(found))}",
        path="figure" if entry.metric else "records",
        language=language,
        figures=figures,
        sources=[Citation("metric" if entry.metric else "record", entry.summary, entry.name)],
        query=question.strip(),
        confidence=1.0,
    )


def _value(found: Any) -> float | None:
    if dataclasses.is_dataclass(found):
        return getattr(found, "value", getattr(found, "rate", None))
    return found if isinstance(found, int | float) else None


def _told(plain: Any) -> str:
    text = json.dumps(plain, ensure_ascii=False)
    return text if len(text) <= MOST_CHARACTERS else text[:MOST_CHARACTERS] + " ..."
