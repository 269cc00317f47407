"""What maintenance may refuse."""

from lineside.kernel.errors import Conflict, Invalid, Missing


class WaveInvalid(Invalid):
    """A vibration wave-form cannot be used: empty, too short, not finite, or without a rate."""

    code = "maintenance.WaveInvalid"
    advice = "Send finite samples, at least 256 per wave, with the sampling rate in hertz."


class BearingInvalid(Invalid):
    """A bearing's geometry is impossible, or its tones cannot be resolved in the wave."""

    code = "maintenance.BearingInvalid"
    advice = "Check balls, diameters and contact angle, or send longer waves at a higher rate."


class BaselineInvalid(Invalid):
    """The healthy baseline of an asset cannot be fitted."""

    code = "maintenance.BaselineInvalid"
    advice = (
        "Give at least 20 rows of finite features from the time in which the asset was healthy."
    )


class FeaturesInvalid(Invalid):
    """Rows of features do not have the shape or the values that the fitted model needs."""

    code = "maintenance.FeaturesInvalid"
    advice = (
        "Send finite features with the same columns, in the same order, as the model was fitted."
    )


class TrendInvalid(Invalid):
    """A series of times and health indices cannot be used for a trend."""

    code = "maintenance.TrendInvalid"
    advice = "Send rising times in hours, one finite index for each, and a positive threshold."


class NotMonitored(Invalid):
    """The equipment has no component whose condition is watched."""

    code = "maintenance.NotMonitored"
    advice = "Describe the spindle and its bearing in the equipment's facts."


class PredictionUnknown(Missing):
    """No such prediction."""

    code = "maintenance.PredictionUnknown"


class WorkOrderUnknown(Missing):
    """No such work order."""

    code = "maintenance.WorkOrderUnknown"


class WorkOrderInvalid(Invalid):
    """A past work order cannot have been: no id, an end before its start, a negative stop."""

    code = "maintenance.WorkOrderInvalid"
    advice = "Mend the row named and load the list again; nothing of it was kept."


class WorkOrderNotOpen(Conflict):
    """The work order is not in the state that this step needs."""

    code = "maintenance.WorkOrderNotOpen"
    advice = "Look at the work order's history: somebody may have been faster."


class WindowInvalid(Invalid):
    """A work order's window ends before it starts, or lies in the past."""

    code = "maintenance.WindowInvalid"
    advice = "Choose a window that begins in the future."


class NobodyQualified(Conflict):
    """No technician with the skill has a shift before the component is expected to fail."""

    code = "maintenance.NobodyQualified"
    advice = "Plan the work order by hand, with a technician called in."


class HistoryInvalid(Invalid):
    """The histories of a fleet cannot be used: shapes, order, or too few assets."""

    code = "maintenance.HistoryInvalid"
    advice = "Send finite rows, those of one asset together and in time order, from several assets."


class ModelFileUnreadable(Invalid):
    """A model's file was written by another version, or is none."""

    code = "maintenance.ModelFileUnreadable"
    advice = "Learn the model anew; the old one's evaluation stays on record."


class NothingLearnt(Missing):
    """No model of this machine's usual behaviour is in service."""

    code = "maintenance.NothingLearnt"
    advice = "It is learnt by itself after some forty hours of running; or ask for it now."


class PastShort(Conflict):
    """The machine has not run long enough, or tells no signal that moves."""

    code = "maintenance.PastShort"
    advice = "Wait until it has run for some forty hours, with its analogue signals mapped."


class NoRunToFailure(Invalid):
    """No asset of the table ran until it failed, so that no life is known."""

    code = "maintenance.NoRunToFailure"
    advice = "Mark failures with 1 in the column named, or send histories that end in a failure."


class FleetUnknown(Missing):
    """No life model of that fleet is in service."""

    code = "maintenance.FleetUnknown"
    advice = "Learn one from records that ran to failure, or promote one from the list of models."
