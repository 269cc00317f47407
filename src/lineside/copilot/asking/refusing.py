"""Questions that are none: requests to act, and ways around a safeguard."""

from itertools import pairwise

from lineside.copilot.asking.concepts import ACTS, ASKING, BYPASS, POLITE, SAFETY
from lineside.copilot.asking.words import cut, fold

# After these an act's word is part of a name: set-up, reject rate, stop reasons.
NOUNS = frozenset({"up", "rate", "reason", "reasons", "time", "times", "ratio", "list", "count"})


def refusal(question: str, language: str) -> str:
    """Why the copilot does not do what is asked; empty where it is a question."""
    words = [word.text for word in cut(fold(question))]
    if BYPASS & set(words) and SAFETY & set(words):
        return _pick(
            language,
            "I do not help to get around a safeguard. Ask the safety officer; the instructions "
            "for lock-out stand in the documents.",
            "Ich helfe nicht, eine Schutzmaßnahme zu umgehen. Frage die Fachkraft für "
            "Arbeitssicherheit; die Anweisung zum Freischalten steht in den Dokumenten.",
        )
    if _asks_to_act(words):
        return _pick(
            language,
            "I answer questions and change nothing. Use the screen or the action itself; it asks "
            "for your right and keeps a record.",
            "Ich beantworte Fragen und ändere nichts. Benutze den Bildschirm oder die Aktion "
            "selbst; sie prüft dein Recht und führt Protokoll.",
        )
    return ""


def _pick(language: str, english: str, german: str) -> str:
    return german if language == "de" else english


def _asks_to_act(words: list[str]) -> bool:
    """An act is asked for where the sentence begins with it, or with a request for it.

    ``gib mir`` asks to be told; a German request has its verb at the end.
    """
    left = list(words)
    while left and left[0] in POLITE:
        left.pop(0)
    if not left:
        return False
    polite = len(left) < len(words)
    if left[0] == "gib":
        return bool({"frei", "freigabe"} & set(left))
    if left[0] in ACTS and not NOUNS & set(left[1:2]):
        return True
    return (polite and bool(ACTS & set(left[-1:]))) or _later_act(left)


def _later_act(words: list[str]) -> bool:
    """``... and then delete ...``: a second half that begins with an act."""
    if words[0] in ASKING and "and" not in words and "und" not in words:
        return False
    links = {"and", "then", "und", "dann"}
    return any(first in links and second in ACTS for first, second in pairwise(words))
