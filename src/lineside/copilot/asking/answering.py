"""Chooses how a question is answered: the first way that takes up every word of it.

Ways are tried in order. A way that matches but would leave a word out does not answer; if none
takes up everything, the copilot asks back and names the word. What no way matches is looked up in
the documents, and declined where no passage covers it.
"""

import difflib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from lineside.copilot.asking import figures, forecasts, passages, records, rights, stores
from lineside.copilot.asking.concepts import HOW
from lineside.copilot.asking.ground import Ground
from lineside.copilot.asking.lexicon import Lexicon, Meaning, build_lexicon
from lineside.copilot.asking.reading import Reading, read
from lineside.copilot.asking.refusing import refusal
from lineside.copilot.asking.times import Sense
from lineside.copilot.asking.words import cut, fold, language_of
from lineside.copilot.model import Answer
from lineside.kernel.door import consult
from lineside.kernel.errors import Forbidden, Refusal
from lineside.kernel.rooms import RoomStopped
from lineside.kernel.work import Work

# A word that narrows or turns a question round: without it the answer would be another.
LIMITING = frozenset(
    {"not", "no", "without", "only", "except", "never", "nicht", "kein", "keine", "ohne", "nur"}
)
SURE = 0.8
_PLACES = frozenset({"equipment", "machine_kind", "concept:plant"})


@dataclass(frozen=True)
class Way:
    """One way to answer: when it fits, what it takes up, and whether it knows about time."""

    when: Callable[[Reading], bool]
    uses: frozenset[str]
    tell: Callable[[Ground], Answer]
    past: bool = False
    future: bool = False


def _uses(*kinds: str, concepts: str = "", machines: bool = True) -> frozenset[str]:
    told = {*kinds, *(f"concept:{name}" for name in concepts.split())}
    if machines:
        told |= {"equipment", "machine_kind", "concept:deictic"}
    return frozenset(told)


def _any(*concepts: str) -> Callable[[Reading], bool]:
    return lambda reading: any(reading.has(name) for name in concepts)


def _has_order(reading: Reading) -> bool:
    return reading.names("order_id")


def _has_lot(reading: Reading) -> bool:
    return reading.names("lot_id")


def _is_pieces(reading: Reading) -> bool:
    return reading.has("pieces") and not reading.names("part", "material")


def _is_live(reading: Reading) -> bool:
    return reading.names("signal") and reading.names("equipment", "machine_kind")


def _is_stop(reading: Reading) -> bool:
    return reading.has("downtime") or (reading.has("why") and "down" in reading.refs("state"))


def _is_stock(reading: Reading) -> bool:
    return reading.has("stock") and reading.names("part", "material", "product", "lot_id")


def _runs_out(reading: Reading) -> bool:
    return reading.has("run_out") or (reading.has("life") and reading.names("material"))


def _is_spare(reading: Reading) -> bool:
    return reading.has("spare") and reading.names("equipment", "machine_kind")


def _is_state(reading: Reading) -> bool:
    named = reading.names("equipment", "machine_kind")
    asked = reading.names("state") or reading.has("state") or reading.has("people")
    return reading.names("state") or (named and asked)


WAYS = (
    Way(_has_order, _uses("order_id", concepts="order late why where state open made pieces",
                          machines=False), records.tell_order),
    Way(_has_lot, _uses("lot_id", concepts="lot backward forward stock state where hold why made",
                        machines=False), stores.tell_lot),
    Way(lambda reading: reading.names("metric"),
        _uses("metric", "product", "product_group", concepts="plant best worst compare made"),
        figures.tell_metric, past=True),
    Way(_runs_out, _uses("material", machines=False,
                         concepts="run_out materials stock life pieces"),
        forecasts.tell_shortages, future=True),
    Way(_any("peak"), _uses(concepts="peak plant"), forecasts.tell_peak, future=True),
    Way(_is_stock, _uses("part", "material", "product", "lot_id", machines=False,
                         concepts="stock spare pieces lot"), stores.tell_stock),
    Way(_is_live, _uses("signal", "part"), records.tell_live),
    Way(_is_stop, _uses("state", concepts="downtime why plant made"), records.tell_downtime,
        past=True),
    Way(_any("work_order"), _uses(concepts="work_order open plant"), stores.tell_work_orders),
    Way(_any("health", "life"), _uses("part", concepts="health life best worst plant state why"),
        stores.tell_health, future=True),
    Way(_any("hold"), _uses(concepts="hold lot why open", machines=False), stores.tell_holds),
    Way(_any("recommendation"), _uses(concepts="recommendation open plant"),
        stores.tell_recommendations),
    Way(_any("alert"), _uses(concepts="alert open plant"), stores.tell_alerts),
    Way(_any("order"), _uses("product", concepts="order late open state", machines=False),
        records.tell_orders),
    Way(_is_spare, _uses(concepts="spare pieces stock"), stores.tell_parts_for),
    Way(_is_pieces, _uses(concepts="pieces made plant"), figures.tell_pieces, past=True),
    Way(_is_state, _uses("state", concepts="state people plant"), records.tell_states),
    Way(_any("shift", "people"), _uses(concepts="shift people", machines=False),
        stores.tell_shift),
)  # fmt: skip


