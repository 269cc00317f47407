"""The index over the kept passages: built when documents changed, shared by all who search."""

import threading
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from lineside.documents import store
from lineside.documents.ranking.embedding import installed_embedder
from lineside.documents.ranking.index import Index
from lineside.documents.ranking.shelf import Entry
from lineside.documents.ranking.vectors import VectorShelf
from lineside.kernel.work import Work

Mask = npt.NDArray[np.bool_]

_lock = threading.Lock()
_kept: dict[str, "Shelf"] = {}


@dataclass(frozen=True)
class Shelf:
    """An index with the rows that its keys stand for, and the mark of what it was built from."""

    mark: str
    index: Index
    rows: dict[str, Any]

    def allowed(
        self, *, restricted: bool, today: date, about: tuple[str, ...], kinds: tuple[str, ...]
    ) -> Mask:
        """Rights, effectivity and scope, as a mask that is applied before anything is ranked."""
        mask = self.index.tagged(all_of=["state:released"])
        if not restricted:
            mask &= ~self.index.tagged(all_of=["class:restricted"])
        if about:
            mask &= self.index.tagged(any_of=[f"about:{each}" for each in (*about, "")])
        if kinds:
            mask &= self.index.tagged(any_of=[f"kind:{each}" for each in kinds])
        effective = [self.rows[key].effective_from <= today for key in self.index.keys]
        seen: Mask = mask & np.array(effective, bool)
        return seen


def open_shelf(work: Work) -> Shelf:
    """The present index of this installation's documents."""
    place = str(work.settings.data)
    mark = f"{work.world.engine.url.database}|{store.shelf_mark(work)}"
    with _lock:
        known = _kept.get(place)
        if known is None or known.mark != mark:
            known = _kept[place] = _built(work, mark)
        return known


def _built(work: Work, mark: str) -> Shelf:
    rows = {row.id: row for row in store.all_passages(work)}
    embedder = installed_embedder()
    vectors = VectorShelf(work.settings.data / "vectors", embedder) if embedder else None
    entries = [_entry(row) for row in rows.values()]
    return Shelf(mark, Index.build(entries, embedder=embedder, vectors=vectors), rows)


def _entry(row: Any) -> Entry:
    about = row.about or [""]
    tags = (
        f"state:{row.state}",
        f"class:{row.classification}",
        f"kind:{row.kind}",
        *(f"about:{each}" for each in about[:20]),
    )
    heading = f"{row.title}: {row.heading}" if row.heading else row.title
    return Entry(row.id, row.text, heading, row.language, tags)
