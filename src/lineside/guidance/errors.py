"""What guidance may refuse."""

from lineside.kernel.errors import Conflict, Forbidden, Invalid, Missing


class RecommendationUnknown(Missing):
    """No such recommendation."""

    code = "guidance.RecommendationUnknown"


class AlreadyDecided(Conflict):
    """Somebody decided on the recommendation before."""

    code = "guidance.AlreadyDecided"
    advice = "Open the recommendation to see who decided, when and why."


class OwnProposal(Forbidden):
    """Nobody approves what he or she proposed."""

    code = "guidance.OwnProposal"
    advice = "Ask a second person to decide."


class ReasonMissing(Invalid):
    """Rejecting or deferring needs a reason: the next recommendation learns from it."""

    code = "guidance.ReasonMissing"
    advice = "Say in a few words why."


class SignatureMissing(Forbidden):
    """The act asks for an electronic signature: the password once more."""

    code = "guidance.SignatureMissing"
    advice = "Enter your password to sign."


class NotDecided(Conflict):
    """An outcome belongs to an approved recommendation."""

    code = "guidance.NotDecided"
    advice = "Approve the recommendation before recording what came of it."
