"""Commands that stay: serve and worker."""

import argparse
import getpass
import signal
import sys
import threading
from contextlib import ExitStack

from lineside.app.cli.opening import acting, settings_of
from lineside.app.house import House, open_house, working
from lineside.identity.errors import PasswordWeak
from lineside.kernel.settings import Settings

FIRST_LOGIN = "admin"
TRIES = 3
HOW_TO_ADD = (
    "lineside: nobody can log in yet; add an administrator with "
    "`lineside user add LOGIN --role administrator`"
)


def serve(arguments: argparse.Namespace) -> int:
    """Serve pages and API, listen to machines, run the jobs."""
    settings = settings_of(arguments)
    with ExitStack() as stack:
        house = stack.enter_context(open_house(settings, writer=True))
        see_to_administrator(house)
        stack.enter_context(working(house.worker))
        stack.enter_context(listening(house))
        serve_pages(house, settings)
    return 0


def see_to_administrator(house: House) -> None:
    """On an empty data folder ask for the first administrator, or say how to add one."""
    owner = acting(house, "")
    if house.door.ask("identity.users", {}, owner):
        return
    if sys.stdin.isatty():
        for _ in range(TRIES):
            word = getpass.getpass(f"password for the first administrator, {FIRST_LOGIN}: ")
            given = {"login": FIRST_LOGIN, "name": "Administrator", "password": word}
            try:
                house.door.run("identity.add_user", given | {"roles": ["administrator"]}, owner)
            except PasswordWeak as weak:
                print(weak.advice, file=sys.stderr)
            else:
                return
    print(HOW_TO_ADD, file=sys.stderr)


def listening(house: House) -> ExitStack:
    """Listen to the attached machines until the block ends."""
    from lineside.app.ingest import Ingest

    stack = ExitStack()
    stack.enter_context(Ingest(house.world, house.door).running())
    return stack


def serve_pages(house: House, settings: Settings) -> None:
    """Run the HTTP server until it is told to stop."""
    import uvicorn

    from lineside.app.http.server import create_app

    config = uvicorn.Config(
        create_app(house.world, house.door),
        host=settings.host,
        port=settings.port,
        log_level="warning",
        h11_max_incomplete_event_size=32_768,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=3,
        limit_concurrency=2000,
    )
    server = uvicorn.Server(config)
    print(f"Lineside listens on http://{settings.host}:{settings.port}", file=sys.stderr)
    server.run()


def worker(arguments: argparse.Namespace) -> int:
    """Run jobs and deliver news until told to stop."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with open_house(settings_of(arguments)) as house, working(house.worker):
        stop.wait()
    return 0
