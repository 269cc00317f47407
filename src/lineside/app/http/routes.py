"""Routes made from the catalogue: ``GET`` for what may be asked, ``POST`` for what may be done."""

import inspect
from typing import Annotated, Any, get_type_hints

from fastapi import APIRouter, Body, Header, Query, Request, Response
from pydantic import BaseModel, TypeAdapter

from lineside.app.http.security import actor_for
from lineside.kernel.catalogue import Entry, Kind, entries
from lineside.kernel.door import Door, Outcome

_outcome = TypeAdapter(Outcome)
JSON = "application/json"
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
    router = APIRouter(prefix="/api/v1", responses=REFUSALS)
    for entry in entries():
        if entry.name not in OWN_ROUTES:
            (_add_action if entry.kind is Kind.ACTION else _add_query)(router, entry)
    return router


def _add_query(router: APIRouter, entry: Entry) -> None:
    def endpoint(request: Request, given: BaseModel) -> Response:
        door: Door = request.app.state.door
        answer = door.ask(entry.name, _values(given), actor_for(request))
        return Response(entry.answer.dump_json(answer), media_type=JSON)

    _sign(endpoint, entry, Query())
    hint = get_type_hints(entry.function, include_extras=True).get("return", Any)
    router.get(_path(entry), response_model=hint, **_described(entry))(endpoint)


def _add_action(router: APIRouter, entry: Entry) -> None:
    def endpoint(
        request: Request,
        given: BaseModel,
        idempotency_key: Annotated[str, Header(max_length=200)] = "",
    ) -> Response:
        door: Door = request.app.state.door
        actor = actor_for(request)
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
