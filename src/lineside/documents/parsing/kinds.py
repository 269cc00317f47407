"""What a file is, told from its content; its name only decides between kinds of text."""

from io import BytesIO
from pathlib import PurePath
from zipfile import BadZipFile, ZipFile

from lineside.documents.errors import FileUnreadable

_EXPECTED = {".pdf": "pdf", ".docx": "docx", ".xlsx": "xlsx"}
_MARKDOWN = {".md", ".markdown"}


def kind_of(data: bytes, name: str) -> str:
    """One of pdf, docx, xlsx, markdown, text. Refuses a file that is not what its name says."""
    suffix = PurePath(name).suffix.lower()
    found = _by_content(data, suffix)
    expected = _EXPECTED.get(suffix, found)
    if found != expected:
        raise FileUnreadable(file=name, problem=f"named {expected} but is {found}")
    return found


def _by_content(data: bytes, suffix: str) -> str:
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return _office_kind(data)
    return "markdown" if suffix in _MARKDOWN else "text"


def _office_kind(data: bytes) -> str:
    try:
        with ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
    except BadZipFile as problem:
        raise FileUnreadable(problem=str(problem)[:200]) from None
    if "word/document.xml" in names:
        return "docx"
    if "xl/workbook.xml" in names:
        return "xlsx"
    raise FileUnreadable(problem="an archive that is neither a Word file nor a workbook")
