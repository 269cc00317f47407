"""A query becomes groups of alternative wordings: both languages' stems, synonyms, compounds."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from lineside.documents.passages import language_of
from lineside.documents.ranking.lexical import Wordings
from lineside.documents.ranking.words import terms

Wording = tuple[tuple[str, ...], float]

_SYNONYM_WEIGHT = 0.9
_COMPOUND_WEIGHT = 0.6
_LONGEST_PHRASE = 5
_SHORTEST_PART = 4
_MOST_COMPOUNDS = 16
_LINKS = ("", "s", "es", "n", "en", "er")
_LANGUAGES = ("en", "de")


@dataclass(frozen=True, slots=True)
class Ask:
    """A query in terms: the plain terms in order, and the groups of wordings."""

    plain: tuple[str, ...]
    groups: tuple[tuple[Wording, ...], ...]


class Synonyms:
    """Groups of phrases that mean the same in this plant, each phrase in any language."""

    def __init__(self, groups: Iterable[Sequence[str]] = ()) -> None:
        self._phrases: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
        for group in groups:
            stemmed = {
                tuple(terms(phrase, language)) for phrase in group for language in _LANGUAGES
            } - {()}
            for phrase in stemmed:
                self._phrases.setdefault(phrase, set()).update(stemmed - {phrase})

    def of(self, phrase: tuple[str, ...]) -> list[tuple[str, ...]]:
        """The other phrases of its groups, in a stable order."""
        return sorted(self._phrases.get(phrase, ()))


class Lexicon:
    """Numbers of terms, and the terms sorted backwards so that compounds are found by their end."""

    def __init__(self, numbers: Mapping[str, int]) -> None:
        self.numbers = numbers
        self._backwards: list[str] | None = None

    def compounds(self, ending: str) -> list[str]:
        """Known longer words that end in this stem, shortest first."""
        if self._backwards is None:
            self._backwards = sorted(term[::-1] for term in self.numbers if term.isalpha())
        turned = ending[::-1]
        first = bisect_left(self._backwards, turned + "\x00")
        last = bisect_left(self._backwards, turned + "\U0010ffff")
        found = [term[::-1] for term in self._backwards[first:last]]
        long_enough = [term for term in found if len(term) >= len(ending) + _SHORTEST_PART - 1]
        return sorted(long_enough, key=lambda term: (len(term), term))[:_MOST_COMPOUNDS]

    def parts(self, word: str) -> tuple[str, str] | None:
        """A compound in two known parts, the longest last part first (Pumpen|gehäuse)."""
        for cut in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
            front, back = word[:cut], word[cut:]
            for link in _LINKS:
                known = front.removesuffix(link) if link else front
                if len(known) >= _SHORTEST_PART and {known, back} <= self.numbers.keys():
                    return known, back
        return None


def ask(query: str, lexicon: Lexicon, synonyms: Synonyms, language: str | None = None) -> Ask:
    """The query's terms and wordings; ``language`` is guessed from the query when not told."""
    own = language or language_of(query)
    plain = terms(query, own)
    other = _twins(query, own)
    groups: list[tuple[Wording, ...]] = []
    at = 0
    while at < len(plain):
        phrase, others = _longest_phrase(plain, at, synonyms)
        if others:
            groups.append(_synonym_wordings(phrase, others))
        else:
            groups.append(_word_wordings(plain[at], other.get(plain[at]), lexicon, own))
        at += len(phrase)
    return Ask(tuple(plain), tuple(groups))


def flatten(groups: Iterable[Iterable[Wording]], lexicon: Lexicon) -> Wordings:
    """Groups as arrays of term numbers. Unknown terms fall out; so do wordings left empty."""
    numbers: list[int] = []
    weights: list[float] = []
    starts = [0]
    owners: list[int] = []
    for group, wordings in enumerate(groups):
        for words, weight in wordings:
            known = [lexicon.numbers[word] for word in words if word in lexicon.numbers]
            if known:
                numbers.extend(known)
                weights.extend([weight] * len(known))
                starts.append(len(numbers))
                owners.append(group)
    return Wordings(
        np.array(numbers, np.int32),
        np.array(weights, np.float32),
        np.array(starts, np.int32),
        np.array(owners, np.int32),
    )


def _twins(query: str, own: str) -> dict[str, str]:
    """For each stem in the query's own language its stem in the other one, where they differ."""
    other = "de" if own == "en" else "en"
    pairs: dict[str, str] = {}
    for word in query.split():
        here, there = terms(word, own), terms(word, other)
        if len(here) == len(there):
            pairs.update(
                (mine, yours) for mine, yours in zip(here, there, strict=True) if mine != yours
            )
    return pairs


def _longest_phrase(
    plain: list[str], at: int, synonyms: Synonyms
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    for length in range(min(_LONGEST_PHRASE, len(plain) - at), 0, -1):
        phrase = tuple(plain[at : at + length])
        others = synonyms.of(phrase)
        if others:
            return phrase, others
    return (plain[at],), []


def _synonym_wordings(
    phrase: tuple[str, ...], others: list[tuple[str, ...]]
) -> tuple[Wording, ...]:
    """A synonym counts as much as the words it stands for, however many words it has itself."""
    said: Wording = (phrase, 1.0)
    return (said, *((each, _SYNONYM_WEIGHT * len(phrase) / len(each)) for each in others))


def _word_wordings(
    word: str, twin: str | None, lexicon: Lexicon, language: str
) -> tuple[Wording, ...]:
    wordings: list[Wording] = [((word,), 1.0)]
    if twin is not None:
        wordings.append(((twin,), 1.0))
    if language == "de" and word.isalpha() and len(word) >= _SHORTEST_PART:
        wordings += [((longer,), _COMPOUND_WEIGHT) for longer in lexicon.compounds(word)]
        parts = lexicon.parts(word)
        if parts:
            wordings.append((parts, _COMPOUND_WEIGHT))
    return tuple(wordings)
