"""What tracing may refuse."""

from lineside.kernel.errors import Conflict, Invalid, Missing


class LotUnknown(Missing):
    """No such lot or serial."""

    code = "tracing.LotUnknown"
    advice = "Scan the label again, or look for the lot by its material."


class LotExists(Conflict):
    """A lot bears that number already."""

    code = "tracing.LotExists"
    advice = "Choose another number, or add to the lot that is there."


class LotOnHold(Conflict):
    """The lot is on hold: nobody consumes, ships or adds to it."""

    code = "tracing.LotOnHold"
    advice = "Take another lot, or ask quality to release this one."


class LotGone(Conflict):
    """The lot was scrapped, shipped or used up."""

    code = "tracing.LotGone"
    advice = "Take another lot; the history of this one says where it went."


class LotShort(Conflict):
    """There is less of the lot left than is asked for."""

    code = "tracing.LotShort"
    advice = "Take what is left and the rest from another lot."


class LotNotHeld(Conflict):
    """Only a lot on hold can be released."""

    code = "tracing.LotNotHeld"


class GenealogyCircle(Conflict):
    """A lot cannot become part of something that it was made from."""

    code = "tracing.GenealogyCircle"
    advice = "Check which lot was scanned as the source."


class QuantityInvalid(Invalid):
    """A quantity is not above zero, or finer than a millionth."""

    code = "tracing.QuantityInvalid"
    advice = "Enter a quantity above zero with at most six decimals."


class ReasonMissing(Invalid):
    """Holding, releasing or scrapping needs a reason."""

    code = "tracing.ReasonMissing"
    advice = "Say in a few words why."


class NotConsumed(Conflict):
    """Less of the lot went into the other one than is to be given back."""

    code = "tracing.NotConsumed"
    advice = "Look at the lot's genealogy for what it went into, and how much."
