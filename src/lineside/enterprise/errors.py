"""What enterprise may refuse."""

from lineside.kernel.errors import Conflict, Invalid, Missing


class FileMalformed(Invalid):
    """A file that is no well-formed XML, or no production schedule."""

    code = "enterprise.FileMalformed"
    advice = "Correct the file where the message says, and drop it again."


class FileUnsafe(Invalid):
    """A file with a document type, entities, or more than is read at once."""

    code = "enterprise.FileUnsafe"
    advice = "Send plain B2MML without a DOCTYPE, in files of at most 20 MB."


class OrderIncomplete(Invalid):
    """A request in the file lacks something that an order needs."""

    code = "enterprise.OrderIncomplete"
    advice = "Each request needs an ID, one product with a quantity, and an end time."


class UnitWrong(Invalid):
    """An order in a unit that is not pieces, or for a part of a piece."""

    code = "enterprise.UnitWrong"
    advice = "Order whole pieces; the unit is pcs, EA, PC, C62 or H87."


class FileUnknown(Missing):
    """No such file lies in the exchange folder."""

    code = "enterprise.FileUnknown"


class NotOurs(Conflict):
    """The order did not come from the enterprise system, so nothing is sent back about it."""

    code = "enterprise.NotOurs"
