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


class TableInvalid(Invalid):
    """A table cannot be read, lacks a column, or holds words where numbers are needed."""

    code = "learning.TableInvalid"
    advice = "Send CSV or Parquet with one named column per quantity, up to 32 MB."


class InputsUnknown(Invalid):
    """No room tells what the models of this name see, so that their drift cannot be judged."""

    code = "learning.InputsUnknown"
    advice = "Drift is watched for models of behaviour, spindles and picture inspection."


class RowsTooFew(Conflict):
    """The model has not seen enough since it was fitted to judge whether its inputs moved."""

    code = "learning.RowsTooFew"
    advice = "Ask again once more has been recorded."
