"""Commands that ask and act through the door: run, ask, catalogue, status."""

import argparse
import json
import sys
from getpass import getpass
from typing import Any

from lineside.app.cli.opening import acting, opened, say
from lineside.kernel.catalogue import SIGNED_BY, ArgumentsInvalid, Entry, Kind, entries, find


def run(arguments: argparse.Namespace) -> int:
    """``lineside run ENTRY '{...}'``: one entry of the catalogue, as a user."""
    try:
        given = json.loads(arguments.arguments)
        assert isinstance(given, dict)
    except (json.JSONDecodeError, AssertionError) as error:
        raise ArgumentsInvalid(entry=arguments.entry, problems=["not a JSON object"]) from error
    with opened(arguments) as house:
        entry = find(arguments.entry)
        actor = acting(house, arguments.user)
        if entry.kind is Kind.ACTION:
            if entry.signature and arguments.user and sys.stdin.isatty():
                given.setdefault(SIGNED_BY, getpass(f"Password of {arguments.user}, to sign: "))
            outcome = house.door.run(entry.name, given, actor, key=arguments.key)
            say(vars(outcome))
        else:
            say(entry.dump(house.door.ask(entry.name, given, actor)))
    return 0


def table(arguments: argparse.Namespace) -> int:
    """``lineside table FILE``: store a table to learn from; says its hash and its columns."""
    from base64 import b64encode

    content = b64encode(arguments.file.read_bytes()).decode()
    with opened(arguments) as house:
        given = {"content": content, "name": arguments.file.name}
        actor = acting(house, arguments.user)
        say(house.door.run("learning.store_table", given, actor).result)
    return 0


def ask(arguments: argparse.Namespace) -> int:
    """``lineside ask "..."``: a question in plain words."""
    with opened(arguments) as house:
        actor = acting(house, arguments.user)
        entry = find("copilot.ask")
        answer = entry.dump(
            house.door.ask(entry.name, {"question": arguments.question}, actor)
            if entry.kind is Kind.QUERY
            else house.door.run(entry.name, {"question": arguments.question}, actor).result
        )
    if arguments.json:
        say(answer)
    else:
        _print_answer(answer)
    return 0


def _print_answer(answer: dict[str, Any]) -> None:
    print(answer["text"])
    for source in answer.get("sources", []):
        print(f"  [{source['kind']}] {source['title']}  {source['ref']}")


def catalogue(arguments: argparse.Namespace) -> int:
    """``lineside catalogue``: everything that can be done, asked and measured."""
    from lineside.app.wiring import load_rooms

    load_rooms()
    if arguments.json:
        say([entry_facts(each) for each in entries()])
        return 0
    for each in entries():
        print(f"{each.name:44} {each.kind:7} {each.risk:9} {each.summary}")
    return 0


def entry_facts(entry: Entry) -> dict[str, Any]:
    """An entry as data: its name, kind, permission, risk, shapes and meaning."""
    facts: dict[str, Any] = {
        "name": entry.name,
        "kind": entry.kind.value,
        "permission": entry.permission,
        "risk": entry.risk.value,
        "everyday": entry.everyday,
        "signature": entry.signature,
        "summary": entry.summary,
        "arguments": entry.arguments.model_json_schema(),
    }
    if entry.metric:
        facts["metric"] = vars(entry.metric)
    return facts


def status(arguments: argparse.Namespace) -> int:
    """``lineside status``: what runs, what is connected, what is parked."""
    with opened(arguments) as house:
        actor = acting(house, "")
        ask = house.door.ask
        answer = {
            "connections": [vars(each) for each in ask("telemetry.connections", {}, actor)],
            "jobs": [vars(each) for each in ask("kernel.jobs", {}, actor)],
            "parked": len(ask("kernel.parked", {}, actor)),
            "recommendations_open": ask("guidance.open_count", {}, actor),
        }
    say(answer)
    return 0
