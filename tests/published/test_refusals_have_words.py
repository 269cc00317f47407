"""Each refusal that is published has words for people, in English and in German."""

import ast
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DESIGN = ROOT / "web" / "src" / "design"
PAIR = re.compile(r'^  "([\w.]+)": \["(.+?)", "(.+?)"\],$', re.MULTILINE)
CODES = json.loads((Path(__file__).parent / "errors.json").read_text(encoding="utf-8"))
# What German words are spelled like when the umlaut did not survive a keyboard.
LOST = re.compile(
    r"\b(fuer|ueber|koennen|muessen|waehlen|pruefen|zurueck|gueltig|schliessen)", re.I
)


def catalogue():
    files = [DESIGN / "refusals.ts", *sorted((DESIGN / "refused").glob("*.ts"))]
    found = [pair for each in files for pair in PAIR.findall(each.read_text(encoding="utf-8"))]
    return found


def facts_of_raises():
    """The facts with which each refusal is raised, by the name of its class."""
    found = {}
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
                name = getattr(node.exc.func, "id", "")
                given = {each.arg for each in node.exc.keywords}
                found.setdefault(name, []).append(given)
    return found


def test_every_published_refusal_says_what_it_is_and_what_to_do():
    words = {key for key, _, _ in catalogue()}
    missing = [key for code in CODES for key in (code, f"{code}.advice") if key not in words]
    assert missing == []


def test_no_refusal_has_words_twice_or_for_nothing():
    keys = [key for key, _, _ in catalogue()]
    assert sorted(keys) == sorted(set(keys))
    unknown = {key.removesuffix(".advice") for key in keys} - CODES.keys() - {"app.Unexpected"}
    assert unknown == set()


@pytest.mark.parametrize(("key", "english", "german"), catalogue())
def test_the_words_are_sentences_in_their_language(key, english, german):
    for text in (english, german):
        assert text.strip() == text
        assert text[-1] in ".?!"
        assert len(text) <= 110, "short enough for a notice"
    assert english != german
    assert not LOST.search(german)
    assert re.findall(r"\{\w+\}", english) == re.findall(r"\{\w+\}", german)


def test_a_fact_in_the_words_is_told_whenever_the_refusal_is_raised():
    raised, wrong = facts_of_raises(), {}
    for key, english, _ in catalogue():
        wanted = set(re.findall(r"\{(\w+)\}", english))
        name = key.removesuffix(".advice").split(".")[1]
        short = [given for given in raised.get(name, []) if None not in given and wanted - given]
        if wanted and short:
            wrong[key] = short
    assert wrong == {}
