"""What learning may refuse."""

from lineside.kernel.errors import Conflict, Invalid, Missing


class DataInvalid(Invalid):
    """Rows, targets or scores cannot be used: empty, not finite, or of shapes that do not agree."""

    code = "learning.DataInvalid"
    advice = "Send finite values with one target for each row, and more than a handful of rows."


class ModelFileInvalid(Invalid):
    """A model file is not an ONNX model that may be loaded here."""

    code = "learning.ModelFileInvalid"
    advice = "Export the model to ONNX with standard operators, one input and no outside files."


class ModelUnknown(Missing):
    """No such model version."""

    code = "learning.ModelUnknown"


class WorseThanBaseline(Conflict):
    """The model's report does not beat its baseline, so it may not be promoted."""

    code = "learning.WorseThanBaseline"
    advice = "Train on more or better data; the champion stays in service."


class ReportMissing(Conflict):
    """A model without an evaluation may not be promoted."""

    code = "learning.ReportMissing"
    advice = "Evaluate the model against its baseline first."
