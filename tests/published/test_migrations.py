"""The migrations make exactly the tables that the code describes, and guard the audit trail."""

from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, make_url, text

from lineside.app.migrate import migrate
from lineside.app.wiring import load_rooms
from lineside.kernel.database import connect
from lineside.kernel.tables import metadata


@pytest.fixture
def migrated(server: str, template: Engine) -> Iterator[Engine]:
    """A database that has seen nothing but the migrations."""
    load_rooms()
    with template.connect() as link:
        link.execute(text("CREATE DATABASE lineside_migrated"))
    address = make_url(server).set(database="lineside_migrated")
    engine = connect(address.render_as_string(hide_password=False))
    migrate(engine)
    yield engine
    engine.dispose()
    with template.connect() as link:
        link.execute(text("DROP DATABASE lineside_migrated WITH (FORCE)"))


def test_the_migrations_make_the_tables_of_the_code(migrated: Engine) -> None:
    with migrated.connect() as link:
        missing = compare_metadata(MigrationContext.configure(link), metadata)
    assert missing == [], "write it with `python -m tools.migration ROOM 'what changes'`"


def test_migrating_again_changes_nothing(migrated: Engine) -> None:
    assert migrate(migrated) is False


def test_a_migrated_database_guards_its_audit_trail(migrated: Engine) -> None:
    with migrated.connect() as link:
        found = link.execute(
            text("SELECT tgname FROM pg_trigger WHERE tgrelid = 'identity_audit'::regclass")
        )
        assert {"identity_audit_no_change", "identity_audit_no_truncate"} <= set(found.scalars())
