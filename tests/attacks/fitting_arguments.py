"""Arguments that fit an entry's schema, made from the schema alone; and the list of all routes."""

from typing import Any

from lineside.app.http.routes import OWN_ROUTES
from lineside.app.wiring import load_rooms
from lineside.kernel.catalogue import Entry, Kind, entries

PASSWORD = "correct horse battery"
WORDS = {"date-time": "2026-10-05T06:00:00Z", "date": "2026-10-05", "duration": "PT1H"}


def routed() -> list[Entry]:
    """All entries that have a route made from the catalogue."""
    load_rooms()
    return [entry for entry in entries() if entry.name not in OWN_ROUTES]


def is_action(entry: Entry) -> bool:
    return entry.kind is Kind.ACTION


def path_of(entry: Entry) -> str:
    return "/api/v1/" + entry.name.replace(".", "/")


def schema_of(entry: Entry) -> dict[str, Any]:
    return entry.arguments.model_json_schema()


def fitting(entry: Entry) -> dict[str, Any]:
    """A value for each argument that must be given."""
    schema = schema_of(entry)
    wanted = schema.get("required", [])
    return {name: value_for(schema["properties"][name], schema) for name in wanted}


def text_arguments(entry: Entry) -> list[str]:
    """The arguments that take any text."""
    schema = schema_of(entry)
    return [
        name
        for name, each in schema.get("properties", {}).items()
        if any(kind.get("type") == "string" and not _narrow(kind) for kind in _kinds(each, schema))
    ]


def _narrow(kind: dict[str, Any]) -> bool:
    return bool({"format", "enum", "const", "pattern"} & kind.keys())


def _kinds(shape: dict[str, Any], schema: dict[str, Any]) -> list[dict[str, Any]]:
    return [_resolved(each, schema) for each in shape.get("anyOf", [shape])]


def _resolved(shape: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in shape:
        found: dict[str, Any] = schema["$defs"][shape["$ref"].rsplit("/", 1)[-1]]
        return found
    return shape


def value_for(shape: dict[str, Any], schema: dict[str, Any]) -> Any:
    """The plainest value that fits a piece of schema."""
    kind = _kinds(shape, schema)[0]
    if "enum" in kind or "const" in kind:
        return kind.get("const", kind.get("enum", [None])[0])
    if kind.get("type") == "object":
        wanted = kind.get("required", [])
        return {name: value_for(kind["properties"][name], schema) for name in wanted}
    if kind.get("type") == "string":
        return WORDS.get(kind.get("format", ""), "1" if "pattern" in kind else "nothing")
    if kind.get("type") == "array":
        return [value_for(kind["items"], schema)]
    return {"integer": 1, "number": 1.0, "boolean": False}[kind["type"]]
