"""``lineside edge``: a gateway beside the machines that outlives a lost link."""

import argparse
import asyncio
import os

from lineside.app.cli.opening import settings_of
from lineside.kernel.clock import RealClock
from lineside.kernel.errors import Invalid


class TokenNotGiven(Invalid):
    """The server needs to know who sends."""

    code = "app.TokenNotGiven"
    advice = "Set LINESIDE_TOKEN, or give --token."


def edge(arguments: argparse.Namespace) -> int:
    """Collect here and send on until told to stop."""
    from lineside.app.edge.collecting import Gateway
    from lineside.app.edge.upstream import Upstream
    from lineside.telemetry.queries import ConnectionView

    token = arguments.token or os.environ.get("LINESIDE_TOKEN", "")
    if not token:
        raise TokenNotGiven(upstream=arguments.upstream)
    options = dict(each.partition("=")[::2] for each in arguments.option)
    row = ConnectionView(
        arguments.connection, arguments.protocol, arguments.address, options, True, "idle", "",
        RealClock().now(), 0,
    )  # fmt: skip
    upstream = Upstream(arguments.upstream, token, arguments.connection)
    asyncio.run(Gateway(settings_of(arguments), row, upstream).run())
    return 0
