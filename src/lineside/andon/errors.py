"""What andon may refuse."""

from lineside.kernel.errors import Conflict, Missing


class AlertUnknown(Missing):
    """No such alert."""

    code = "andon.AlertUnknown"


class AlertClosed(Conflict):
    """The alert was closed before."""

    code = "andon.AlertClosed"
    advice = "Raise a new alert if the trouble is back."
