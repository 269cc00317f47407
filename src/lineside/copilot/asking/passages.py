"""Answers from documents: passages that cover the question, quoted to the letter."""

from typing import Any

from lineside.copilot.asking import telling
from lineside.copilot.asking.ground import Ground
from lineside.copilot.asking.words import cut, fold, language_of
from lineside.copilot.model import Answer

PASSAGES = 3
LEAST_COVERED = 0.5
STEM = 5


def search(ground: Ground, question: str) -> list[Any]:
    """Passages that speak of the question; those for its machine where it names one."""
    about = ",".join(telling.short(unit) for unit in ground.reading.refs("equipment"))
    hits = ground.ask("documents.search", query=question, about=about, k=PASSAGES + 3)
    return [hit for hit in hits if hit.quote]


def tell_alarm(ground: Ground) -> Answer | None:
    """What the documents say about an alarm; only passages that name its number count."""
    code = ground.reading.refs("alarm")[0]
    hits = [
        hit
        for hit in search(ground, f"alarm {code}")
        if code in {word.text for word in cut(fold(hit.text))}
    ]
    quotes = [(hit, _line_with(hit.text, code)) for hit in hits[:PASSAGES]]
    spoken = ground.language
    quotes.sort(
        key=lambda pair: (
            not pair[1].lstrip("| ").startswith(code),
            language_of(pair[0].text, spoken) != spoken,
        )
    )
    return _quoted(ground, quotes, 0.9) if quotes else None


def _line_with(text: str, code: str) -> str:
    """The line of a passage that holds the number, to the letter."""
    lines = [line for line in text.splitlines() if code in {w.text for w in cut(fold(line))}]
    return lines[0].strip() if lines else text.strip()


def tell_passages(ground: Ground) -> Answer | None:
    """The passages that cover the question's words, or none."""
    content = list(dict.fromkeys(ground.reading.content))
    hits = []
    for hit in search(ground, ground.reading.question):
        covered = max(hit.covered, 0.0)
        if covered >= LEAST_COVERED and _speaks_of(hit, ground.reading.unexplained):
            hits.append((hit, hit.quote, covered))
    if not hits or not content:
        return None
    sure = min(0.9, max(covered for _, _, covered in hits))
    # The asker's language first; within it the order of the search.
    spoken = ground.language
    hits.sort(key=lambda each: language_of(each[0].text, spoken) != spoken)
    return _quoted(ground, [(hit, quote) for hit, quote, _ in hits[:PASSAGES]], sure)


def _speaks_of(hit: Any, words: list[str]) -> bool:
    """Whether at least two thirds of the words that nothing else explained stand in the passage."""
    text = [word.text for word in cut(fold(f"{hit.title} {hit.heading} {hit.text}"))]
    stems = {word[:STEM] for word in text}
    here = sum(word[:STEM] in stems for word in words)
    return not words or here / len(words) >= 2 / 3


def _quoted(ground: Ground, quotes: list[tuple[Any, str]], confidence: float) -> Answer:
    lines = []
    for hit, quote in quotes:
        page = ground.tell("page", "Seite")
        title = f"{hit.title}, rev. {hit.revision}, {page} {hit.page}"
        if hit.heading:
            title += f", {hit.heading}"
        ground.cite("document", title, f"documents.passage/{hit.passage}", quote)
        lines.append(f"“{quote}” ({title})")
    return ground.answer("\n".join(lines), "documents", confidence)
