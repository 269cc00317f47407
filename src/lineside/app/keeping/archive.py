"""The archive: a ZIP file whose last part, the manifest, names every other part with its hash."""

import hashlib
import json
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from lineside.app.keeping.errors import ArchiveDamaged

MANIFEST = "manifest.json"
FORMAT = "lineside-backup-1"
LARGEST_MANIFEST = 256 * 2**20
# Already compressed, or soon to be read by a program that compresses itself.
STORED = {".parquet", ".dump", ".png", ".jpg", ".pdf", ".docx", ".onnx", ".zip"}
_CHUNK = 2**20


def write(target: Path, parts: dict[str, Path], facts: dict[str, Any]) -> dict[str, Any]:
    """Write the parts and their manifest beside the target and put it in place whole.

    Returns the manifest. The file is for its owner alone, since it holds keys.
    """
    partial = target.with_name(target.name + ".partial")
    partial.unlink(missing_ok=True)
    manifest = {"format": FORMAT, **facts, "parts": {}}
    handle = os.open(partial, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w+b") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
                for name, path in sorted(parts.items()):
                    manifest["parts"][name] = _added(archive, name, path)
                archive.writestr(MANIFEST, json.dumps(manifest, indent=1))
            file.flush()
            os.fsync(file.fileno())
        partial.rename(target)
    finally:
        partial.unlink(missing_ok=True)
    return manifest


def _added(archive: zipfile.ZipFile, name: str, path: Path) -> dict[str, Any]:
    """Copy one part in and return its hash and size, as they were copied."""
    part = zipfile.ZipInfo(name)
    part.compress_type = zipfile.ZIP_STORED if path.suffix in STORED else zipfile.ZIP_DEFLATED
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as source, archive.open(part, "w", force_zip64=True) as inside:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
            inside.write(chunk)
    return {"sha256": digest.hexdigest(), "bytes": size}


def checked(path: Path) -> dict[str, Any]:
    """The manifest, after every part was read and compared with it; refuses at the first bad one.

    Nothing is written. A part is never read further than the manifest says that it is long.
    """
    with _opened(path) as archive:
        manifest = _manifest(archive, path)
        parts: dict[str, Any] = manifest["parts"]
        inside = [each.filename for each in archive.infolist() if each.filename != MANIFEST]
        for name in sorted({*inside, *parts}):
            if name not in parts or inside.count(name) != 1 or not is_safe(name):
                problem = "not in the manifest" if name in inside else "missing"
                raise ArchiveDamaged(archive=path.name, part=name[:200], problem=problem)
            _compare(archive, path, name, parts[name])
    return manifest


def extract(path: Path, manifest: dict[str, Any], folder: Path) -> None:
    """Write the parts below a folder, each compared with its hash once more."""
    with _opened(path) as archive:
        for name, facts in manifest["parts"].items():
            target = folder.joinpath(*PurePosixPath(name).parts)
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                _compare(archive, path, name, facts, file)


def is_safe(name: str) -> bool:
    """Whether a part's name leads to a place below the folder and nowhere else."""
    parts = PurePosixPath(name).parts
    plain = "\\" not in name and ":" not in name and "\0" not in name
    return bool(parts) and plain and not name.startswith("/") and ".." not in parts


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile, ValueError) as error:
        raise ArchiveDamaged(archive=path.name, problem=str(error)[:200]) from error


def _manifest(archive: zipfile.ZipFile, path: Path) -> dict[str, Any]:
    try:
        if archive.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
            raise ArchiveDamaged(archive=path.name, part=MANIFEST, problem="too large")
        told = json.loads(archive.read(MANIFEST))
        assert told["format"] == FORMAT
        assert all({"sha256", "bytes"} <= set(facts) for facts in told["parts"].values())
    except (KeyError, ValueError, AssertionError, TypeError, zipfile.BadZipFile) as error:
        problem = "no readable manifest"
        raise ArchiveDamaged(archive=path.name, part=MANIFEST, problem=problem) from error
    return dict(told)


def _compare(
    archive: zipfile.ZipFile,
    path: Path,
    name: str,
    facts: dict[str, Any],
    copy: BinaryIO | None = None,
) -> None:
    digest, size = hashlib.sha256(), 0
    try:
        for chunk in _chunks(archive, name, int(facts["bytes"])):
            digest.update(chunk)
            size += len(chunk)
            if copy is not None:
                copy.write(chunk)
        problem = "" if digest.hexdigest() == facts["sha256"] else "its bytes changed"
    except (zipfile.BadZipFile, EOFError, ValueError, OSError) as error:
        problem = str(error)[:200] or "cannot be read"
    except Exception as error:  # zlib's own error has no public base that says more
        if type(error).__module__ != "zlib":
            raise
        problem = str(error)[:200]
    if problem:
        raise ArchiveDamaged(archive=path.name, part=name, problem=problem)


def _chunks(archive: zipfile.ZipFile, name: str, most: int) -> Iterator[bytes]:
    """The part's bytes, one more than promised at most, so that a lie shows but cannot flood."""
    left = most + 1
    with archive.open(name) as inside:
        while left and (chunk := inside.read(min(_CHUNK, left))):
            left -= len(chunk)
            yield chunk
