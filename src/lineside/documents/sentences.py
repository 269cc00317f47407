"""Where sentences begin and end, in English and German, list lines included."""

import re
from collections.abc import Iterator

# A full stop ends a sentence only before a blank and a letter, digit, quote or bracket that can
# begin one. The pattern has no nested repetition: it runs in linear time on any text.
_END = re.compile(r"[.!?:…][\"'”“»)\]]?(?=\s)")
_BREAK = re.compile(r"\n[ \t]*\n\s*|\n(?=[ \t]*(?:[-*•–]|\d{1,3}[.)]|\|)[ \t])")
_ABBREVIATION_WORDS = (
    "abb abs anm art bspw bzgl bzw ca d dgl dr e eg etc evtl fig figs ggf h i ie inkl max min mind "
    "mr mrs ms nr no o pos prof resp s sec sog st tab u usw vgl vs z approx incl eq ref tel"
)
_ABBREVIATIONS = frozenset(_ABBREVIATION_WORDS.split())
_TAIL_WORD = re.compile(r"(?:^|[\s(\[./])([^\W_]+)$")
_ORDINAL_FOLLOWS = re.compile(
    r"\s+(?:Jan|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez|Quartal|Stock)"
)
_LOOK_BACK = 24


def spans(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence or list line, without the blanks around it."""
    found: list[tuple[int, int]] = []
    start = 0
    for cut in _cuts(text):
        _keep(text, start, cut, found)
        start = cut
    _keep(text, start, len(text), found)
    return found


def _keep(text: str, start: int, end: int, found: list[tuple[int, int]]) -> None:
    piece = text[start:end]
    bare = piece.strip()
    if bare:
        first = start + len(piece) - len(piece.lstrip())
        found.append((first, first + len(bare)))


def _cuts(text: str) -> Iterator[int]:
    breaks = [match.end() for match in _BREAK.finditer(text)]
    ends = [match.end() for match in _END.finditer(text) if _ends_here(text, match)]
    yield from sorted({*breaks, *ends})


def _ends_here(text: str, match: re.Match[str]) -> bool:
    if match[0][0] == ":":
        return text[match.end() : match.end() + 1] == "\n"
    following = text[match.end() : match.end() + 3].lstrip()[:1]
    if following.islower():
        return False
    if match[0][0] != ".":
        return True
    before = text[max(0, match.start() - _LOOK_BACK) : match.start()]
    word = _TAIL_WORD.search(before)
    return word is None or not _abbreviates(word[1], before, text[match.end() : match.end() + 12])


def _abbreviates(word: str, before: str, after: str) -> bool:
    """A known abbreviation, a single letter, or a number that counts (3. Mai; 2. as list mark)."""
    if word.isdigit():
        marks_list = before.rpartition("\n")[2].strip() == word
        return len(word) <= 2 and (marks_list or _ORDINAL_FOLLOWS.match(after) is not None)
    return word.lower() in _ABBREVIATIONS or (len(word) == 1 and word.isalpha())
