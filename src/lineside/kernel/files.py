"""Content-addressed files: documents, pictures and models are stored once, under their hash."""

import hashlib
import os
import re
import tempfile
from pathlib import Path

from lineside.kernel.errors import Invalid, Missing, Unavailable


class FileUnknown(Missing):
    """No file is stored under that hash."""

    code = "kernel.FileUnknown"


class FileDamaged(Unavailable):
    """The stored bytes no longer match their hash."""

    code = "kernel.FileDamaged"
    advice = "Restore the file from a backup; it is not served while damaged."


class FileTooLarge(Invalid):
    """More bytes than are accepted."""

    code = "kernel.FileTooLarge"
    advice = "Send a smaller file, or raise the limit in the settings."


class Files:
    """Files below ``root``, named by the SHA-256 of their content."""

    def __init__(self, root: Path, *, limit_bytes: int = 200_000_000) -> None:
        self._root = root
        self._limit = limit_bytes

    def put(self, content: bytes) -> str:
        """Store and return the hash; storing the same content again changes nothing."""
        if len(content) > self._limit:
            raise FileTooLarge(bytes=len(content), limit=self._limit)
        digest = hashlib.sha256(content).hexdigest()
        path = self.path(digest)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            _write_whole(path, content)
        return digest

    def get(self, digest: str) -> bytes:
        """The content under the hash; bytes that changed on disk are refused."""
        path = self.path(digest)
        if not path.exists():
            raise FileUnknown(hash=digest)
        content = path.read_bytes()
        if hashlib.sha256(content).hexdigest() != digest:
            raise FileDamaged(hash=digest)
        return content

    def path(self, digest: str) -> Path:
        """Where the content lies; only well-formed hashes lead anywhere."""
        if not re.fullmatch(r"[0-9a-f]{64}", digest):
            raise FileUnknown(hash=digest[:80])
        return self._root / digest[:2] / digest[2:]


def _write_whole(path: Path, content: bytes) -> None:
    """Write beside and rename, so that a crash leaves either nothing or the whole file."""
    handle, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