def answer(work: Work, question: str, context: str) -> Answer:
    """Answer a question with the asker's rights, or say why not."""
    language = language_of(question, work.actor.locale)
    refused = refusal(question, language)
    if refused:
        return Answer(refused, "declined", language, confidence=1.0, declined=True)
    lexicon = build_lexicon(work)
    zone, sense = _sense(work)
    reading = read(
        question,
        lexicon=lexicon,
        sense=sense,
        identify=lambda word: _identify(work, word),
        language=language,
    )
    _add_context(reading, lexicon, context)
    ground = Ground(work, lexicon, reading, zone)
    try:
        found = _answer(ground)
    except (Forbidden, RoomStopped) as denial:
        told = rights.denied(work.actor, denial, language)
        return _decline(ground, told, told)
    return _outside(ground) if found.path == "clarify" and ground.foreign() else found


def _answer(ground: Ground) -> Answer:
    reading = ground.reading
    if reading.names("person") and reading.names("metric"):
        return _decline(
            ground,
            "Figures are not kept by person.",
            "Kennzahlen werden nicht je Person geführt.",
        )
    if reading.names("alarm"):
        told = passages.tell_alarm(ground)
        return told or _nothing(ground)
    fitting = [way for way in WAYS if way.when(reading)]
    if reading.unexplained:
        return _not_understood(ground, bool(fitting))
    complete = [way for way in fitting if not reading.unused(way.uses)]
    if complete:
        return _by(ground, complete[0])
    if fitting:
        told = None if reading.names("metric") else passages.tell_passages(ground)
        figure = [way for way in fitting if way.tell is figures.tell_metric]
        return told or _unused(ground, (figure or fitting)[0])
    return _keywords(ground)


def _keywords(ground: Ground) -> Answer:
    """All words are known but no way fits: the documents may tell, but then all of it."""
    about = [each for each in ground.reading.found if not each.explained_by(_PLACES)]
    open_ = bool(about) and not _ranks(ground.reading)
    told = passages.tell_passages(ground) if open_ else None
    if told and (_asks_how(ground.reading) or told.confidence >= SURE):
        return told
    if not ground.reading.found:
        return _nothing(ground)
    words = ", ".join(f"“{each.text}”" for each in ground.reading.found)
    return _ask_back(
        ground,
        f"I know {words}, but not what you want to know of it. A figure, the state, the stock?",
        f"Ich kenne {words}, aber nicht, was gefragt ist. Eine Kennzahl, den Zustand, den Bestand?",
    )


def _ranks(reading: Reading) -> bool:
    return any(reading.has(name) for name in ("best", "worst", "compare"))


def _by(ground: Ground, way: Way) -> Answer:
    times = ground.reading.times
    several = [each for each in ground.reading.found if len(_metrics(each.meanings)) > 1]
    if several and way.tell is figures.tell_metric:
        names = [ground.lexicon.names[ref] for ref in _metrics(several[0].meanings)]
        return _ask_back(
            ground,
            f"“{several[0].text}” may mean {' or '.join(names)}. Which one?",
            f"„{several[0].text}“ kann {' oder '.join(names)} bedeuten. Was ist gemeint?",
        )
    if times.future and not way.future:
        return _decline(
            ground,
            "That has not happened yet; I tell what is on record.",
            "Das ist noch nicht geschehen; ich sage, was aufgezeichnet ist.",
        )
    if times.periods and not way.past:
        return _ask_back(
            ground,
            "I know this only as it is now, not for a stretch of time. Ask without the time?",
            "Das weiß ich nur für jetzt, nicht für einen Zeitraum. Ohne Zeitangabe fragen?",
        )
    problem = figures.can_cut(ground) if way.tell is figures.tell_metric else ""
    if problem:
        return _ask_back(ground, problem, problem)
    if ground.foreign():
        return _outside(ground)
    if ground.reading.has("deictic") and not ground.units():
        return _ask_back(ground, "Which machine do you mean?", "Welche Maschine ist gemeint?")
    return way.tell(ground)


def _metrics(meanings: frozenset[Meaning]) -> list[str]:
    return sorted(each.ref for each in meanings if each.kind == "metric")


