"""What one may do with users, sessions, terminals and the trail."""

from lineside.identity.actions.credentials import (
    FactorOffer,
    begin_second_factor,
    confirm_second_factor,
    remove_second_factor,
    reset_second_factor,
    set_badge,
    set_pin,
)
from lineside.identity.actions.sessions import (
    Login,
    end_session,
    end_sessions,
    log_in,
    log_in_at_terminal,
    log_out,
    open_session,
)
from lineside.identity.actions.terminals import enrol_terminal, revoke_terminal
from lineside.identity.actions.trail import AuditTrail
from lineside.identity.actions.users import (
    add_user,
    assign_roles,
    change_password,
    choose_locale,
    set_password,
    switch_user,
)
from lineside.identity.actions.words import PasswordSignatures, verify_password

__all__ = [
    "AuditTrail", "FactorOffer", "Login", "PasswordSignatures", "add_user", "assign_roles",
    "begin_second_factor", "change_password", "choose_locale", "confirm_second_factor",
    "end_session", "end_sessions", "enrol_terminal", "log_in", "log_in_at_terminal", "log_out",
    "open_session", "remove_second_factor", "reset_second_factor", "revoke_terminal", "set_badge",
    "set_password", "set_pin", "switch_user", "verify_password",
]  # fmt: skip
