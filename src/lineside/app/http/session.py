"""Logging in and out, and the stored files."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict

from lineside.app.http.bodies import StrictRoute
from lineside.app.http.security import ANYBODY, COOKIE, actor_for, token_of
from lineside.identity.errors import LoginRefused
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


def session_routes() -> APIRouter:
    """``/login``, ``/logout`` and ``/files/<hash>``."""
    router = APIRouter(prefix="/api/v1", tags=["app"], route_class=StrictRoute)

    @router.post("/login", operation_id="app_login")
    def login(request: Request, response: Response, given: Credentials) -> UserView:
        """Open a session; the token goes into a cookie that scripts cannot read."""
        door: Door = request.app.state.door
        label = request.headers.get("user-agent", "")[:200]
        found = door.run("identity.log_in", given.model_dump() | {"label": label}, ANYBODY).result
        if not found["token"]:
            # For how long it is locked stays unsaid: it would tell which logins exist.
            raise LoginRefused(login=given.login)
        response.set_cookie(
            COOKIE, found["token"], httponly=True, samesite="strict", path="/",
            secure=request.url.scheme == "https",
        )  # fmt: skip
        me: UserView = door.ask("identity.me", {}, _self(found["user"]))
        return me

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


def _self(user: str) -> Actor:
    return Actor(id=user, name=user, permissions=frozenset({"identity.self"}))
