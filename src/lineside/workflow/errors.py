"""What workflow may refuse."""

from lineside.kernel.errors import Conflict, Invalid, Missing


class RuleInvalid(Invalid):
    """A rule's condition does not compile, or it names news or an entry that does not exist."""

    code = "workflow.RuleInvalid"
    advice = "Correct the rule at the place named; try it on history before switching it on."


class RuleFailed(Conflict):
    """A rule met its condition, but what it does was refused."""

    code = "workflow.RuleFailed"
    advice = "Correct the rule or what hinders it, then retry the delivery."


class RuleLooped(Conflict):
    """A rule met news that came of its own doing; it does not fire again on that."""

    code = "workflow.RuleLooped"
    advice = "Narrow the rule's condition so that it leaves out what it causes itself."


class RuleUnknown(Missing):
    """No such rule."""

    code = "workflow.RuleUnknown"
