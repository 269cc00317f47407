"""The one way to PostgreSQL: the embedded server by default, another by its address."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.exc import OperationalError

from lineside.kernel.errors import Unavailable
from lineside.kernel.postgres import Embedded
from lineside.kernel.settings import Settings


class DatabaseAway(Unavailable):
    """The database does not answer."""

    code = "kernel.DatabaseAway"
    advice = "Start it with `lineside database start`, or correct the connection address."


def connect(url: str, *, pool: int = 12) -> Engine:
    """An engine on psycopg 3, in UTC, whose stale connections are replaced before use."""
    address = make_url(url).set(drivername="postgresql+psycopg")
    engine = create_engine(
        address,
        pool_size=pool,
        max_overflow=pool,
        pool_pre_ping=True,
        connect_args={"connect_timeout": 5, "options": "-c timezone=UTC"},
    )
    event.listen(engine, "handle_error", _explain)
    return engine


def _explain(context: object) -> None:
    """A connection that cannot be had is a refusal which says what to do, not a stack trace."""
    if getattr(context, "is_pre_ping", False):
        # The pool looks whether a connection still lives, and replaces it by itself.
        return
    error = getattr(context, "sqlalchemy_exception", None)
    lost = getattr(context, "is_disconnect", False) or getattr(context, "connection", 0) is None
    if isinstance(error, OperationalError) and lost:
        raise DatabaseAway(problem=str(error.orig).splitlines()[0][:200]) from error


@contextmanager
def database(settings: Settings) -> Iterator[Engine]:
    """The settings' database. An embedded server that this call started is stopped at the end."""
    if settings.database_url:
        engine = connect(settings.database_url, pool=settings.database_pool)
        try:
            yield engine
        finally:
            engine.dispose()
        return
    embedded = Embedded(settings.data / "postgres")
    started = embedded.start()
    engine = connect(embedded.url(), pool=settings.database_pool)
    try:
        yield engine
    finally:
        engine.dispose()
        if started:
            embedded.stop()
