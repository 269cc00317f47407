"""What the copilot may refuse."""

from lineside.kernel.errors import Invalid, Missing


class GuideUnknown(Missing):
    """No guide was written for this work order."""

    code = "copilot.GuideUnknown"
    advice = "Ask for one with copilot.write_guide."


class QuestionInvalid(Invalid):
    """A question that is empty or far too long, or a query line that cannot be run."""

    code = "copilot.QuestionInvalid"
    advice = "Ask in one or two sentences, or correct the arguments of the query."
