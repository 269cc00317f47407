"""Bring a database to this version's tables, along one line of migrations."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

_INSIDE = Path(__file__).parents[1] / "migrations"
MIGRATIONS = _INSIDE if _INSIDE.is_dir() else Path(__file__).parents[3] / "migrations"
ONE_AT_A_TIME = 8420


def migrate(engine: Engine) -> bool:
    """Apply what is missing, all of it or nothing; return whether anything changed.

    A kill in the middle leaves the version before: the tables of PostgreSQL change in the same
    transaction as the note of the version.
    """
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    head = ScriptDirectory.from_config(config).get_current_head()
    with engine.begin() as connection:
        if MigrationContext.configure(connection).get_current_revision() == head:
            return False
        # One process at a time: a second one waits here and then finds nothing to do.
        connection.execute(text(f"SELECT pg_advisory_xact_lock({ONE_AT_A_TIME})"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return True