def _not_understood(ground: Ground, fits: bool) -> Answer:
    """Unexplained words: the documents may know them; else ask back, or decline."""
    reading = ground.reading
    limited = fits and bool(LIMITING & set(reading.unexplained))
    open_ = not reading.names("metric") and not limited and not _ranks(reading)
    if open_ and (_asks_how(reading) or not fits):
        told = passages.tell_passages(ground)
        if told:
            return told
    if fits or 2 * len(reading.unexplained) <= len(reading.content):
        words = ", ".join(f"“{word}”" for word in reading.unexplained)
        near = _nearest(ground)
        return _ask_back(
            ground,
            f"I do not understand {words}.{near} Please say it in other words.",
            f"Ich verstehe {words} nicht.{near} Bitte anders ausdrücken.",
        )
    return _nothing(ground)


def _asks_how(reading: Reading) -> bool:
    return bool({word.text for word in cut(reading.folded)} & HOW)


def _nearest(ground: Ground) -> str:
    """What an unknown id may have been, as a suggestion only."""
    names = {
        fold(name.rsplit("/", 1)[-1]): name.rsplit("/", 1)[-1] for name in ground.lexicon.names
    }
    found = [
        names[close]
        for word in ground.reading.unexplained
        if any(letter.isdigit() for letter in word)
        for close in difflib.get_close_matches(word, list(names), n=3, cutoff=0.55)
    ]
    if not found:
        return ""
    told = ", ".join(dict.fromkeys(found))
    return ground.tell(f" Known are: {told}.", f" Bekannt sind: {told}.")


def _unused(ground: Ground, way: Way) -> Answer:
    words = ", ".join(f"“{word}”" for word in ground.reading.unused(way.uses))
    return _ask_back(
        ground,
        f"I cannot take {words} into account here. Please ask without it, or in two questions.",
        f"Ich kann {words} hier nicht berücksichtigen. Bitte ohne dies oder in zwei Fragen fragen.",
    )


def _ask_back(ground: Ground, english: str, german: str) -> Answer:
    found = ground.answer(ground.tell(english, german), "clarify", 0.5)
    return replace(found, figures=[], sources=[], query="")


def _decline(ground: Ground, english: str, german: str) -> Answer:
    found = ground.answer(ground.tell(english, german), "declined", 0.9)
    return replace(found, figures=[], sources=[], query="")


def _outside(ground: Ground) -> Answer:
    told = rights.outside(ground.work.actor, ground.foreign(), ground.language)
    return _decline(ground, told, told)


def _nothing(ground: Ground) -> Answer:
    return _decline(
        ground,
        "Neither the plant's data nor its documents cover this question. I can tell figures "
        "(OEE, scrap, throughput, energy ...), states, orders, lots, stock, alerts and what the "
        "documents say.",
        "Weder die Daten noch die Dokumente des Werks decken diese Frage ab. Ich kann Kennzahlen "
        "(OEE, Ausschuss, Durchsatz, Energie ...), Zustände, Aufträge, Lose, Bestand, Meldungen "
        "und den Inhalt der Dokumente nennen.",
    )


def _add_context(reading: Reading, lexicon: Lexicon, context: str) -> None:
    """What the asker looks at stands for the machine that the question leaves open."""
    named = reading.names("equipment", "machine_kind", "product", "product_group")
    ranked = reading.has("best") or reading.has("worst") or reading.has("plant")
    if "/" in context and context in lexicon.names and not (named or ranked):
        about = ("metric", "signal", "state", "alarm")
        if reading.has("deictic") or reading.names(*about):
            reading.add(lexicon.names[context], "equipment", context)


def _sense(work: Work) -> tuple[ZoneInfo, Sense]:
    calendar = consult(work, "plant.calendar")
    zone = ZoneInfo(calendar.zone)
    words = {
        fold(str(shift[name])): str(shift["id"])
        for shift in calendar.shifts
        for name in ("name", "name_de")
        if shift.get(name)
    }
    for term in consult(work, "plant.vocabulary", kind="shift"):
        words |= {fold(text): term.ref for text in (term.term, *term.synonyms)}

    def shifts(start: datetime, end: datetime) -> list[Any]:
        found: list[Any] = consult(work, "plant.shifts_between", start=start, end=end)
        return found

    return zone, Sense(work.at, zone, shifts, words)


def _identify(work: Work, word: str) -> Meaning | None:
    """The order or lot of exactly this id, whatever the case of its letters."""
    for entry, kind, given in (
        ("execution.orders", "order_id", {"state": "all", "limit": 50}),
        ("tracing.lots", "lot_id", {"limit": 50}),
    ):
        for spelling in dict.fromkeys((word, word.upper())):
            try:
                rows = consult(work, entry, search=spelling, **given)
            except Refusal:
                continue
            for row in rows:
                if row.id.lower() == word.lower():
                    return Meaning(kind, row.id)
    return None
