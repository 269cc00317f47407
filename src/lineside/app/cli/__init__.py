"""The command line. Heavy parts are loaded by the command that needs them."""

import argparse
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from lineside.app.cli.options import Add, add_outside
from lineside.kernel.errors import Refusal

EXIT_OK = 0
EXIT_FAILED = 1
EXIT_USAGE = 2
EXIT_CODES = {422: 3, 404: 4, 409: 5, 401: 6, 403: 6, 503: 7}
EPILOG = """\
exit codes: 0 done; 1 failed; 2 wrong usage; 3 invalid input; 4 not found;
5 conflict; 6 not allowed; 7 something needed is not available.
"""

Command = Callable[[argparse.Namespace], int]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; a refusal is one line with its code and what to do."""
    signal.signal(signal.SIGTERM, _end)
    arguments = parser().parse_args(argv)
    command: Command = arguments.command
    try:
        return command(arguments)
    except Refusal as refusal:
        return report(refusal, as_json=getattr(arguments, "json", False))
    except (KeyboardInterrupt, BrokenPipeError):
        return EXIT_FAILED


def _end(*_: object) -> None:
    """Being told to end is like Ctrl+C: what was started is stopped in order."""
    raise KeyboardInterrupt


def report(refusal: Refusal, *, as_json: bool) -> int:
    """Print a refusal for people, or as data, to standard error; return its exit code."""
    if as_json:
        import json

        print(json.dumps(refusal.as_data()), file=sys.stderr)
    else:
        print(f"lineside: {refusal.line()} -- {refusal.advice}", file=sys.stderr)
    return EXIT_CODES.get(refusal.status, EXIT_FAILED)


def parser() -> argparse.ArgumentParser:
    """All commands with their options."""
    top = argparse.ArgumentParser(
        prog="lineside",
        description="A manufacturing execution system that foresees, recommends and acts.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=_version())
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument(
        "--data", type=Path, help="the data folder (default: lineside-data in this folder)"
    )
    shared.add_argument("--json", action="store_true", help="answer as JSON")
    _add_serving(commands, shared)
    _add_asking(commands, shared)
    _add_keeping(commands, shared)
    add_outside(_adding(commands, shared))
    return top


def _version() -> str:
    from lineside import __version__

    return f"lineside {__version__}"


def _add(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    shared: argparse.ArgumentParser,
    name: str,
    help: str,
    target: str,
) -> argparse.ArgumentParser:
    made = commands.add_parser(name, parents=[shared], help=help, description=help)
    made.set_defaults(command=_lazily(target))
    return made


def _adding(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser
) -> Add:
    return lambda name, help, target: _add(commands, shared, name, help, target)


def _lazily(target: str) -> Command:
    """The command's function, imported only when it runs."""

    def command(arguments: argparse.Namespace) -> int:
        import importlib

        module, _, function = target.partition(":")
        chosen: Command = getattr(importlib.import_module(f"lineside.app.cli.{module}"), function)
        return chosen(arguments)

    return command


def _add_serving(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser
) -> None:
    for name, help in (
        ("serve", "serve the pages and the API, listen to machines and run the jobs"),
        ("worker", "run jobs and deliver news beside a server"),
    ):
        made = _add(commands, shared, name, help, f"serving:{name}")
        if name == "serve":
            made.add_argument("--host", help="the address to listen on (default 127.0.0.1)")
            made.add_argument("--port", type=int, help="the port (default 8420; 0: a free one)")
    demo = _add(commands, shared, "demo", "run the demonstration plant", "demo:demo")
    demo.add_argument("--port", type=int, help="the port (default 8420, or the next free one)")
    demo.add_argument("--seed", type=int, default=0, help="which machine wears, when, how much")
    demo.add_argument("--healthy", action="store_true", help="nothing wears")
    demo.add_argument("--story", choices=["closed-loop"], help="run a story without a browser")


def _add_asking(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser
) -> None:
    run = _add(commands, shared, "run", "put a catalogue entry through the door", "asking:run")
    run.add_argument("entry", metavar="ENTRY", help="such as tracing.hold_lot")
    run.add_argument("arguments", nargs="?", default="{}", help="the arguments as JSON")
    run.add_argument("--as", dest="user", default="", help="the login to act as")
    run.add_argument("--key", default="", help="an idempotency key: the same key acts once")
    table = _add(commands, shared, "table", "store a table to learn from", "asking:table")
    table.add_argument("file", type=Path, help="a CSV or Parquet file")
    table.add_argument("--as", dest="user", default="", help="the login to act as")
    ask = _add(commands, shared, "ask", "ask a question about the plant", "asking:ask")
    ask.add_argument("question")
    ask.add_argument("--as", dest="user", default="", help="the login to ask as")
    _add(commands, shared, "catalogue", "list what can be done and asked", "asking:catalogue")
    _add(commands, shared, "status", "say what runs and what is parked", "asking:status")


def _add_keeping(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser
) -> None:
    database = _add(commands, shared, "database", "the data folder's database", "keeping:database")
    database.add_argument("what", choices=["url", "start", "stop"])
    _add(commands, shared, "migrate", "bring the database to this version", "keeping:migrate")
    audit = _add(commands, shared, "audit", "check the audit trail", "keeping:audit")
    audit.add_argument("what", choices=["verify"])
    user = _add(commands, shared, "user", "add a user or set a password", "keeping:user")
    user.add_argument("what", choices=["add", "password"])
    user.add_argument("login")
    user.add_argument("--name", default="")
    user.add_argument("--role", action="append", default=[], help="may be given several times")
