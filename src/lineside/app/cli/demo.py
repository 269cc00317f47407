"""``lineside demo``: the demonstration plant, live or as a story."""

import argparse
import sys
from pathlib import Path

from lineside.app.cli.opening import say, settings_of
from lineside.kernel.errors import Missing
from lineside.kernel.logs import configure

PLANTS = Path(__file__).parents[4] / "plants"


class PlantFolderMissing(Missing):
    """The demonstration plant's folder is not there."""

    code = "app.PlantFolderMissing"
    advice = "Run the demonstration from a checkout of the repository."


def demo(arguments: argparse.Namespace) -> int:
    """Run the demonstration plant with its pages, or tell its story as JSON."""
    folder = PLANTS / "halden"
    if not folder.is_dir():
        raise PlantFolderMissing(folder="plants/halden")
    return _story(arguments, folder) if arguments.story else _live(arguments, folder)


def _story(arguments: argparse.Namespace, folder: Path) -> int:
    from lineside.app.demo.story import run_story

    settings = settings_of(arguments)
    configure("error")
    told = run_story(settings, folder, seed=arguments.seed, healthy=arguments.healthy, tell=_tell)
    if arguments.json:
        say(told)
    else:
        for step in told["steps"]:
            print(f"{step['at']}  {step['step']}")
    return 0 if told["closed"] and told["audit_ok"] else 1


def _live(arguments: argparse.Namespace, folder: Path) -> int:
    from lineside.app.demo.running import run_live

    run_live(
        settings_of(arguments), folder, seed=arguments.seed, healthy=arguments.healthy, tell=_tell
    )
    return 0


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
