"""What the quality room refuses."""

from lineside.kernel.errors import Invalid


class ChartInvalid(Invalid):
    """The values cannot be charted as asked."""

    code = "quality.ChartInvalid"
    advice = "Send finite numbers in the shape the chart asks for, and enough of them."


class CapabilityInvalid(Invalid):
    """Capability cannot be stated for these values and limits."""

    code = "quality.CapabilityInvalid"
    advice = "Give at least one specification limit, lower below upper, and values that vary."


class GaugeStudyInvalid(Invalid):
    """The gauge study is not complete or not balanced."""

    code = "quality.GaugeStudyInvalid"
    advice = "Measure every part by every operator equally often, at least twice."


class SamplingPlanInvalid(Invalid):
    """No sampling plan exists for what was asked."""

    code = "quality.SamplingPlanInvalid"
    advice = "Choose a lot of two or more parts, a listed AQL, and an inspection level."


class PictureInvalid(Invalid):
    """What was sent is not a picture that can be inspected."""

    code = "quality.PictureInvalid"
    advice = "Send a grey or colour picture as 8-bit pixels that is neither empty nor of one shade."


class PictureSizeDiffers(Invalid):
    """The picture's size is not the one the inspector was fitted for."""

    code = "quality.PictureSizeDiffers"
    advice = "Use the same camera setting as for the good pictures, or fit a new inspector."


class InspectorInvalid(Invalid):
    """An inspector cannot be fitted or read."""

    code = "quality.InspectorInvalid"
    advice = "Fit from at least eight good pictures of one size; read files this product has saved."


class DriversInvalid(Invalid):
    """The columns given to the search for drivers do not fit together."""

    code = "quality.DriversInvalid"
    advice = "Send columns of equal length, defects as 0 and 1, and parts both good and flawed."
