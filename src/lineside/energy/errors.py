"""What energy may refuse."""

from lineside.kernel.errors import Conflict, Invalid


class ReadingInvalid(Invalid):
    """A meter reading that cannot be: negative, not a number, or without a zone in its time."""

    code = "energy.ReadingInvalid"
    advice = "Send the meter's count in kWh with the time in UTC."


class StepInvalid(Invalid):
    """A curve of no steps, or of more than are drawn."""

    code = "energy.StepInvalid"
    advice = "Choose a step of at least a second, so that there are at most 10,000 of them."


class HistoryShort(Conflict):
    """Too few whole days in a row of meter readings to forecast from and to try the forecast on."""

    code = "energy.HistoryShort"
    advice = "Wait until every meter has counted for two weeks without a gap."
