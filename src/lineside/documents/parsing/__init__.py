"""Files become text: PDF, Word, workbooks, Markdown and plain text, under limits."""

from lineside.documents.errors import FileTooLarge, FileUnreadable
from lineside.documents.parsing.isolation import read_isolated
from lineside.documents.parsing.kinds import kind_of
from lineside.documents.parsing.plain import read_markdown, read_text
from lineside.documents.parsing.sections import Limits, Meter, Parsed, Section

__all__ = ["Limits", "Parsed", "Section", "parse"]

_STANDARD = Limits()


def parse(data: bytes, *, name: str, limits: Limits = _STANDARD) -> Parsed:
    """Sections of a file with page numbers and heading paths.

    ``name`` is the file's name as it was sent; the kind is told from the content.
    Raises ``FileUnreadable`` and ``FileTooLarge``.
    """
    if not data:
        raise FileUnreadable(file=name, problem="empty")
    if len(data) > limits.file_bytes:
        raise FileTooLarge(file=name, limit="file_bytes", most=limits.file_bytes)
    kind = kind_of(data, name)
    if kind == "markdown":
        return read_markdown(data, Meter(limits))
    if kind == "text":
        return read_text(data, Meter(limits))
    return read_isolated(data, kind, limits)
