"""What an answer is made on: the unit of work, the reading, and a note of every entry asked."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from lineside.copilot.asking import rights
from lineside.copilot.asking.lexicon import Lexicon
from lineside.copilot.asking.reading import Reading
from lineside.copilot.asking.times import Period
from lineside.copilot.model import Answer, Citation, Figure
from lineside.kernel.door import consult
from lineside.kernel.work import Work


@dataclass
class Ground:
    """Asks the catalogue for an answer and remembers what was asked."""

    work: Work
    lexicon: Lexicon
    reading: Reading
    zone: ZoneInfo
    asked: list[str] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    sources: list[Citation] = field(default_factory=list)

    @property
    def language(self) -> str:
        return self.reading.language

    def ask(self, entry: str, **given: Any) -> Any:
        """Ask an entry; its line stands in the answer's query."""
        self.asked.append(f"{entry} {json.dumps(given, default=_plain, ensure_ascii=False)}")
        return consult(self.work, entry, **given)

    def cite(self, kind: str, title: str, ref: str, quote: str = "") -> None:
        self.sources.append(Citation(kind, title, ref, quote))

    def tell(self, english: str, german: str) -> str:
        return german if self.language == "de" else english

    def units(self) -> list[str]:
        """The equipment that the question names, kinds of machine unfolded."""
        named: list[str] = []
        for each in self.reading.found:
            places = sorted(m.ref for m in each.meanings if m.kind == "equipment")
            kinds = sorted(m.ref for m in each.meanings if m.kind == "machine_kind")
            unfolded = [unit for kind in kinds for unit in self.lexicon.kinds.get(kind, [])]
            named.extend(places or unfolded)
        return list(dict.fromkeys(named))

    def foreign(self) -> list[str]:
        """The equipment that the question names and the asker's rights do not reach."""
        return [unit for unit in self.units() if not self.work.actor.reaches(unit)]

    def span(self, days: int = 1) -> Period:
        """The stretch that the question names, else the last days."""
        if self.reading.times.periods:
            return self.reading.times.periods[0]
        return Period(self.work.at - timedelta(days=days), self.work.at)

    def answer(self, text: str, path: str, confidence: float = 0.95) -> Answer:
        """The answer from what was asked; each guess at a misspelt word makes it less sure."""
        guesses = self.reading.guesses
        if guesses:
            read = ", ".join(f"{word} = {guess}" for word, guess in guesses)
            text += self.tell(f" (Read as: {read}.)", f" (Gelesen als: {read}.)")
        if path == "records" and self.work.actor.scope and not self.units():
            text += rights.only(self.work.actor, self.language)
        return Answer(
            text=text,
            path=path,
            language=self.language,
            figures=self.figures,
            sources=self.sources,
            query="\n".join(self.asked),
            confidence=round(confidence * 0.9 ** len(guesses), 3),
            declined=path == "declined",
        )


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return str(value)
