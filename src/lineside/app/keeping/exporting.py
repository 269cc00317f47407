"""The lists of the catalogue as rows for a file."""

from typing import Any

from lineside.app.house import House
from lineside.kernel.actors import Actor
from lineside.kernel.catalogue import Entry, Kind, find
from lineside.kernel.errors import Invalid

# What people call a list, and the query that answers it. Any other query may be named itself.
KINDS = {
    "orders": "execution.orders",
    "lots": "tracing.lots",
    "work-orders": "maintenance.work_orders",
    "assets": "maintenance.assets",
    "nonconformances": "quality.nonconformances",
    "checks": "quality.checks",
    "audit": "identity.audit_trail",
    "users": "identity.users",
    "tags": "telemetry.tags",
    "connections": "telemetry.connections",
    "repairs": "telemetry.repairs",
    "savings": "value.savings",
    "stock": "inventory.stock",
    "parts": "inventory.parts",
    "ledger": "inventory.ledger",
    "downtime": "execution.downtime",
    "recommendations": "guidance.inbox",
    "alerts": "andon.alerts",
    "models": "learning.models",
    "documents": "documents.documents",
    "products": "plant.products",
    "equipment": "plant.equipment_tree",
    "people": "plant.people",
    "parked": "kernel.parked",
    "news": "kernel.news",
}
MOST = 100_000
AUDIT_PAGE = 1000


class ListUnknown(Invalid):
    """What was asked for is no list."""

    code = "app.ListUnknown"
    advice = "Name one of the known lists, or a query of `lineside catalogue` that answers a list."


def rows_of(house: House, actor: Actor, kind: str, where: dict[str, str]) -> list[dict[str, Any]]:
    """All rows of a list, as plain values."""
    name = KINDS.get(kind, kind)
    if "." not in name:
        raise ListUnknown(kind=kind, known=sorted(KINDS))
    entry = find(name)
    if entry.kind is Kind.ACTION:
        raise ListUnknown(kind=kind, known=sorted(KINDS))
    if entry.name == "identity.audit_trail":
        return _audit(house, actor, entry, where)
    given: dict[str, Any] = dict(where)
    if "limit" in entry.arguments.model_fields:
        given.setdefault("limit", MOST)
    return _listed(entry, house.door.ask(entry.name, given, actor))


def _audit(house: House, actor: Actor, entry: Entry, where: dict[str, str]) -> list[dict[str, Any]]:
    """The whole trail, page by page, newest first."""
    found: list[dict[str, Any]] = []
    before = 0
    while True:
        given = {**where, "before": before, "limit": AUDIT_PAGE}
        page = _listed(entry, house.door.ask(entry.name, given, actor))
        found += page
        if len(page) < AUDIT_PAGE:
            return found
        before = page[-1]["seq"]


def _listed(entry: Entry, answer: Any) -> list[dict[str, Any]]:
    plain = entry.dump(answer)
    rows = plain if isinstance(plain, list) else [plain]
    return [row if isinstance(row, dict) else {"value": row} for row in rows]
