"""The HTTP server: catalogue routes, live events, sessions, files and the built pages."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, JSONResponse, Response
from sqlalchemy.exc import SQLAlchemyError

from lineside import __version__
from lineside.app.http import live
from lineside.app.http.routes import catalogue_routes
from lineside.app.http.security import add_headers
from lineside.app.http.session import session_routes
from lineside.app.http.terminal import terminal_routes
from lineside.kernel.catalogue import ArgumentsInvalid
from lineside.kernel.database import DatabaseAway
from lineside.kernel.door import Door
from lineside.kernel.errors import Missing, Refusal
from lineside.kernel.logs import log
from lineside.kernel.work import World

PAGES = Path(__file__).parents[1] / "web"
_log = log("app")


class PathUnknown(Missing):
    """No such address."""

    code = "app.PathUnknown"
    advice = "See the list of addresses under /api/v1/docs."


def create_app(world: World, door: Door) -> FastAPI:
    """The server over a wired world."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with live.running(app.state.hub):
            yield

    app = FastAPI(
        title="Lineside",
        version=__version__,
        lifespan=lifespan,
        docs_url="/api/v1/docs",
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
    )
    app.state.world, app.state.door, app.state.hub = world, door, live.Hub(world)
    app.middleware("http")(add_headers)
    _add_handlers(app)
    for router in (session_routes(), terminal_routes(), live.live_routes(), catalogue_routes()):
        app.include_router(router)
    _add_pages(app)
    return app


def _add_handlers(app: FastAPI) -> None:
    @app.exception_handler(Refusal)
    def refused(_: Request, refusal: Refusal) -> Response:
        headers = {"Retry-After": "2"} if refusal.status == 503 else None
        return JSONResponse(refusal.as_data(), status_code=refusal.status, headers=headers)

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, error: RequestValidationError) -> Response:
        problems = [_told(each) for each in error.errors()]
        refusal = ArgumentsInvalid(entry=request.url.path, problems=problems)
        return JSONResponse(refusal.as_data(), status_code=422)

    @app.exception_handler(SQLAlchemyError)
    def database_away(_: Request, error: SQLAlchemyError) -> Response:
        _log.error("database failed", error=str(error))
        return JSONResponse(DatabaseAway().as_data(), 503, headers={"Retry-After": "2"})

    @app.exception_handler(Exception)
    def broken(request: Request, error: Exception) -> Response:
        world: World = request.app.state.world
        number = world.ids.new(world.clock.now())
        _log.error("unexpected error", id=number, path=request.url.path, exc_info=error)
        body: dict[str, Any] = {
            "code": "app.Unexpected",
            "status": 500,
            "facts": {"id": number},
            "advice": "Report this id to the maintainers; the log holds the details.",
        }
        return JSONResponse(body, status_code=500)


def _told(problem: dict[str, Any]) -> str:
    """One problem of a body or query: where it is, and what."""
    if problem["type"] == "json_invalid":
        return f"body: {problem['ctx']['error']}"
    return f"{'.'.join(map(str, problem['loc'][1:]))}: {problem['msg']}"


def _add_pages(app: FastAPI) -> None:
    """Serve the built pages; any address that is no file opens the page that knows it."""

    @app.get("/{path:path}", include_in_schema=False)
    def page(path: str) -> Response:
        if path.startswith("api/") or "\0" in path:
            raise PathUnknown(path=path)
        wanted = (PAGES / path).resolve()
        if path and wanted.is_file() and wanted.is_relative_to(PAGES.resolve()):
            forever = "public, max-age=31536000, immutable"
            headers = {"Cache-Control": forever} if path.startswith("assets/") else None
            return FileResponse(wanted, headers=headers)
        index = PAGES / "index.html"
        if not index.is_file():
            raise PathUnknown(path="/", problem="the pages are not built; run `make web`")
        return FileResponse(index, headers={"Cache-Control": "no-cache"})
