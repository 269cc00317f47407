"""The sentences of a passage that answer a question, verbatim and with their place."""

from collections.abc import Callable
from dataclasses import dataclass

from lineside.documents.passages import language_of
from lineside.documents.ranking.wordings import Lexicon, Synonyms, ask
from lineside.documents.ranking.words import terms
from lineside.documents.sentences import spans

_NO_SYNONYMS = Synonyms()
_LEAST_COVERED = 0.25
# A sentence loses this share of its score for each hundred letters beyond the first three hundred:
# between two that cover the question alike, the shorter one is the better quotation.
_LENGTH_LOSS = 0.05
_NEIGHBOUR_GAIN = 0.15


@dataclass(frozen=True, slots=True)
class Quote:
    """``text`` is ``passage[start:end]``, to the letter. ``covered`` is the share of the
    question's weight that it speaks of, 0 to 1."""

    start: int
    end: int
    text: str
    covered: float


def best_quotes(
    passage: str,
    query: str,
    *,
    most: int = 1,
    synonyms: Synonyms = _NO_SYNONYMS,
    weight: Callable[[str], float] = lambda term: 1.0,
) -> list[Quote]:
    """Up to ``most`` sentences that best answer the query, in reading order; none if none does.

    ``weight`` tells how much a term matters; an index offers its own (``Index.weight``).
    """
    asked = _wanted(query, passage, synonyms)
    whole = sum(max(weight(term) for term in group) for group in asked)
    if whole <= 0:
        return []
    found = [_quote(passage, span, asked, weight, whole) for span in spans(passage)]
    worth = [_worth(found, at) for at in range(len(found))]
    ranked = [found[at] for at in sorted(range(len(found)), key=lambda at: (-worth[at], at))]
    chosen = [each for each in ranked[:most] if each.covered >= _LEAST_COVERED]
    return sorted(chosen, key=lambda each: each.start)


def _wanted(query: str, passage: str, synonyms: Synonyms) -> list[frozenset[str]]:
    """For each word of the question the terms that stand for it."""
    known = {term: at for at, term in enumerate(dict.fromkeys(_both(passage) + _both(query)))}
    asked = ask(query, Lexicon(known), synonyms, language_of(query))
    return [
        frozenset(word for words, _ in group for word in words) for group in asked.groups if group
    ]


def _both(text: str) -> list[str]:
    return terms(text, "en") + terms(text, "de")


def _quote(
    passage: str,
    span: tuple[int, int],
    asked: list[frozenset[str]],
    weight: Callable[[str], float],
    whole: float,
) -> Quote:
    text = passage[span[0] : span[1]]
    here = set(_both(text))
    got = sum(max(weight(term) for term in group) for group in asked if group & here)
    return Quote(span[0], span[1], text, min(got / whole, 1.0))


def _worth(quotes: list[Quote], at: int) -> float:
    """Coverage, less for length, a little more beside another good sentence."""
    quote = quotes[at]
    too_long = max(0, len(quote.text) - 300) / 100
    beside = quotes[max(0, at - 1) : at] + quotes[at + 1 : at + 2]
    support = max((each.covered for each in beside), default=0.0) if quote.covered else 0.0
    return quote.covered * (1 - min(_LENGTH_LOSS * too_long, 0.5)) + _NEIGHBOUR_GAIN * support
