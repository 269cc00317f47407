"""Ids read from pictures laid against those that exist, forgiving what readers take for another.

Readers of letters confuse O with 0, I with 1, B with 8 and the like. Ids are therefore compared
*folded*: letters and digits only, capitals, and of each pair of doubles one.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lineside.tracing.model import How

DOUBLES = ("OQDILJZSGB", "0001112568")
_FOLD = str.maketrans(*DOUBLES)
# What is taken for another less often, once folded: a guess may differ in one of these.
_ALIKE = frozenset(map(frozenset, (
    "38", "35", "60", "80", "90", "89", "56", "17", "C0", "C6", "4A", "MN", "UV", "EF", "PR", "HN",
    "KX", "VY", "T1", "T7", "U0",
)))  # fmt: skip
# What ids are made of; shorter pieces name too much.
_PIECE = re.compile(r"[0-9A-Za-zÄÖÜäöüß][0-9A-Za-zÄÖÜäöüß/_.+-]{2,}")
MOST_WORDS = 200
_SHORTEST_GUESS, _LIKENESS, _MOST_GUESSES, _MOST_NEAR = 6, 0.85, 3, 50


@dataclass(frozen=True)
class Match:
    """An id that a text may name.

    ``exact``: it stands there; ``alike``: but for doubles such as O and 0; ``similar``: a letter
    is missing, too many or another that looks like it, so it is a guess. ``likeness`` runs to 1.
    """

    read: str
    id: str
    how: How
    likeness: float


def fold(text: str) -> str:
    """``LOT-2O41`` and ``lot 2041`` become the same letters."""
    return re.sub(r"[^0-9A-Z]", "", text.upper()).translate(_FOLD)


def words(texts: Iterable[str]) -> list[str]:
    """What in these texts may be an id: each whole text, its pieces, and pieces in a row."""
    found: dict[str, None] = {}
    for text in texts:
        whole = text.strip()
        pieces = _PIECE.findall(whole)
        joined = (f"{a} {b}" for a, b in pairwise(pieces))
        tails = (piece.rsplit("/", 1)[-1] for piece in pieces if "://" in whole)
        found |= dict.fromkeys(
            each for each in (whole, *pieces, *joined, *tails) if len(fold(each)) > 2
        )
    return list(found)[:MOST_WORDS]


def matches(texts: Sequence[str], ids: Iterable[str]) -> list[Match]:
    """The ids that these texts name, best first; a text that names one for sure makes no guess."""
    known = dict.fromkeys(ids)
    folded: dict[str, list[str]] = {}
    for each in known:
        folded.setdefault(fold(each), []).append(each)
    best: dict[str, Match] = {}
    for text in texts:
        mine = words([text])
        found = [match for word in mine for match in _sure(word, known, folded)]
        for match in found or [match for word in mine for match in _guessed(word, folded)]:
            if match.id not in best or match.likeness > best[match.id].likeness:
                best[match.id] = match
    # Codes are read before letters and the id stands first on a label: the sort keeps that order.
    return sorted(best.values(), key=lambda match: -match.likeness)


def _sure(word: str, known: dict[str, None], folded: dict[str, list[str]]) -> list[Match]:
    if word in known:
        return [Match(word, word, "exact", 1.0)]
    return [Match(word, each, "exact" if each.upper() == word.upper() else "alike",
                  1.0 if each.upper() == word.upper() else 0.95)
            for each in folded.get(fold(word), [])]  # fmt: skip


def _guessed(word: str, folded: dict[str, list[str]]) -> list[Match]:
    """Ids with one letter more or less, or with one that looks alike; of six letters and more.

    Another letter that looks unlike is another id: serial numbers differ by one.
    """
    from rapidfuzz import process
    from rapidfuzz.distance import Levenshtein

    key = fold(word)
    if len(key) < _SHORTEST_GUESS:
        return []
    near = process.extract(
        key, list(folded), scorer=Levenshtein.distance, score_cutoff=1, limit=_MOST_NEAR
    )
    likely = [found for found, _, _ in near
              if len(found) >= _SHORTEST_GUESS and _mistaken(key, found)]  # fmt: skip
    likeness = _LIKENESS * (1 - 1 / len(key))
    return [Match(word, each, "similar", likeness)
            for found in likely[:_MOST_GUESSES] for each in folded[found]]  # fmt: skip


def _mistaken(read: str, real: str) -> bool:
    if len(read) != len(real):
        return True
    return all(a == b or frozenset((a, b)) in _ALIKE for a, b in zip(read, real, strict=True))
