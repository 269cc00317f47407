"""Sections become passages: pieces of a few sentences that can be found, shown and quoted."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lineside.documents.parsing.sections import Section
from lineside.documents.sentences import spans

_WORD = re.compile(r"[^\W\d_]+")
_GERMAN_WORDS = (
    "der die das und ist nicht mit von den des dem ein eine einer im zu auf für bei wird werden "
    "oder nach aus als sind vor zum zur durch über bis auch nur muss nicht an wenn wie"
)
_ENGLISH_WORDS = (
    "the of and to in is are for with be on by as that this from or an at it not when must if was "
    "which has have can will all before after what how do does"
)
_GERMAN = frozenset(_GERMAN_WORDS.split())
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
_UMLAUTS = re.compile(r"[äöüßÄÖÜ]")


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a document, verbatim.

    ``ordinal`` counts from 0 in reading order; ``page`` counts from 1; ``language`` is en or de.
    """

    ordinal: int
    page: int
    heading: tuple[str, ...]
    text: str
    language: str


def language_of(text: str) -> str:
    """A guess between English and German from small words and umlauts; English when in doubt."""
    words = [word.lower() for word in _WORD.findall(text[:4000])]
    german = sum(word in _GERMAN for word in words) + len(_UMLAUTS.findall(text[:4000]))
    english = sum(word in _ENGLISH for word in words)
    return "de" if german > english else "en"


def split(
    sections: Iterable[Section], *, characters: int = 900, overlap: int = 150
) -> list[Passage]:
    """Cut sections at sentences into passages of at most ``characters``.

    Neighbouring passages of a section share up to ``overlap`` characters of whole sentences, so
    that an answer at a seam is found in one of them. A passage never crosses a heading or a page.
    """
    assert 0 <= overlap < characters
    passages: list[Passage] = []
    for section in sections:
        for text in _pieces(section.text, characters, overlap):
            language = language_of(text)
            passages.append(Passage(len(passages), section.page, section.heading, text, language))
    return passages


def _pieces(text: str, characters: int, overlap: int) -> Iterator[str]:
    cuts = [cut for span in spans(text) for cut in _bounded(text, span, characters)]
    first = 0
    for here, (_, end) in enumerate(cuts):
        if here > first and end - cuts[first][0] > characters:
            yield text[cuts[first][0] : cuts[here - 1][1]]
            first = _step_back(cuts, here, characters, overlap)
    if cuts:
        yield text[cuts[first][0] : cuts[-1][1]]


def _step_back(cuts: list[tuple[int, int]], here: int, characters: int, overlap: int) -> int:
    """The earliest sentence before ``here`` that fits into the overlap and the next passage."""
    first = here
    while first > 0:
        start = cuts[first - 1][0]
        too_far = cuts[here - 1][1] - start > overlap
        if too_far or cuts[here][1] - start > characters:
            break
        first -= 1
    return first


def _bounded(text: str, span: tuple[int, int], characters: int) -> Iterator[tuple[int, int]]:
    """Cut a sentence that is longer than a passage, at a blank if there is one."""
    start, end = span
    while end - start > characters:
        blank = text.rfind(" ", start + characters // 2, start + characters)
        cut = blank if blank > 0 else start + characters
        yield start, cut
        start = cut + 1 if blank > 0 else cut
    if start < end:
        yield start, end
