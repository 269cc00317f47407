"""What the twin refuses."""

from lineside.kernel.errors import Conflict, Invalid, Missing


class DistributionInvalid(Invalid):
    """A distribution's parameters make no sense. Facts: kind, problem."""

    code = "twin.DistributionInvalid"


class LineInvalid(Invalid):
    """A line that cannot be simulated. Facts: line, where, problem."""

    code = "twin.LineInvalid"


class RunInvalid(Invalid):
    """A run's settings make no sense. Facts: problem."""

    code = "twin.RunInvalid"


class MachineMissing(Missing):
    """No machine of that name. Facts: machine."""

    code = "twin.MachineMissing"


class RunCancelled(Conflict):
    """A run was cancelled before it could tell anything. Facts: finished, wanted."""

    code = "twin.RunCancelled"


class PlantDataInvalid(Invalid):
    """A plant's folder cannot be simulated. Facts: file, problem."""

    code = "twin.PlantDataInvalid"


class ResultUnknown(Missing):
    """No what-if goes by that id. Facts: result."""

    code = "twin.ResultUnknown"


class RunTooLong(Invalid):
    """A run that was given up: it has more events than anybody can wait for. Facts: most."""

    code = "twin.RunTooLong"
    advice = "Ask for fewer hours or replications, or give the line fewer parts."


class ChangeInvalid(Invalid):
    """A change that makes no sense for this plant. Facts: change, problem."""

    code = "twin.ChangeInvalid"


class NothingToSimulate(Conflict):
    """No order is open and none was added: there is nothing to simulate."""

    code = "twin.NothingToSimulate"
