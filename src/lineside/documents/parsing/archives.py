"""Guard for Office files, which are ZIP archives of XML: measured before anything is unpacked."""

from io import BytesIO
from zipfile import BadZipFile, ZipFile

from lineside.documents.errors import FileTooLarge, FileUnreadable
from lineside.documents.parsing.sections import Limits


def guarded(data: bytes, limits: Limits) -> frozenset[str]:
    """Names in the archive, after its directory was found to be within limits.

    A directory that lies about sizes does no harm: reading stops at the size told, and the
    checksum then fails. XML with a document type (entity bombs) is refused, as the Office
    standard itself forbids it.
    """
    try:
        with ZipFile(BytesIO(data)) as archive:
            _measure(archive, limits)
            _refuse_entities(archive)
            return frozenset(archive.namelist())
    except (BadZipFile, OSError, NotImplementedError, RuntimeError) as problem:
        raise FileUnreadable(problem=str(problem)[:200]) from None


def _measure(archive: ZipFile, limits: Limits) -> None:
    members = archive.infolist()
    if len(members) > limits.archive_members:
        raise FileTooLarge(limit="archive_members", most=limits.archive_members)
    if sum(member.file_size for member in members) > limits.expanded_bytes:
        raise FileTooLarge(limit="expanded_bytes", most=limits.expanded_bytes)


def _refuse_entities(archive: ZipFile) -> None:
    for name in archive.namelist():
        if name.endswith((".xml", ".rels")):
            with archive.open(name) as member:
                start = member.read(4096).replace(b"\x00", b"")
            if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
                raise FileUnreadable(problem="XML with a document type", member=name)
