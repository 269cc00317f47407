"""The options of the commands that reach outside: connect, replay, import, export, backup, edge."""

import argparse
from collections.abc import Callable
from pathlib import Path

Add = Callable[[str, str, str], argparse.ArgumentParser]


def add_outside(add: Add) -> None:
    """Every command that exchanges something with the world outside the data folder."""
    _connect(add)
    _replay(add)
    _edge(add)
    _archive(add)
    _import(add)
    _export(add)


def _connect(add: Add) -> None:
    made = add("connect", "attach an OPC UA server or an MQTT broker", "connecting:connect")
    made.add_argument("protocol", choices=["opcua", "mqtt", "sparkplug", "edge"])
    made.add_argument("address", help="such as opc.tcp://host:4840 or mqtt://host:1883")
    made.add_argument("--name", default="", help="what to call it (default: protocol and host)")
    made.add_argument(
        "--browse", nargs="?", const="", metavar="UNDER", help="list what can be mapped"
    )
    made.add_argument(
        "--map", action="append", default=[], metavar="EQUIPMENT.SIGNAL=ADDRESS",
        help="feed a signal of an equipment from an address; may be given several times",
    )  # fmt: skip
    made.add_argument(
        "--unit", action="append", default=[], metavar="SIGNAL=UNIT[:SOURCE_UNIT]",
        help="the unit to store a signal in, and the unit that the source sends",
    )  # fmt: skip
    made.add_argument(
        "--states", action="append", default=[], metavar="SIGNAL=VALUE:STATE,...",
        help="what the values of a state signal mean, such as state=0:idle,1:running",
    )  # fmt: skip
    made.add_argument(
        "--map-file", type=Path, metavar="MAP.yaml",
        help="a list under `tags:` with equipment, signal, address, unit, source_unit, states, ...",
    )  # fmt: skip
    made.add_argument(
        "--trust", default="", metavar="THUMBPRINT",
        help="trust the server's certificate with this SHA-256 thumbprint",
    )  # fmt: skip
    made.add_argument("--user", default="", help="the user to log in as; the password is asked for")
    made.add_argument(
        "--security", default="",
        choices=["Basic256Sha256", "Aes128Sha256RsaOaep", "Aes256Sha256RsaPss", "None"],
        help="the security policy of an OPC UA connection (default Basic256Sha256)",
    )  # fmt: skip
    made.add_argument(
        "--writable", action="store_true",
        help="let approved set-points be written to the tags of class setpoint (OPC UA)",
    )  # fmt: skip
    made.add_argument("--as", dest="user_as", default="", help="the login to act as")


def _replay(add: Add) -> None:
    made = add("replay", "play recorded telemetry through a broker", "replaying:replay")
    made.add_argument("file", type=Path, help="a .csv or .parquet file of recorded telemetry")
    made.add_argument(
        "--map", type=Path, required=True, metavar="MAP.yaml",
        help="which columns hold the time and the tags; `states:` names the states of a tag",
    )  # fmt: skip
    made.add_argument("--speed", type=float, default=1.0, help="how many times faster (default 1)")
    made.add_argument("--broker", default="", help="mqtt://user@host:port (default: the one here)")
    made.add_argument(
        "--attach", action="store_true",
        help="attach the broker as the connection `replay` and map the tags, units and states",
    )  # fmt: skip
    made.add_argument(
        "--own-time", action="store_true",
        help="keep the recorded times (default: the time at which each is played)",
    )  # fmt: skip
    made.add_argument("--as", dest="user", default="", help="the login to act as")


def _edge(add: Add) -> None:
    made = add(
        "edge", "collect a source's samples here and send them on, also after a lost link",
        "gateway:edge",
    )  # fmt: skip
    made.add_argument("protocol", choices=["opcua", "mqtt", "sparkplug"])
    made.add_argument("address", help="the source, such as opc.tcp://host:4840")
    made.add_argument("--upstream", required=True, help="the server, such as https://host:8420")
    made.add_argument(
        "--connection", required=True, help="the connection of protocol `edge` mapped there"
    )
    made.add_argument(
        "--token", default="", help="the bearer token (better: the variable LINESIDE_TOKEN)"
    )
    made.add_argument(
        "--option", action="append", default=[], metavar="NAME=VALUE",
        help="the source's own options, such as security=None or trusted_thumbprint=...",
    )  # fmt: skip


def _archive(add: Add) -> None:
    backup = add("backup", "write everything into one archive, running or not", "archiving:backup")
    backup.add_argument("file", type=Path, help="the archive to write; it holds keys: keep it safe")
    restore = add(
        "restore", "fill the empty folder --data from an archive, after checking every hash",
        "archiving:restore",
    )  # fmt: skip
    restore.add_argument("file", type=Path)


def _import(add: Add) -> None:
    made = add(
        "import",
        "take in orders, users, stock, part-receipts, lots, or any action's rows, from a file",
        "exchanging:import_",
    )
    made.add_argument("kind", help="what the rows are, such as orders")
    made.add_argument("file", type=Path, help="a .csv or .xlsx file; its first line names columns")
    made.add_argument(
        "--map", action="append", default=[], metavar="COLUMN=FIELD",
        help="which column gives which field; columns named like fields need none",
    )  # fmt: skip
    made.add_argument(
        "--set", action="append", default=[], metavar="FIELD=VALUE", help="a field of every row"
    )
    made.add_argument("--zone", default="UTC", help="the zone of times without one (default UTC)")
    made.add_argument(
        "--dry-run", action="store_true", help="say what would happen, change nothing"
    )
    made.add_argument("--as", dest="user", default="", help="the login to act as")


def _export(add: Add) -> None:
    made = add(
        "export", "write a list (orders, lots, audit, tags, ... or any query) as a file",
        "exchanging:export",
    )  # fmt: skip
    made.add_argument("kind", help="which list, such as orders")
    made.add_argument("file", type=Path, help="a .csv, .json or .xlsx file to write")
    made.add_argument(
        "--where", action="append", default=[], metavar="NAME=VALUE", help="narrow the list"
    )
    made.add_argument("--as", dest="user", default="", help="the login to ask as")
