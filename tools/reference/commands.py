"""The page of commands."""

import argparse
from collections.abc import Iterator
from typing import Any

from lineside.app.cli import parser
from tools.reference.wording import plain, shown, table, title

SHARED = ("data", "json")


def command_line() -> list[str]:
    """The page of commands."""
    top = parser()
    lines = [
        *title("Command line"),
        "Every command takes `--data DIR`, the data folder (by default `lineside-data` in the "
        "current one), and `--json`, to answer as data. A refusal is one line on standard error.",
        "",
        *["```text", (top.epilog or "").strip(), "```", ""],
    ]
    for name, command in _commands(top):
        lines += _command(name, command)
    return lines


def _commands(top: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """All commands below a parser, by name; a command may have commands of its own."""
    for action in top._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name in sorted(action.choices):
                yield f"{top.prog} {name}", action.choices[name]
                yield from _commands(action.choices[name])


def _command(name: str, command: argparse.ArgumentParser) -> list[str]:
    quiet: Any = argparse._HelpAction | argparse._SubParsersAction
    found = [each for each in command._actions if not isinstance(each, quiet)]
    found = [each for each in found if each.dest not in SHARED]
    words = [_word(each) for each in found if not each.option_strings]
    summary = plain(command.description or "")
    rows = [(f"`{_word(each)}`", plain(each.help or ""), _default(each)) for each in found]
    return [
        f"## {name}",
        "",
        f"{summary[:1].upper()}{summary[1:].rstrip('.')}.",
        "",
        f"    {' '.join([name, *words, '[options]'])}",
        "",
        *table(("argument", "means", "by default"), rows),
    ]


def _word(action: argparse.Action) -> str:
    metavar = action.metavar if isinstance(action.metavar, str) else action.dest.upper()
    value = "|".join(map(str, action.choices)) if action.choices else metavar
    if not action.option_strings:
        return f"[{value}]" if action.nargs in ("?", "*") else value
    shown = f" [{value}]" if action.nargs == "?" else f" {value}"
    return action.option_strings[-1] + ("" if action.nargs == 0 else shown)


def _default(action: argparse.Action) -> str:
    quiet = action.default in (None, "", False, argparse.SUPPRESS) or action.default == []
    return "" if quiet else shown(action.default)
