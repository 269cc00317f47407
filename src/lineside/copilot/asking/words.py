"""Words of a question: folded, cut, and told apart into those that carry meaning and the rest."""

import re
from dataclasses import dataclass

_FOLD = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "å": "a", "ø": "o", "é": "e", "’": "'"}
)
_POSSESSIVE = re.compile(r"(?<=\w)'s\b")
_WORD = re.compile(r"[a-z0-9]+(?:[-./_:][a-z0-9]+)*")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ENGLISH = _words(
    """
    a an the of for in on at to by with and or is are was were be been do does did has have had
    can could would should please me us my our your i we you it its they them there this that
    these those what which who whom how when where why tell show give list say get see find let
    know many much any some all each per about from as so then also am been being got if into want
    need like look s up due will hi hello thanks
    """
)
GERMAN = _words(
    """
    der die das den dem des ein eine einen einem einer eines und oder ist sind war waren wird
    werden wurde wurden hat haben hatte hatten kann koennen koennte bitte mir uns mich ich wir du
    sie es ihr mein meine unser unsere unserer zeig zeige zeigen nenn nenne sag sage gib gibt wie
    was welche welcher welches welchen wer wo wann warum wieso weshalb viel viele von vom fuer im
    an auf bei beim zu zum zur mit nach aus ueber um pro je denn mal alle aller jede jeder jeden
    so auch dass ob da dort ins war's gab hoch gross soll muss man sich dieser diese dieses diesen
    als hallo danke moechte wissen liegt tun
    """
)
FUNCTION_WORDS = ENGLISH | GERMAN
# Words with a meaning of their own that only one of the languages has.
GERMAN_MARKS = GERMAN | _words(
    """
    heute gestern vorgestern letzte letzten letzter letztes vorige woche monat schicht nacht seit
    tage tagen stunde stunden fruehschicht spaetschicht nachtschicht jetzt gerade aktuell
    montag dienstag mittwoch donnerstag freitag samstag sonntag verfuegbarkeit ausschuss
    ausschussquote durchsatz termintreue auftrag auftraege los charge maschine maschinen bestand
    stillstand energie energieverbrauch fehlerquote laeuft bedeutet nicht oder ersetzen pruefen
    """
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the folded question and where it stands there."""

    text: str
    start: int
    end: int

    @property
    def has_digit(self) -> bool:
        return any(letter.isdigit() for letter in self.text)


def fold(text: str) -> str:
    """Lower case, umlauts written out, possessive s dropped: as the lexicon keeps its phrases."""
    return _POSSESSIVE.sub("", text.lower().translate(_FOLD))


def cut(folded: str) -> list[Word]:
    """The words; one with a digit in it (GR-04, 06:00) stays whole, others split at hyphens."""
    found = []
    for match in _WORD.finditer(folded):
        whole = Word(match.group(), match.start(), match.end())
        if whole.has_digit:
            found.append(whole)
            continue
        for part in re.finditer(r"[a-z]+", whole.text):
            found.append(Word(part.group(), whole.start + part.start(), whole.start + part.end()))
    return found


def phrase(text: str) -> tuple[str, ...]:
    """A phrase of the lexicon as the words that it is made of."""
    return tuple(word.text for word in cut(fold(text)))


def language_of(question: str, otherwise: str) -> str:
    """German or English, by the small words that only one of them has."""
    words = {word.text for word in cut(fold(question))}
    german, english = len(words & (GERMAN_MARKS - ENGLISH)), len(words & (ENGLISH - GERMAN_MARKS))
    if re.search(r"[äöüß]", question.lower()):
        german += 1
    if german == english:
        return "de" if otherwise.startswith("de") else "en"
    return "de" if german > english else "en"
