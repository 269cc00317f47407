"""Writes a migration from the difference between the tables in the code and the migrations so far.

``python -m tools.migration ROOM "what changes"`` starts a PostgreSQL of its own in a temporary
folder, brings it to the last migration and writes ``migrations/versions/NNNN_room_what.py`` with
what is missing in the tables of that room (``all`` makes one file per room). Read it before
committing.
"""

import re
import sys
import tempfile
from pathlib import Path
from typing import Any

from alembic.autogenerate import produce_migrations, render_python_code
from alembic.migration import MigrationContext
from alembic.operations import ops
from sqlalchemy import Connection

from lineside.app.migrate import MIGRATIONS, migrate
from lineside.app.wiring import ROOMS, load_rooms
from lineside.kernel.database import connect
from lineside.kernel.postgres import Embedded
from lineside.kernel.tables import metadata

VERSIONS = MIGRATIONS / "versions"
HEAD = '''"""{message}"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "{revision}"
down_revision = {down}


def upgrade() -> None:
'''


def main(room: str, message: str) -> None:
    load_rooms()
    with tempfile.TemporaryDirectory() as folder:
        embedded = Embedded(Path(folder) / "postgres")
        embedded.start()
        try:
            engine = connect(embedded.url())
            migrate(engine)
            with engine.connect() as connection:
                for name in ROOMS if room == "all" else (room,):
                    write(connection, name, message)
            engine.dispose()
        finally:
            embedded.stop()


def write(connection: Connection, room: str, message: str) -> None:
    """One file with what the tables of a room need; none where nothing is missing."""
    context = MigrationContext.configure(connection, opts={"include_object": _of(room)})
    upgrade = produce_migrations(context, metadata).upgrade_ops
    if upgrade is None or upgrade.is_empty():
        return
    number = len(list(VERSIONS.glob("[0-9]*.py"))) + 1
    words = re.sub(r"[^a-z0-9]+", "_", message.lower()).strip("_")
    revision = f"{number:04d}_{room}"
    before = sorted(path.stem for path in VERSIONS.glob("[0-9]*.py"))
    down = repr(_revision(before[-1])) if before else "None"
    head = HEAD.format(message=f"{room}: {message}", revision=revision, down=down)
    path = VERSIONS / f"{revision}_{words}.py"
    path.write_text(head + _body(upgrade), encoding="utf-8")
    print(path.name)


def _revision(stem: str) -> str:
    return "_".join(stem.split("_")[:2])


def _body(upgrade: ops.UpgradeOps) -> str:
    # Types inside arrays and JSON are rendered without their module.
    code = re.sub(r"(?<![.\w])(Text|Float|Integer)\(", r"sa.\1(", str(render_python_code(upgrade)))
    lines = [line for line in code.splitlines() if not line.lstrip().startswith("# ###")]
    inside = (f"    {line.strip()}" if line == line.lstrip() else line for line in lines)
    return "\n".join(inside) + "\n"


def _of(room: str) -> Any:
    def wanted(thing: Any, name: str | None, kind: str, reflected: bool, _: Any) -> bool:
        table = thing.name if kind == "table" else thing.table.name
        return str(table).startswith(f"{room}_")

    return wanted


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
