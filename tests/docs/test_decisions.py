"""Each decision is one page: context, options, a line to quote, and the rule that enforces it."""

import re
from pathlib import Path

import pytest
from markdown_pages import ROOT, name_of

DECISIONS = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
PARTS = ["Context", "Options", "Decision", "Rule"]


@pytest.mark.parametrize("path", DECISIONS, ids=name_of)
def test_a_decision_is_whole(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"^## (.+)$", text, re.M) == PARTS
    for part in re.split(r"^## .+$", text, flags=re.M)[1:]:
        assert len(part.split()) >= 8, "each part says something"
    decision = text.split("## Decision")[1].split("## Rule")[0]
    assert re.search(r"^> \S.{10,}", decision, re.M), "the decision stands in a line to quote"
    assert len(text.splitlines()) <= 80, "one page"


def test_decisions_are_numbered_without_gaps_and_listed() -> None:
    assert [path.name[:4] for path in DECISIONS] == [
        f"{number:04d}" for number in range(1, len(DECISIONS) + 1)
    ]
    listed = (ROOT / "docs" / "decisions" / "README.md").read_text(encoding="utf-8")
    assert all(path.name in listed for path in DECISIONS)
