"""Collections of pictures in the layouts that public sets come in, from folders and zip files.

Known layouts: label files beside pictures (``images/…/7.jpg`` with ``labels/…/7.txt``, flawed where
not empty), a mask beside every picture (flawed where it marks anything), and one folder or name
prefix per class (a class called good, ok, free or the like is the good one). Masks are kept beside
their pictures; anything else is reported and skipped.
"""

import re
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

import numpy as np
import numpy.typing as npt

from benchmarks._inspection import masks
from lineside.kernel.errors import Refusal
from lineside.quality.inspection import decode

Picture = npt.NDArray[np.uint8]
_ENDINGS = {".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff"}
_GOOD = re.compile(r"^(mt_)?(good|ok|ok_front|free|normal|no_?defects?|non_?defective|perfect|0)$")
_MASK = re.compile(r"(mask|ground_?truth|_gt$|^gt$|label|annotation)", re.IGNORECASE)
_PLAIN = {
    "images",
    "imgs",
    "img",
    "train",
    "test",
    "val",
    "valid",
    "validation",
    "validation_images",
}


@dataclass(frozen=True)
class Entry:
    """One picture to come: its path, its class, and whether it is flawed (None where unknown).

    ``where`` tells the flaw's pixels for a picture of the given shape, None where that is unknown.
    """

    path: str
    kind: str
    flawed: bool | None
    read: Callable[[], bytes]
    where: Callable[[tuple[int, int]], masks.Mask | None] = lambda shape: None

    def picture(self) -> Picture | None:
        try:
            return decode(self.read())
        except Refusal as problem:
            say(f"skipped {self.path}: {problem}")
            return None


@dataclass(frozen=True)
class Collection:
    """Pictures of one set."""

    name: str
    entries: list[Entry]

    @property
    def has_good(self) -> bool:
        return any(entry.flawed is False for entry in self.entries)


def say(text: str) -> None:
    """Progress goes to standard error."""
    print(text, file=sys.stderr, flush=True)


def collections(data: Path) -> Iterator[Collection]:
    """One collection per zip file, and one per folder that directly holds sets of pictures."""
    zips = sorted(data.rglob("*.zip")) if data.is_dir() else [data]
    for path in zips:
        try:
            yield from _in_zip(path)
        except zipfile.BadZipFile:
            say(f"skipped {path.name}: not a zip file")
    if data.is_dir():
        for folder in _sets(data):
            yield from _in_folder(folder)


def _in_zip(path: Path) -> Iterator[Collection]:
    archive = zipfile.ZipFile(path)
    files = {name: _reader(archive, name) for name in archive.namelist() if name[-1] != "/"}
    yield from _found(path.stem, files)


def _reader(archive: zipfile.ZipFile, name: str) -> Callable[[], bytes]:
    return lambda: archive.read(name)


def _sets(data: Path) -> list[Path]:
    """Folders to take as sets: the children that hold pictures, or the folder itself."""
    children = [each for each in sorted(data.iterdir()) if each.is_dir() and _pictures_in(each)]
    kinds = [child for child in children if _GOOD.match(child.name.lower())]
    loose = any(each.suffix.lower() in _ENDINGS for each in data.iterdir() if each.is_file())
    layouts = [child for child in children if child.name.lower() in _PLAIN]
    return [data] if children and (kinds or loose or layouts) else children


def _pictures_in(folder: Path) -> bool:
    return any(each.suffix.lower() in _ENDINGS for each in folder.rglob("*"))


def _in_folder(folder: Path) -> Iterator[Collection]:
    files = {
        str(path.relative_to(folder)): path.read_bytes
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix != ".zip"
    }
    yield from _found(folder.name, files)


def _found(name: str, files: dict[str, Callable[[], bytes]]) -> Iterator[Collection]:
    pictures = [path for path in sorted(files) if _is_picture(path, files)]
    left = len(files) - len(pictures)
    say(f"{name}: {len(pictures)} pictures, {left} other files")
    labels = {path: _label_of(path) for path in pictures}
    labelled = sum(1 for label in labels.values() if label in files)
    if not pictures:
        return
    if labelled > 0.9 * len(pictures):
        entries = [
            _labelled(path, files, labels[path]) for path in pictures if labels[path] in files
        ]
    else:
        shown = {path: masks.mask_path(path, files) for path in pictures}
        told = sum(mask is not None for mask in shown.values()) > 0.9 * len(pictures)
        entries = _by_mask(shown, files) if told else _by_kind(pictures, files)
        entries = [replace(entry, where=_where(shown[entry.path], files)) for entry in entries]
    yield Collection(name, entries)


def _is_picture(path: str, files: dict[str, Callable[[], bytes]]) -> bool:
    place = PurePosixPath(path.replace("\\", "/"))
    words = (*place.parts[:-1], place.stem)
    if place.suffix.lower() not in _ENDINGS or any(_MASK.search(word) for word in words):
        return False
    # a mask often bears its picture's name with another ending
    twin = any(str(place.with_suffix(end)) in files for end in (".jpg", ".jpeg", ".bmp"))
    return not (place.suffix.lower() == ".png" and twin)


def _label_of(path: str) -> str:
    place = PurePosixPath(path)
    return str(place.with_suffix(".txt")).replace("images", "labels", 1)


def _labelled(path: str, files: dict[str, Callable[[], bytes]], label: str) -> Entry:
    flawed = bool(files[label]().strip())
    where = _where(label if flawed else None, files)
    return Entry(path, "flawed" if flawed else "good", flawed, files[path], where)


def _by_mask(shown: dict[str, str | None], files: dict[str, Callable[[], bytes]]) -> list[Entry]:
    flawed = {path: masks.marked(mask, files) for path, mask in shown.items() if mask}
    return [
        Entry(path, "flawed" if bad else "good", bad, files[path]) for path, bad in flawed.items()
    ]


def _where(
    path: str | None, files: dict[str, Callable[[], bytes]]
) -> Callable[[tuple[int, int]], masks.Mask | None]:
    return lambda shape: masks.mask(path, files, shape) if path else None


def _by_kind(pictures: list[str], files: dict[str, Callable[[], bytes]]) -> list[Entry]:
    kinds = [_folder_kind(path) for path in pictures]
    if len(set(kinds)) < 2:
        kinds = [_name_kind(path) for path in pictures]
    known = any(_GOOD.match(kind) for kind in kinds)
    return [
        Entry(path, kind, (not _GOOD.match(kind)) if known else None, files[path])
        for path, kind in zip(pictures, kinds, strict=True)
    ]


def _folder_kind(path: str) -> str:
    """The nearest folder that says more than "train"."""
    words = [part.lower() for part in reversed(PurePosixPath(path).parts[:-1])]
    return next((word for word in words if word not in _PLAIN), "")


def _name_kind(path: str) -> str:
    """The name without its number."""
    return re.sub(r"[_\-. ]*\d+$", "", PurePosixPath(path).stem).lower() or "unnamed"
