"""What the plant room may refuse."""

from lineside.kernel.errors import Invalid, Missing


class PlantInvalid(Invalid):
    """A plant's data folder cannot be read or contradicts itself."""

    code = "plant.PlantInvalid"
    advice = "Correct the file that is named, then load the folder again."


class EquipmentUnknown(Missing):
    """No such equipment."""

    code = "plant.EquipmentUnknown"
    advice = "Look it up in the equipment tree; ids are paths such as site/work-centre/unit."


class ProductUnknown(Missing):
    """No such product, or not in that revision."""

    code = "plant.ProductUnknown"
    advice = "Compare the product's id with the list of products."


class ReasonUnknown(Missing):
    """No reason goes by that code."""

    code = "plant.ReasonUnknown"
    advice = "Choose one of the plant's reasons, or define it first."


class MaterialUnknown(Missing):
    """No such material."""

    code = "plant.MaterialUnknown"


class NoShift(Missing):
    """Nobody works at that time, or no calendar is known."""

    code = "plant.NoShift"
    advice = "Load the plant's calendar, or choose a time within working hours."


class WindowInvalid(Invalid):
    """A stretch of time that ends before it starts, or is longer than is computed at once."""

    code = "plant.WindowInvalid"
    advice = "Ask for a start before the end, and for no more than two years."
