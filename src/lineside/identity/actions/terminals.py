"""Terminals: browsers at stations that people share."""

import secrets

from lineside.identity import store
from lineside.identity.errors import TerminalUnknown
from lineside.identity.events import TerminalChanged
from lineside.identity.model import Terminal
from lineside.identity.queries import token_hash
from lineside.kernel.catalogue import Risk, action
from lineside.kernel.work import Work


@action(permission="identity.enrol", risk=Risk.INITIATE, scope="station", secret=True)
def enrol_terminal(work: Work, *, name: str, station: str) -> str:
    """Make a browser a terminal of a station; returns the token that the browser keeps."""
    token = secrets.token_urlsafe(32)
    terminal = Terminal(work.new_id(), name.strip() or station, station, work.actor.id, work.at)
    store.save_terminal(work, terminal, token_hash(token))
    work.tell(TerminalChanged(terminal.id, terminal.name, station, True))
    return token


@action(permission="identity.enrol", risk=Risk.INITIATE)
def revoke_terminal(work: Work, *, terminal: str) -> None:
    """Let a browser be a terminal no more; the sessions opened there end."""
    known = {each.id: each for each in store.terminals_in_use(work)}
    if not store.revoke_terminal(work, terminal):
        raise TerminalUnknown(terminal=terminal)
    gone = known[terminal]
    work.tell(TerminalChanged(gone.id, gone.name, gone.station, False))
