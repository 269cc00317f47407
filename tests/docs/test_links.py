"""Links between pages lead somewhere, and files that pages name exist."""

import re
from pathlib import Path

import pytest
from markdown_pages import ROOT, anchors, links, name_of, pages


@pytest.mark.parametrize("path", pages(), ids=name_of)
def test_relative_links_lead_somewhere(path: Path) -> None:
    lost = [link for link in links(path) if not leads_somewhere(path, link)]
    assert not lost, f"{name_of(path)} links to what is not there: {lost}"


def leads_somewhere(page: Path, link: str) -> bool:
    if re.match(r"[a-z]+:", link):
        return True
    place, _, anchor = link.partition("#")
    target = (page.parent / place).resolve() if place else page
    if not target.exists():
        return False
    return not anchor or target.suffix != ".md" or anchor in anchors(target)


def test_a_link_to_nowhere_is_seen(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# Here\n[a](missing.md) [b](#here) [c](#there) `[d](code.md)`\n")
    assert [link for link in links(page) if not leads_somewhere(page, link)] == [
        "missing.md",
        "#there",
    ]


def test_the_files_that_the_architecture_names_exist() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([a-z_]+/[\w/]+\.(?:py|cedar|yaml|ts))`", text))
    assert len(named) > 25
    roots = (ROOT, ROOT / "src" / "lineside", ROOT / "web" / "src")
    missing = {name for name in named if not any((root / name).exists() for root in roots)}
    missing = {name for name in missing if "<" not in name and name != "client/catalogue.ts"}
    assert not missing


def test_no_page_names_a_place_of_one_machine() -> None:
    pattern = re.compile(r"(?<![\w.])/(?:root|home|work|Users)/\w")
    assert not [name_of(path) for path in pages() if pattern.search(path.read_text("utf-8"))]
