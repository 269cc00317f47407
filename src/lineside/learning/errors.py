"""What learning may refuse."""

from lineside.kernel.errors import Invalid


class DataInvalid(Invalid):
    """Rows, targets or scores cannot be used: empty, not finite, or of shapes that do not agree."""

    code = "learning.DataInvalid"
    advice = "Send finite values with one target for each row, and more than a handful of rows."


class ModelFileInvalid(Invalid):
    """A model file is not an ONNX model that may be loaded here."""

    code = "learning.ModelFileInvalid"
    advice = "Export the model to ONNX with standard operators, one input and no outside files."
