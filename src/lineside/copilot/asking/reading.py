"""Reads a question: which of its words are explained, by what, and which are not.

The rule that makes answers safe: every word that carries meaning must be explained by the time
grammar, the lexicon or a record of the plant, and every explanation must be used by the answer.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA

from lineside.copilot.asking.concepts import ACTS, BYPASS, HOW, SAFETY
from lineside.copilot.asking.lexicon import LONGEST_PHRASE, Lexicon, Meaning
from lineside.copilot.asking.times import Sense, Times, read_times
from lineside.copilot.asking.words import FUNCTION_WORDS, Word, cut, fold

Identify = Callable[[str], Meaning | None]
SHORTEST_GUESS, LONG_WORD = 5, 8
ENDINGS = {"s", "es", "n", "en", "e", "er", "ern"}
TIME_WORDS = frozenset(
    {"today", "yesterday", "tomorrow", "month", "shift", "night", "hours", "since", "heute",
     "gestern", "vorgestern", "woche", "monat", "schicht", "nacht", "stunden", "letzte", "letzten",
     "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "montag",
     "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag"}
)  # fmt: skip
_ALARM = re.compile(
    r"\b(?:alarm|fehler|error|fault|stoerung)(?: code| nr| no| number| nummer|code)?\.? ?"
    r"(\d{2,5})\b"
)


@dataclass(frozen=True)
class Found:
    """A phrase of the question with what it may mean."""

    text: str
    meanings: frozenset[Meaning]

    def explained_by(self, uses: frozenset[str]) -> bool:
        """Whether an answer that uses these (``kind`` or ``kind:ref``) takes the phrase up."""
        return any(m.kind in uses or f"{m.kind}:{m.ref}" in uses for m in self.meanings)


@dataclass
class Reading:
    """What was understood of a question."""

    question: str
    folded: str
    language: str
    times: Times
    found: list[Found] = field(default_factory=list)
    unexplained: list[str] = field(default_factory=list)
    guesses: list[tuple[str, str]] = field(default_factory=list)
    content: list[str] = field(default_factory=list)

    def refs(self, kind: str) -> list[str]:
        """The things of a kind that the question names, in order."""
        named = (sorted(m.ref for m in each.meanings if m.kind == kind) for each in self.found)
        return list(dict.fromkeys(ref for refs in named for ref in refs))

    def has(self, concept: str) -> bool:
        return concept in self.refs("concept")

    def names(self, *kinds: str) -> bool:
        return any(self.refs(kind) for kind in kinds)

    def add(self, text: str, kind: str, ref: str) -> None:
        self.found.append(Found(text, frozenset({Meaning(kind, ref)})))

    def unused(self, uses: Iterable[str]) -> list[str]:
        """Phrases that an answer which uses these would leave out."""
        known = frozenset(uses) | {"concept:filler"}
        return [each.text for each in self.found if not each.explained_by(known)]


def read(
    question: str, *, lexicon: Lexicon, sense: Sense, identify: Identify, language: str
) -> Reading:
    """Read a question against the lexicon, the time grammar and the plant's records."""
    folded = fold(question)
    sure = _sure(lexicon)
    folded, guesses = _right_times(folded, sense, sure)
    times = read_times(folded, sense)
    reading = Reading(question, folded, language, times, guesses=guesses)
    words = _without(cut(folded), times.spans)
    alarm = _ALARM.search(folded)
    if alarm:
        reading.add(alarm.group(), "alarm", alarm.group(1))
        reading.content.append(alarm.group(1))
        words = _without(words, [alarm.span()])
    _explain(reading, words, lexicon, identify)
    return reading


def _without(words: list[Word], spans: list[tuple[int, int]]) -> list[Word]:
    return [w for w in words if not any(a < w.end and w.start < b for a, b in spans)]


