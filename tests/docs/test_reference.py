"""The reference pages say what the program is."""

import pytest
from tools.reference import TARGET, pages


@pytest.fixture(scope="module")
def written() -> dict[str, str]:
    return pages()


@pytest.mark.parametrize(
    "name",
    [
        "actions.md", "queries.md", "metrics.md", "events.md", "errors.md", "settings.md",
        "command-line.md",
    ],
)  # fmt: skip
def test_a_reference_page_is_current(name: str, written: dict[str, str]) -> None:
    committed = (TARGET / name).read_text(encoding="utf-8")
    assert committed == written[name], f"docs/reference/{name} is old: run `make docs`"


def test_writing_twice_gives_the_same(written: dict[str, str]) -> None:
    assert pages() == written


def test_every_entry_event_and_refusal_has_its_place(written: dict[str, str]) -> None:
    assert "### tracing.hold_lot" in written["actions.md"]
    assert "### maintenance.FailurePredicted" in written["events.md"]
    assert "`tracing.LotOnHold`" in written["errors.md"]
    assert "## lineside demo" in written["command-line.md"]
