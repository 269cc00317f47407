"""What documents refuse."""

from lineside.kernel.errors import Conflict, Invalid, Missing, Unavailable


class FileUnreadable(Invalid):
    """The file is damaged, encrypted, or not what its name says."""

    code = "documents.FileUnreadable"
    advice = "Open the file where it was made, save it again, and send that copy."


class FileTooLarge(Invalid):
    """The file passes a limit on size, pages, characters, memory or time."""

    code = "documents.FileTooLarge"
    advice = "Split the file, or ask an administrator to raise the limit that is named."


class PassageInvalid(Invalid):
    """A passage cannot be indexed: empty key, double key or far too long."""

    code = "documents.PassageInvalid"


class SearchInvalid(Invalid):
    """A search cannot be run: empty or far too long words, a mask of the wrong size."""

    code = "documents.SearchInvalid"
    advice = "Ask in a sentence or two."


class IndexUnreadable(Unavailable):
    """The stored index is damaged or of another version; it is built again from the passages."""

    code = "documents.IndexUnreadable"
    advice = "Build the index again from the passages; nothing is lost."


class ModelUntrusted(Unavailable):
    """The embedding model is not, byte for byte, the one that was released."""

    code = "documents.ModelUntrusted"
    advice = "Install the package of the embedding model again, from a source that you trust."


class DocumentUnknown(Missing):
    """No such document, or the asker may not know of it."""

    code = "documents.DocumentUnknown"


class RevisionExists(Conflict):
    """This revision of the document is kept already, with another content."""

    code = "documents.RevisionExists"
    advice = "Give the changed document a new revision."


class MetadataMissing(Invalid):
    """A document came without what it must say of itself."""

    code = "documents.MetadataMissing"
    advice = "Say title, kind, revision and the date from which it is effective."
