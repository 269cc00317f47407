"""What identity may refuse."""

from lineside.kernel.errors import Conflict, Forbidden, Invalid, Missing


class NotLoggedIn(Forbidden):
    """No valid session or token came with the request."""

    code = "identity.NotLoggedIn"
    status = 401
    advice = "Log in again."


class LoginRefused(Forbidden):
    """Login name and password do not fit, or the account is locked for a while."""

    code = "identity.LoginRefused"
    status = 401
    advice = "Check the login and the password; after five failures wait for the time shown."


class PasswordMustChange(Forbidden):
    """The password was set by somebody else and must be changed before anything else."""

    code = "identity.PasswordMustChange"
    advice = "Choose a new password under your name at the top of the page."


class PasswordWeak(Invalid):
    """The new password is too easy."""

    code = "identity.PasswordWeak"
    advice = "Take at least ten characters that do not contain your login."


class UserUnknown(Missing):
    """No such user."""

    code = "identity.UserUnknown"


class UserExists(Conflict):
    """The login is taken."""

    code = "identity.UserExists"
    advice = "Choose another login."


class RoleUnknown(Missing):
    """No such role."""

    code = "identity.RoleUnknown"
    advice = "Choose one of the roles listed under Admin, access."


class ScopeInvalid(Invalid):
    """A scope that names no equipment: blank, or not a path such as ``halden/machining``."""

    code = "identity.ScopeInvalid"
    advice = "Name equipment as it stands in the tree; leave the list empty for the whole plant."


class LastAdministrator(Conflict):
    """Nobody would be left who may manage users."""

    code = "identity.LastAdministrator"
    advice = "Give another user the role administrator first."


class PolicyInvalid(Invalid):
    """The policy text does not parse or names something that does not exist."""

    code = "identity.PolicyInvalid"
    advice = "Correct the policy text at the place named."


class CodeNeeded(Forbidden):
    """The password is right; the code of the authenticator is still missing."""

    code = "identity.CodeNeeded"
    status = 401
    advice = "Send the six digits that the authenticator shows (argument code)."


class CodeWrong(Forbidden):
    """The code does not fit, or it was used before."""

    code = "identity.CodeWrong"
    status = 401
    advice = "Wait for the next code; check that the phone's clock is right."


class FactorMissing(Missing):
    """No authenticator awaits its first code."""

    code = "identity.FactorMissing"
    advice = "Begin with the password; a code to scan is shown then."


class PinWeak(Invalid):
    """The PIN is too easy to guess."""

    code = "identity.PinWeak"
    advice = "Take four to eight digits that are no run such as 1111 or 1234."


class BadgeTaken(Conflict):
    """Somebody else has that badge."""

    code = "identity.BadgeTaken"
    advice = "Give the other person another badge first."


class TerminalUnknown(Missing):
    """This browser is no terminal, or no longer one."""

    code = "identity.TerminalUnknown"
    advice = "Log in with the password, or let a supervisor enrol this browser as a terminal."


class SessionUnknown(Missing):
    """No such session of one's own holds any more."""

    code = "identity.SessionUnknown"
    advice = "Reload the list: it may have ended meanwhile."


class BadgeInvalid(Invalid):
    """The badge is too short, too long or holds signs that no scanner types."""

    code = "identity.BadgeInvalid"
    advice = "Take what the scanner reads: 4 to 64 letters, digits and signs, without blanks."
