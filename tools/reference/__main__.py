"""``python -m tools.reference`` writes the pages."""

from tools.reference import write

write()
