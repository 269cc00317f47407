"""Schedule search: annealing, tabu search and large neighbourhoods behind one function."""

from lineside.scheduling.search.run import search

__all__ = ["search"]
