"""What execution may refuse."""

from lineside.kernel.errors import Conflict, Forbidden, Invalid, Missing


class OrderUnknown(Missing):
    """No such order."""

    code = "execution.OrderUnknown"
    advice = "Scan the order's label, or look for it in the order list."


class OperationUnknown(Missing):
    """The order has no such operation."""

    code = "execution.OperationUnknown"
    advice = "Open the order to see its operations."


class OrderDiffers(Conflict):
    """An order of that number is known with other content and has been started."""

    code = "execution.OrderDiffers"
    advice = "Cancel the running order first, or send the change under a new number."


class OrderInvalid(Invalid):
    """An order that cannot be made: no quantity, or a product without routing."""

    code = "execution.OrderInvalid"
    advice = "Correct the order in the system it comes from and send it again."


class OrderClosed(Conflict):
    """The order is done or cancelled."""

    code = "execution.OrderClosed"
    advice = "Open the order to see when it was finished, and by whom."


class SequenceBroken(Conflict):
    """The step before has not made enough for this one."""

    code = "execution.SequenceBroken"
    advice = "Finish the step before; the order shows which one that is."


class AlreadyRunning(Conflict):
    """The operation runs already."""

    code = "execution.AlreadyRunning"
    advice = "Report on the running operation, or pause it first."


class AlreadyDone(Conflict):
    """The operation was completed before, perhaps by a colleague a moment ago."""

    code = "execution.AlreadyDone"
    advice = "Open the order to see who completed it, and when."


class NotRunning(Conflict):
    """The operation must run for this."""

    code = "execution.NotRunning"
    advice = "Start the operation first."


class TooMany(Conflict):
    """More pieces than came into the operation."""

    code = "execution.TooMany"
    advice = "Count again; the step before shows how many it made."


class QuantityOpen(Conflict):
    """Pieces came into the operation that are neither good nor scrap yet."""

    code = "execution.QuantityOpen"
    advice = "Report the open pieces as good or scrap, then complete."


class CheckMissing(Conflict):
    """A mandatory check of the operation has not been recorded."""

    code = "execution.CheckMissing"
    advice = "Record the checks that are named, then complete."


class CheckUnknown(Missing):
    """The operation has no such check."""

    code = "execution.CheckUnknown"


class QuantityInvalid(Invalid):
    """No pieces, fewer than none, or scrap without a reason."""

    code = "execution.QuantityInvalid"
    advice = "Enter good and scrap as whole numbers; scrap needs a reason."


class EquipmentUnsuitable(Conflict):
    """The routing does not allow the operation on that equipment."""

    code = "execution.EquipmentUnsuitable"
    advice = "Choose one of the machines that the operation names."


class WrongMaterial(Conflict):
    """The scanned lot is not a material of this operation."""

    code = "execution.WrongMaterial"
    advice = "Fetch one of the materials that the operation names."


class LotForeign(Conflict):
    """The lot or serial does not belong to this order, or is not at this step."""

    code = "execution.LotForeign"
    advice = "Scan a lot of this order that has passed the step before."


class StopUnknown(Missing):
    """No stop of that machine began then."""

    code = "execution.StopUnknown"
    advice = "Choose the stop from the machine's list."


class NotClockedIn(Conflict):
    """The person is not clocked in there."""

    code = "execution.NotClockedIn"


class NoteEmpty(Invalid):
    """A note without words."""

    code = "execution.NoteEmpty"


class OutOfScope(Forbidden):
    """The person works elsewhere: the role does not hold on that equipment."""

    code = "execution.OutOfScope"
    advice = "Ask somebody who works there, or an administrator for a wider scope."
