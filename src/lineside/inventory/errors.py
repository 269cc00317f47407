"""What inventory may refuse."""

from lineside.kernel.errors import Conflict, Invalid, Missing


class PartUnknown(Missing):
    """No such spare part."""

    code = "inventory.PartUnknown"
    advice = "Compare the part's number with the list of parts."


class PartShort(Conflict):
    """Not enough of a spare part is free."""

    code = "inventory.PartShort"
    advice = "Order the part; its lead time says how long it takes."


class NotReserved(Conflict):
    """Nothing of the part is reserved for that work order."""

    code = "inventory.NotReserved"


class StockShort(Conflict):
    """There is less of the lot at that location than is asked for."""

    code = "inventory.StockShort"
    advice = "Look up where the lot lies, or count it again."


class StockUnknown(Missing):
    """Nothing of that lot lies at that location."""

    code = "inventory.StockUnknown"
    advice = "Look up where the lot lies."


class QuantityInvalid(Invalid):
    """A count or quantity that cannot be."""

    code = "inventory.QuantityInvalid"
    advice = "Enter a quantity above zero; a count may be zero."


class MaterialDiffers(Invalid):
    """The lot is of another material."""

    code = "inventory.MaterialDiffers"
    advice = "Check the label: this lot number belongs to another material."


class PartsInvalid(Invalid):
    """The file of spare parts cannot be read."""

    code = "inventory.PartsInvalid"
    advice = "Correct parts.yaml, then load it again."
