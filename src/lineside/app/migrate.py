"""Bring a database to this version's tables."""

from sqlalchemy import Engine

from lineside.kernel.tables import metadata


def migrate(engine: Engine) -> None:
    """Create what is missing."""
    metadata.create_all(engine)
