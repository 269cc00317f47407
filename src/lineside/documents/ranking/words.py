"""Text becomes terms: lower case, stop words out, stems by Snowball, for English and German."""

import re
from collections.abc import Iterable
from functools import lru_cache
from threading import local
from typing import Any

# Part numbers and codes (E-4711, M8x20, 12.5) stay whole and are split as well, so that both the
# exact code and its parts are found.
_TOKEN = re.compile(r"[^\W_]+(?:[-./:_'][^\W_]+)*")
_JOINT = re.compile(r"[-./:_']")
_LONGEST = 64
_ENGLISH_STOP = (
    "a an and any are as at be been but by can could did do does for from had has have he her "
    "his how i if in into is it its may me might must my no nor of on or our shall she should "
    "so some such than that the their them then there these they this those to was we were "
    "what when where which while who whom whose why will with would you your"
)
_GERMAN_STOP = (
    "aber alle allem allen aller alles als also am an auch auf aus bei beim bin bis da damit "
    "dann das dass dem den der des dessen die dies diese diesem diesen dieser dieses doch dort "
    "du durch ein eine einem einen einer eines er es für hat hatte habe haben hier ich ihr im "
    "in ist ja kann können man mein mit muss müssen nach nicht noch nun nur ob oder ohne sehr "
    "sein seine sich sie sind so soll sollen über um und uns unter vom von vor war waren was "
    "wenn wer werden wie wird wir wo zu zum zur"
)
_STOP = {"en": frozenset(_ENGLISH_STOP.split()), "de": frozenset(_GERMAN_STOP.split())}
_NAMES = {"en": "english", "de": "german"}
_stemmers = local()


def terms(text: str, language: str) -> list[str]:
    """Stems of the words of a text in order, without stop words.

    ``language`` is en or de. A joined code yields itself and then its parts.
    """
    found: list[str] = []
    stop = _STOP[language]
    for match in _TOKEN.finditer(text.lower()):
        token = match[0]
        if token in stop or len(token) > _LONGEST:
            continue
        if token.isalpha():
            found.append(stem(token, language))
        else:
            found.extend(_joined(token, language))
    return found


def _joined(token: str, language: str) -> Iterable[str]:
    parts = [part for part in _JOINT.split(token) if part and part not in _STOP[language]]
    if len(parts) != 1 or parts[0] != token:
        yield token
    for part in parts:
        yield stem(part, language) if part.isalpha() else part


@lru_cache(maxsize=200_000)
def stem(word: str, language: str) -> str:
    """The Snowball stem; German ß is written ss so that both spellings meet."""
    if language == "de":
        word = word.replace("ß", "ss")
    stemmed: str = _stemmer(language).stemWord(word)
    return stemmed


def _stemmer(language: str) -> Any:
    """Stemmers keep state while they work: each thread has its own."""
    held = getattr(_stemmers, language, None)
    if held is None:
        import snowballstemmer

        held = snowballstemmer.stemmer(_NAMES[language])
        setattr(_stemmers, language, held)
    return held
