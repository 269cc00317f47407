"""What forecasting refuses."""

from lineside.kernel.errors import Invalid, Unavailable


class SeriesInvalid(Invalid):
    """A series cannot be forecast: empty, not finite, or a period or horizon out of bounds."""

    code = "inventory.SeriesInvalid"
    advice = "Send finite numbers in order of time; leave out what is not known at both ends."


class ClusterUnavailable(Unavailable):
    """The cluster named in the settings cannot be reached, or its library is not installed."""

    code = "inventory.ClusterUnavailable"
    advice = "Install the cluster's library, or set the work to run here."