def _explain(reading: Reading, words: list[Word], lexicon: Lexicon, identify: Identify) -> None:
    words = _corrected(reading, words, lexicon)
    wrong = {guess: word for word, guess in reading.guesses}
    at = 0
    while at < len(words):
        length = _longest(words, at, lexicon)
        part = words[at : at + max(length, 1)]
        at += len(part)
        carrying = [w.text for w in part if length or w.text not in FUNCTION_WORDS]
        if not carrying:
            continue
        text = " ".join(carrying)
        reading.content.extend(w for w in carrying if w not in FUNCTION_WORDS)
        meanings = lexicon.phrases[tuple(carrying)] if length else _record(reading, text, identify)
        if meanings:
            reading.found.append(Found(text, frozenset(meanings)))
        else:
            reading.unexplained.append(wrong.get(text, text))


def _record(reading: Reading, word: str, identify: Identify) -> set[Meaning]:
    """The order, lot or other record of that id; ids are never guessed."""
    if not any(letter.isdigit() for letter in word):
        return set()
    meaning = identify(original(reading.question, word))
    return {meaning} if meaning else set()


def _corrected(reading: Reading, words: list[Word], lexicon: Lexicon) -> list[Word]:
    """The words with those that nobody knows read as the known word next to them."""
    known = lexicon.words()
    sure = _sure(lexicon)
    found = []
    for word in words:
        guess = "" if word.text in sure or word.has_digit else _near(word.text, known, lexicon)
        if guess and not _is_ending(word.text, guess):
            reading.guesses.append((word.text, guess))
        found.append(Word(guess, word.start, word.end) if guess else word)
    return found


def _longest(words: list[Word], at: int, lexicon: Lexicon) -> int:
    for length in range(min(LONGEST_PHRASE, len(words) - at), 0, -1):
        if tuple(w.text for w in words[at : at + length]) in lexicon.phrases:
            return length
    return 0


def _near(word: str, known: list[str], lexicon: Lexicon) -> str:
    """The word that a misspelt one stands for: same first letter, one or two slips, one meaning."""
    if len(word) < SHORTEST_GUESS:
        return ""
    most = 2 if len(word) >= LONG_WORD else 1
    near = [
        (OSA.distance(word, other, score_cutoff=most), other)
        for other in known
        if other[0] == word[0] and abs(len(other) - len(word)) <= most
    ]
    close = sorted(pair for pair in near if pair[0] <= most)
    nearest = [other for slips, other in close if slips == close[0][0]]
    meanings = {frozenset(lexicon.phrases.get((other,), set())) for other in nearest}
    return nearest[0] if len(meanings) == 1 else ""


def _sure(lexicon: Lexicon) -> frozenset[str]:
    """Words that are right as they stand: no slip is looked for in them."""
    plain = FUNCTION_WORDS | HOW | ACTS | SAFETY | BYPASS
    return plain | {word for words in lexicon.phrases for word in words}


def _is_ending(word: str, guess: str) -> bool:
    """Whether two words differ by the ending of a plural or a case alone: no misspelling."""
    short, long = sorted((word, guess), key=len)
    return long.startswith(short) and long[len(short) :] in ENDINGS


def _right_times(
    folded: str, sense: Sense, sure: frozenset[str]
) -> tuple[str, list[tuple[str, str]]]:
    """The folded question with misspelt words of time put right."""
    known = TIME_WORDS | {word for name in sense.shift_words for word in name.split()}
    guesses: list[tuple[str, str]] = []
    for word in cut(folded):
        if word.has_digit or len(word.text) < SHORTEST_GUESS - 1 or word.text in known | sure:
            continue
        near = [each for each in known if _one_slip(word.text, each)]
        if len(near) == 1:
            guesses.append((word.text, near[0]))
    for wrong, right in guesses:
        folded = re.sub(rf"\b{wrong}\b", right, folded)
    return folded, guesses


def _one_slip(word: str, other: str) -> bool:
    if len(other) < SHORTEST_GUESS or word[0] != other[0]:
        return False
    return OSA.distance(word, other, score_cutoff=1) == 1


def original(question: str, word: str) -> str:
    """A folded word as the question wrote it."""
    match = re.search(re.escape(word), question, re.IGNORECASE)
    return match.group() if match else word
