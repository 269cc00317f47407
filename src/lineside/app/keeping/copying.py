"""What belongs to a backup, and how it is copied while the house runs."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lineside.app.keeping import archive, programs
from lineside.app.keeping.errors import BackupBusy, TargetNotEmpty
from lineside.kernel.clock import RealClock
from lineside.kernel.database import database
from lineside.kernel.settings import Settings, load_settings

DATABASE = "database.dump"
# Files of one kind in folders: stored files, OPC UA keys and trusted certificates, broker accounts,
# the key of sealed secrets.
FOLDERS = ("files", "opcua", "broker", "vault")
SINGLE = ("lineside.toml", "policy.cedar", "demo.json")
NEVER = {"store", "broker.log", "lock", ".lock"}
TRIES = 5


def backup(settings: Settings, target: Path) -> dict[str, Any]:
    """Write one archive of the whole data folder; the house may run meanwhile.

    The database is copied first, at one instant; files are only ever added, so those copied
    afterwards include all that it names. Returns the manifest.
    """
    with _staging(settings.data) as staging, database(settings) as engine:
        url = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        programs.dump(url, staging / DATABASE)
        parts = {DATABASE: staging / DATABASE}
        parts |= _historian(settings.data / "historian", staging / "historian")
        parts |= _folders(settings.data)
        facts = {"at": RealClock().now().isoformat()}
        return archive.write(target.absolute(), parts, facts)


def restore(source: Path, folder: Path) -> dict[str, Any]:
    """Check every hash of an archive, then fill an empty folder and its database from it."""
    folder = folder.absolute()
    if folder.exists() and any(folder.iterdir()):
        raise TargetNotEmpty(folder=folder.name)
    manifest = archive.checked(source)
    # Read before the restored settings lie there: they may name the database that was backed up.
    settings = load_settings(folder)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    archive.extract(source, manifest, folder)
    _set_aside(folder / "lineside.toml")
    with database(settings) as engine:
        _refuse_filled(engine)
        url = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        programs.load(url, folder / DATABASE)
    (folder / DATABASE).unlink()
    return manifest


def _refuse_filled(engine: Any) -> None:
    from sqlalchemy import inspect

    if inspect(engine).get_table_names():
        raise TargetNotEmpty(database=engine.url.database)


def _set_aside(settings_file: Path) -> None:
    """Settings that name another database would lead the restored house back to the old one."""
    if settings_file.exists() and "database_url" in settings_file.read_text(encoding="utf-8"):
        settings_file.rename(settings_file.with_name("lineside.toml.restored"))


@contextmanager
def _staging(data: Path) -> Iterator[Path]:
    """A folder on the same disk, so that large files can be linked instead of copied."""
    data.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=data) as name:
        yield Path(name)


def _historian(folder: Path, staging: Path) -> dict[str, Path]:
    """A snapshot of the historian: all that its manifest names, and the logs behind it.

    Segments never change once written, so they are linked; logs grow and are copied. The writer
    may replace the manifest meanwhile and drop files of the old one: then it is tried again.
    """
    if not folder.exists():
        return {}
    for _ in range(TRIES):
        shutil.rmtree(staging, ignore_errors=True)
        before = _stamp(folder)
        try:
            _snapshot(folder, staging)
        except FileNotFoundError:
            continue
        if _stamp(folder) == before:
            return _below(staging, "historian")
    raise BackupBusy(tries=TRIES)


def _stamp(folder: Path) -> bytes:
    path = folder / "manifest.json"
    return path.read_bytes() if path.exists() else b""


def _snapshot(folder: Path, staging: Path) -> None:
    """Copy in an order in which no sample lacks its name: the tags' names come last."""
    paths = [each for each in sorted(folder.rglob("*")) if each.is_file() and _wanted(each)]
    for path in sorted(paths, key=lambda each: each.name == "tags.log"):
        copy = staging / path.relative_to(folder)
        copy.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".parquet":
            os.link(path, copy)
        else:
            shutil.copyfile(path, copy)


def _wanted(path: Path) -> bool:
    return path.suffix != ".partial" and path.name not in NEVER


def _folders(data: Path) -> dict[str, Path]:
    parts: dict[str, Path] = {}
    for name in FOLDERS:
        parts |= _below(data / name, name)
    singles = {name: data / name for name in SINGLE}
    return parts | {name: path for name, path in singles.items() if path.is_file()}


def _below(folder: Path, prefix: str) -> dict[str, Path]:
    """Every plain file below a folder by its name in the archive; links are left out."""
    found = {}
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        taken = path.is_file() and not path.is_symlink() and _wanted(path)
        if taken and not NEVER & set(inside.parts) and not path.name.startswith("tmp"):
            found[f"{prefix}/{inside.as_posix()}"] = path
    return found
