"""What control refuses."""

from lineside.kernel.errors import Conflict, Invalid, Missing, Unavailable


class LimitUnknown(Missing):
    """No limits were validated for this parameter on this equipment: it may not be written."""

    code = "control.LimitUnknown"
    advice = "List what may be written with control.limits."


class OutsideLimits(Invalid):
    """The value lies outside the validated limits. Facts: value, low, high."""

    code = "control.OutsideLimits"
    advice = "Choose a value within the limits; they follow from the product's set-points."


class StepTooLarge(Invalid):
    """One write may move a set-point only so far. Facts: present, value, most."""

    code = "control.StepTooLarge"
    advice = "Approach the value in several steps."


class TooSoon(Conflict):
    """The parameter was written a short while ago; its effect is not known yet. Facts: again_at."""

    code = "control.TooSoon"
    advice = "Wait until the time told, look at the effect, then write again."


class WriterMissing(Unavailable):
    """No way to the machine's set-points is connected."""

    code = "control.WriterMissing"
    advice = (
        "Map the set-point as a tag of class setpoint on a connection attached as writable, or set "
        "the value at the machine's panel."
    )


class WriteFailed(Unavailable):
    """The machine could not be reached; nothing was sent. Facts: problem."""

    code = "control.WriteFailed"
    advice = "Look at the connection on the Data screen, then decide again."


class MachineRefused(Conflict):
    """The machine said no to the value. Facts: value, problem."""

    code = "control.MachineRefused"
    advice = "Look at the machine's mode and at its own limits, then decide again."


class NotTaken(Conflict):
    """The machine holds another value than the one written. Facts: before, value, read_back."""

    code = "control.NotTaken"
    advice = "Look at the machine: it may limit the value, or its panel may hold the set-point."
