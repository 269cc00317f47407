"""What the copilot may refuse."""

from lineside.kernel.errors import Missing


class GuideUnknown(Missing):
    """No guide was written for this work order."""

    code = "copilot.GuideUnknown"
    advice = "Ask for one with copilot.write_guide."
