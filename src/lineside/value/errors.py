"""What value may refuse."""

from lineside.kernel.errors import Missing


class SavingUnknown(Missing):
    """No such saving."""

    code = "value.SavingUnknown"
