"""Commands that the pages tell a reader to type exist, with their options and arguments."""

import argparse
import json
import re
from pathlib import Path

import pytest
from markdown_pages import ROOT, guides, name_of, typed

from lineside.app.cli import parser
from lineside.app.wiring import load_rooms
from lineside.kernel.catalogue import find


def commands() -> dict[str, argparse.ArgumentParser]:
    for action in parser()._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    raise AssertionError("the command line has commands")


@pytest.mark.parametrize("path", guides(), ids=name_of)
def test_commands_exist_with_their_options(path: Path) -> None:
    known = commands()
    for words, to_come in typed(path, "lineside"):
        name = words[0]
        if name.startswith("-"):
            continue
        assert (name in known) is not to_come, f"lineside {name}: the page and the program differ"
        if not to_come:
            given = {word.split("=")[0] for word in words if word.startswith("--")}
            assert given <= set(known[name]._option_string_actions), f"lineside {name} {given}"


@pytest.mark.parametrize("path", guides(), ids=name_of)
def test_whole_lines_are_understood(path: Path) -> None:
    """Lines of an indented block are typed as they stand: the parser takes them."""
    load_rooms()
    for words, to_come in typed(path, "lineside", blocks_only=True):
        if not to_come:
            given = parser().parse_args(words)
            if words[0] == "run":
                find(given.entry).parse(json.loads(given.arguments))


def test_the_readme_lists_every_command() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    table = text.split("<!-- commands -->")[1].split("<!-- /commands -->")[0]
    listed = set(re.findall(r"^\| `lineside (\w+)", table, re.M))
    assert set(commands()) <= listed


@pytest.mark.parametrize("path", guides(), ids=name_of)
def test_make_targets_exist(path: Path) -> None:
    made = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", made, re.M))
    for words, _ in typed(path, "make"):
        plain = {word for word in words if re.fullmatch(r"[a-z]+", word)}
        assert plain <= targets, f"{name_of(path)}: make {plain - targets}"
