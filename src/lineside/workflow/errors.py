"""What workflow may refuse."""

from lineside.kernel.errors import Invalid, Missing


class RuleInvalid(Invalid):
    """A rule's condition does not compile, or it names news or an entry that does not exist."""

    code = "workflow.RuleInvalid"
    advice = "Correct the rule at the place named; try it on history before switching it on."


class RuleUnknown(Missing):
    """No such rule."""

    code = "workflow.RuleUnknown"
