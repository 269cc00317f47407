"""Finding passages by words and by meaning, filters first."""

from lineside.documents.ranking.embedding import Embedder, installed_embedder
from lineside.documents.ranking.index import Allowed, Hit, Index, Parts
from lineside.documents.ranking.shelf import Entry
from lineside.documents.ranking.vectors import VectorShelf
from lineside.documents.ranking.wordings import Synonyms

__all__ = [
    "Allowed",
    "Embedder",
    "Entry",
    "Hit",
    "Index",
    "Parts",
    "Synonyms",
    "VectorShelf",
    "installed_embedder",
]
