"""What the quality room refuses."""

from lineside.kernel.errors import Conflict, Invalid, Missing, Unavailable


class ChartInvalid(Invalid):
    """The values cannot be charted as asked."""

    code = "quality.ChartInvalid"
    advice = "Send finite numbers in the shape the chart asks for, and enough of them."


class CapabilityInvalid(Invalid):
    """Capability cannot be stated for these values and limits."""

    code = "quality.CapabilityInvalid"
    advice = "Give at least one specification limit, lower below upper, and values that vary."


class CheckInvalid(Invalid):
    """What was measured cannot be a measured value."""

    code = "quality.CheckInvalid"
    advice = "Send a finite value, limits in their order, and a time that is not to come."


class NonconformanceInvalid(Invalid):
    """A nonconformance, or its end, without the words that it needs."""

    code = "quality.NonconformanceInvalid"
    advice = "Name the defect and give a title; say what became of the parts when closing."


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


class FlawKindInvalid(Invalid):
    """A kind of flaw is named for a picture that is good, or by more than a few words."""

    code = "quality.FlawKindInvalid"
    advice = "Name the kind of a flawed picture's flaw in a word or two, at most 60 letters."


class PartOutOfPlace(Invalid):
    """The part lies elsewhere than usual on the picture: it is not judged."""

    code = "quality.PartOutOfPlace"
    advice = "Look at the part's seat and the camera, then take the picture again or judge it."


class PictureUnknown(Missing):
    """No such picture."""

    code = "quality.PictureUnknown"


class PatternUnknown(Missing):
    """No such defect pattern."""

    code = "quality.PatternUnknown"


class CorrelationUnknown(Missing):
    """No such correlation."""

    code = "quality.CorrelationUnknown"


class NonconformanceUnknown(Missing):
    """No such nonconformance."""

    code = "quality.NonconformanceUnknown"


class NonconformanceClosed(Conflict):
    """The nonconformance is closed."""

    code = "quality.NonconformanceClosed"
    advice = "Open a new nonconformance that refers to this one."


class LotsStillHeld(Conflict):
    """A nonconformance cannot close while its lots wait for a disposition."""

    code = "quality.LotsStillHeld"
    advice = "Release or scrap the lots first."


class TooFewPictures(Conflict):
    """Too few good pictures of the station to fit an inspector."""

    code = "quality.TooFewPictures"
    advice = "Collect more pictures that were judged good."


class NoValues(Missing):
    """Nothing was recorded for this characteristic in the span of time."""

    code = "quality.NoValues"
    advice = "Choose a longer span of time or another characteristic."


class GaugeStudyUnknown(Missing):
    """No such gauge study."""

    code = "quality.GaugeStudyUnknown"


class DriftUnknown(Missing):
    """No such drift of a characteristic."""

    code = "quality.DriftUnknown"


class NothingFlawed(Missing):
    """Nothing was found in the span of time: there is no rate to chart."""

    code = "quality.NothingFlawed"
    advice = "That is good news; a longer span of time may hold enough finds for a chart."


class TextReaderMissing(Unavailable):
    """Text on pictures cannot be read: the models of the reader are not installed, or changed."""

    code = "quality.TextReaderMissing"
    advice = (
        "Install them with `pip install --no-deps --require-hashes -r requirements/reading.txt`; "
        "codes are read without them."
    )
