"""Who asks: the session cookie or a bearer token; and the headers that protect the browser."""

from collections.abc import Awaitable, Callable

from fastapi import Request, Response

from lineside.identity.errors import NotLoggedIn, PasswordMustChange
from lineside.identity.queries import actor_of, session_of
from lineside.kernel.actors import Actor, ActorKind, service
from lineside.kernel.errors import Forbidden
from lineside.kernel.work import World

COOKIE = "lineside_session"
TERMINAL_COOKIE = "lineside_terminal"
ANYBODY = Actor(
    id="anybody",
    name="somebody not logged in",
    kind=ActorKind.PERSON,
    permissions=frozenset({"identity.login"}),
)
MAY_BEFORE_CHANGE = {"/api/v1/identity/change_password", "/api/v1/identity/me", "/api/v1/logout"}
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; "
        "connect-src 'self'; font-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; "
        "form-action 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(self), microphone=(self), geolocation=()",
}


class CrossSite(Forbidden):
    """A write that came with a cookie but without the page's own header."""

    code = "app.CrossSite"
    advice = "Send the header X-Lineside: 1, or use a bearer token instead of the cookie."


def token_of(request: Request) -> str:
    """The token that came with the request, from the header or the cookie."""
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    return token if kind.lower() == "bearer" else request.cookies.get(COOKIE, "")


def actor_for(request: Request) -> Actor:
    """The actor behind the request; refuses strangers, forged writes and expired passwords."""
    world: World = request.app.state.world
    token = token_of(request)
    if not token:
        raise NotLoggedIn()
    by_cookie = "authorization" not in request.headers
    if request.method != "GET" and by_cookie and request.headers.get("x-lineside") != "1":
        raise CrossSite(path=request.url.path)
    with world.work(service("identity")) as work:
        actor = actor_of(work, token)
        session = session_of(work, token)
    if actor is None or session is None:
        raise NotLoggedIn()
    if session.must_change and request.url.path not in MAY_BEFORE_CHANGE:
        raise PasswordMustChange(user=actor.id)
    return actor


async def add_headers(
    request: Request, call_next: Callable[[Request], Awaitable[Response]]
) -> Response:
    """Put the protecting headers on every answer."""
    response = await call_next(request)
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.url.path.startswith("/api/"):
        response.headers.setdefault("Cache-Control", "no-store")
    return response
