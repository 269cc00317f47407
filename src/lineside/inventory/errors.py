"""What inventory may refuse."""

from lineside.kernel.errors import Conflict, Invalid, Missing


class PartUnknown(Missing):
    """No such spare part."""

    code = "inventory.PartUnknown"
    advice = "Compare the part's number with the list of parts."


class ItemUnknown(Missing):
    """Neither a material nor a spare part."""

    code = "inventory.ItemUnknown"
    advice = "Compare the number with the lists of materials and spare parts."


class HistoryShort(Conflict):
    """Too little was recorded of what is used to forecast it, or nothing was used at all."""

    code = "inventory.HistoryShort"
    advice = "Wait until enough whole days (or weeks, of a spare part) are on record."


class LevelInvalid(Invalid):
    """A service level, review time or horizon that no stock is planned with."""

    code = "inventory.LevelInvalid"
    advice = "Choose a service level from 50 to 99.9 % and between 1 and 90 days."


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
