"""Logging in and out, and the stored files."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict

from lineside.app.http.bodies import StrictRoute
from lineside.app.http.security import ANYBODY, COOKIE, actor_for, token_of
from lineside.identity.errors import CodeNeeded, CodeWrong, LoginRefused
from lineside.identity.queries import UserView
from lineside.kernel.actors import Actor
from lineside.kernel.door import Door

SAFE_TYPES = {
    "image/png",
    "image/jpeg",
    "application/pdf",
    "text/plain",
    "application/octet-stream",
}


class Credentials(BaseModel):
    """What a person types to log in."""

    model_config = ConfigDict(extra="forbid")
    login: str
    password: str
    code: str = ""


def session_routes() -> APIRouter:
    """``/login``, ``/logout`` and ``/files/<hash>``."""
    router = APIRouter(prefix="/api/v1", tags=["app"], route_class=StrictRoute)

    @router.post("/login", operation_id="app_login")
    def login(request: Request, response: Response, given: Credentials) -> UserView:
        """Open a session; the token goes into a cookie that scripts cannot read."""
        door: Door = request.app.state.door
        label = request.headers.get("user-agent", "")[:200]
        found = door.run("identity.log_in", given.model_dump() | {"label": label}, ANYBODY).result
        if found["code_needed"]:
            raise CodeWrong() if given.code else CodeNeeded()
        return enter(request, response, given.login, found)

    @router.post("/logout", operation_id="app_logout", status_code=204)
    def logout(request: Request, response: Response) -> None:
        """End the session at the server and clear the cookie."""
        actor = actor_for(request)
        request.app.state.door.run("identity.log_out", {"token": token_of(request)}, actor)
        response.delete_cookie(COOKIE, path="/")

    @router.get("/files/{digest}", operation_id="app_file", response_class=Response)
    def file(
        request: Request, digest: str, type: Annotated[str, Query()] = "application/octet-stream"
    ) -> Response:
        """A stored file by its hash, never as something that a browser would run."""
        actor_for(request)
        kind = type if type in SAFE_TYPES else "application/octet-stream"
        content = request.app.state.world.files.get(digest)
        headers = {"Cache-Control": "private, max-age=31536000, immutable"}
        return Response(content, media_type=kind, headers=headers)

    return router


def enter(request: Request, response: Response, login: str, found: dict[str, Any]) -> UserView:
    """Put the session's token into the cookie; a session that the browser had before ends."""
    if not found["token"]:
        # For how long it is locked stays unsaid: it would tell which logins exist.
        raise LoginRefused(login=login)
    door: Door = request.app.state.door
    himself = _self(found["user"])
    if before := request.cookies.get(COOKIE):
        door.run("identity.log_out", {"token": before}, himself)
    set_cookie(request, response, COOKIE, found["token"])
    me: UserView = door.ask("identity.me", {}, himself)
    return me


def set_cookie(
    request: Request, response: Response, name: str, value: str, max_age: int | None = None
) -> None:
    """A cookie that scripts cannot read and other sites cannot send."""
    response.set_cookie(
        name, value, httponly=True, samesite="strict", path="/", max_age=max_age,
        secure=request.url.scheme == "https",
    )  # fmt: skip


def _self(user: str) -> Actor:
    return Actor(id=user, name=user, permissions=frozenset({"identity.self"}))
