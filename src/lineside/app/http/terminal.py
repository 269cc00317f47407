"""Shared terminals: enrolling this browser, and logging in there with a PIN."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, ConfigDict

from lineside.app.http.bodies import StrictRoute
from lineside.app.http.security import ANYBODY, TERMINAL_COOKIE, CrossSite, actor_for
from lineside.app.http.session import enter, set_cookie
from lineside.identity.errors import TerminalUnknown
from lineside.identity.queries import TerminalView, UserView, terminal_of
from lineside.kernel.actors import Actor, service
from lineside.kernel.work import World

YEAR_S = 365 * 24 * 3600
# Strangers are refused before what they sent is looked at.
Asker = Annotated[Actor, Depends(actor_for)]


class Enrolment(BaseModel):
    """What this browser is to be called, and the station at which it stands."""

    model_config = ConfigDict(extra="forbid")
    name: str = ""
    station: str


class PinLogin(BaseModel):
    """A login or badge, with its PIN."""

    model_config = ConfigDict(extra="forbid")
    who: str
    pin: str


def terminal_routes() -> APIRouter:
    """``/terminal``, ``/terminal/enrol``, ``/terminal/login``."""
    router = APIRouter(prefix="/api/v1/terminal", tags=["app"], route_class=StrictRoute)

    @router.get("", operation_id="app_terminal")
    def terminal(request: Request) -> TerminalView | None:
        """Which terminal this browser is, and who may work there; nothing where it is none."""
        try:
            return _terminal(request)
        except TerminalUnknown:
            return None

    @router.post("/enrol", operation_id="app_terminal_enrol")
    def enrol(
        request: Request, response: Response, actor: Asker, given: Enrolment
    ) -> dict[str, str]:
        """Make this browser a terminal; its token goes into a cookie that scripts cannot read."""
        done = request.app.state.door.run("identity.enrol_terminal", given.model_dump(), actor)
        set_cookie(request, response, TERMINAL_COOKIE, done.result, max_age=YEAR_S)
        return {"station": given.station}

    @router.post("/login", operation_id="app_terminal_login")
    def login(request: Request, response: Response, given: PinLogin) -> UserView:
        """Open a session with a PIN; the one that was open in this browser ends."""
        if request.headers.get("x-lineside") != "1":
            raise CrossSite(path=request.url.path)
        token = request.cookies.get(TERMINAL_COOKIE, "")
        label = request.headers.get("user-agent", "")[:200]
        call = given.model_dump() | {"token": token, "label": label}
        found = request.app.state.door.run("identity.log_in_at_terminal", call, ANYBODY).result
        return enter(request, response, given.who, found)

    return router


def _terminal(request: Request) -> TerminalView:
    world: World = request.app.state.world
    token = request.cookies.get(TERMINAL_COOKIE, "")
    if not token:
        raise TerminalUnknown()
    with world.work(service("identity")) as work:
        return terminal_of(work, token)
