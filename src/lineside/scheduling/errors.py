"""What the scheduling room refuses."""

from lineside.kernel.errors import Conflict, Invalid, Missing


class ProblemInvalid(Invalid):
    """The schedule problem contradicts itself: a cycle, a negative duration, an unknown machine."""

    code = "scheduling.ProblemInvalid"
    advice = "Correct the named job, operation or machine in the problem's data and send it again."


class PlanInvalid(Invalid):
    """A plan does not fit its problem: an operation is missing or on an unfit machine."""

    code = "scheduling.PlanInvalid"
    advice = "Send a plan that holds each operation of the problem once, on one of its machines."


class FormatUnknown(Invalid):
    """A file is in none of the formats that the readers know."""

    code = "scheduling.FormatUnknown"
    advice = "Send a job shop, flexible job shop, set-up, tardiness or plant file as documented."


class OperationMissing(Missing):
    """The operation that was asked about is not in the problem or the plan."""

    code = "scheduling.OperationMissing"
    advice = "Ask for an operation of this problem, by its id."


class NothingToPlan(Conflict):
    """No open operation waits for a plan."""

    code = "scheduling.NothingToPlan"
    advice = "Receive or release orders first."


class NoPlan(Missing):
    """There is no plan yet, or none of that id."""

    code = "scheduling.NoPlan"
    advice = "Press Plan, or run scheduling.make_plan."


class BarUnknown(Missing):
    """The plan holds no such operation."""

    code = "scheduling.BarUnknown"
