"""Routes made from the catalogue: ``GET`` for what may be asked, ``POST`` for what may be done."""

import inspect
from functools import cache
from typing import Annotated, Any, get_type_hints

from fastapi import APIRouter, Body, Depends, Header, Query, Request, Response
from fastapi.dependencies import utils
from pydantic import BaseModel, TypeAdapter

from lineside.app.http.bodies import StrictRoute
from lineside.app.http.security import actor_for
from lineside.kernel.actors import Actor
from lineside.kernel.catalogue import Entry, Kind, entries
from lineside.kernel.door import Door, Outcome

_outcome = TypeAdapter(Outcome)
JSON = "application/json"
NAME_OF_SHAPES = "get_cached_model_fields"
# Who asks is settled before the arguments are looked at: strangers learn nothing from them.
Asker = Annotated[Actor, Depends(actor_for)]
# Logging in and out have routes of their own, which also set and clear the cookie.
OWN_ROUTES = {"identity.log_in", "identity.log_out"}


class Refused(BaseModel):
    """A refusal: its stable code, the facts, and what to do."""

    code: str
    status: int
    facts: dict[str, Any]
    advice: str


REFUSALS: dict[int | str, dict[str, Any]] = {
    status: {"model": Refused} for status in (401, 403, 404, 409, 422, 503)
}


def catalogue_routes() -> APIRouter:
    """One route per catalogue entry, under ``/api/v1/<room>/<entry>``."""
    _remember_all_shapes()
    router = APIRouter(prefix="/api/v1", responses=REFUSALS, route_class=StrictRoute)
    for entry in entries():
        if entry.name not in OWN_ROUTES:
            (_add_action if entry.kind is Kind.ACTION else _add_query)(router, entry)
    return router


def _remember_all_shapes() -> None:
    """FastAPI remembers the fields of 128 shapes of queries; the catalogue has more.

    With one forgotten its document cannot be made, and each request takes the shape apart anew.
    """
    remember: Any = getattr(utils, NAME_OF_SHAPES)
    if remember.cache_parameters()["maxsize"] is not None:
        setattr(utils, NAME_OF_SHAPES, cache(remember.__wrapped__))


def _add_query(router: APIRouter, entry: Entry) -> None:
    def endpoint(request: Request, actor: Asker, given: BaseModel) -> Response:
        door: Door = request.app.state.door
        answer = door.ask(entry.name, _values(given), actor)
        return Response(entry.answer.dump_json(answer), media_type=JSON)

    _sign(endpoint, entry, Query())
    hint = get_type_hints(entry.function, include_extras=True).get("return", Any)
    router.get(_path(entry), response_model=hint, **_described(entry))(endpoint)


def _add_action(router: APIRouter, entry: Entry) -> None:
    def endpoint(
        request: Request,
        actor: Asker,
        given: BaseModel,
        idempotency_key: Annotated[str, Header(max_length=200)] = "",
    ) -> Response:
        door: Door = request.app.state.door
        key = f"{actor.id}/{idempotency_key}" if idempotency_key else ""
        outcome = door.run(entry.name, _values(given), actor, key=key)
        return Response(_outcome.dump_json(outcome), media_type=JSON)

    _sign(endpoint, entry, Body())
    router.post(_path(entry), response_model=Outcome, **_described(entry))(endpoint)


def _sign(endpoint: Any, entry: Entry, place: Any) -> None:
    """Give the endpoint the entry's own argument shape, for parsing and for the document."""
    signature = inspect.signature(endpoint)
    parameters = [
        p.replace(annotation=entry.arguments, default=place, kind=inspect.Parameter.KEYWORD_ONLY)
        if p.name == "given"
        else p.replace(kind=inspect.Parameter.KEYWORD_ONLY)
        for p in signature.parameters.values()
    ]
    endpoint.__signature__ = signature.replace(parameters=parameters)


def _values(given: BaseModel) -> dict[str, Any]:
    return {name: getattr(given, name) for name in given.model_fields_set}


def _path(entry: Entry) -> str:
    return "/" + entry.name.replace(".", "/")


def _described(entry: Entry) -> dict[str, Any]:
    return {
        "summary": entry.summary,
        "description": entry.description,
        "tags": [entry.room],
        "operation_id": entry.name.replace(".", "_"),
    }
