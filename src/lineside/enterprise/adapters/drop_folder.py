"""Files exchanged through a folder: ``in``, ``done``, ``parked`` and ``out``."""

import os
from pathlib import Path

from lineside.enterprise.errors import FileUnknown
from lineside.enterprise.ports import Exchange, Waiting
from lineside.kernel.work import Work


class DropFolder:
    """The exchange as folders below ``root``. Only ``*.xml`` files are looked at."""

    def __init__(self, root: Path) -> None:
        self._root = root
        for shelf in ("in", "done", "parked", "out"):
            (root / shelf).mkdir(parents=True, exist_ok=True)

    def waiting(self) -> list[Waiting]:
        found = []
        for path in (self._root / "in").glob("*.xml"):
            if path.is_symlink() or not path.is_file():
                continue
            known = path.stat()
            found.append(Waiting(path.name, known.st_size, known.st_mtime))
        return sorted(found, key=lambda file: (file.changed, file.name))

    def read(self, name: str) -> bytes:
        try:
            return self._in(name).read_bytes()
        except OSError as error:
            raise FileUnknown(file=name) from error

    def put_away(self, name: str, shelf: str) -> None:
        """A file of that name on the shelf already is not lost: the new one gets a number."""
        source, target, number = self._in(name), self._root / shelf / name, 1
        while target.exists():
            target = self._root / shelf / f"{Path(name).stem}-{number}.xml"
            number += 1
        if source.exists():
            source.rename(target)

    def deliver(self, name: str, content: bytes) -> None:
        """Written beside, synchronised, then renamed: whoever picks up sees whole files only."""
        target = self._root / "out" / name
        beside = target.with_suffix(".part")
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.rename(target)

    def _in(self, name: str) -> Path:
        if Path(name).name != name:
            raise FileUnknown(file=name)
        return self._root / "in" / name


def exchange_of(work: Work) -> Exchange:
    """The exchange that the app wired; a folder in the data folder where there is none."""
    wired: Exchange | None = work.world.ports.get(Exchange)
    return wired or DropFolder(Path(work.settings.data) / "exchange")
