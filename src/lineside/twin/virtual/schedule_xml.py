"""Orders as a B2MML production schedule (ISA-95 part 5, version 6), as an ERP would drop it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from lxml import etree

from lineside.twin.virtual.emission import Entry

NAMESPACE = "http://www.mesa.org/xml/B2MML-V0600"


def _put(parent: Any, name: str, text: str | None = None) -> Any:
    child = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}")
    child.text = text
    return child


def _quantity(parent: Any, quantity: int) -> None:
    amount = _put(parent, "Quantity")
    _put(amount, "QuantityString", str(quantity))
    _put(amount, "DataType", "decimal")
    _put(amount, "UnitOfMeasure", "pcs")


def _parameter(parent: Any, name: str, value: str) -> None:
    parameter = _put(_put(parent, "ProductionParameter"), "Parameter")
    _put(parameter, "ID", name)
    inner = _put(parameter, "Value")
    _put(inner, "ValueString", value)
    _put(inner, "DataType", "string")


def _request(schedule: Any, order: Entry, started: datetime) -> None:
    facts = order.facts
    request = _put(schedule, "ProductionRequest")
    _put(request, "ID", facts["order"])
    _put(request, "Description", f"{facts['quantity']} {facts['product']}")
    _put(request, "ProductProductionRuleID", facts["product"])
    _put(request, "StartTime", started.isoformat(timespec="seconds"))
    _put(request, "EndTime", facts["due"])
    _put(request, "Priority", "2" if facts["customer"] else "3")
    segment = _put(request, "SegmentRequirement")
    _put(segment, "ID", "1")
    _put(segment, "LatestEndTime", facts["due"])
    for name, value in sorted(facts["options"].items()):
        _parameter(segment, f"option.{name}", value)
    if facts["customer"]:
        _parameter(segment, "customer", facts["customer"])
    if facts["items"]:
        _parameter(segment, "items", " ".join(facts["items"]))
    material = _put(segment, "MaterialRequirement")
    _put(material, "MaterialDefinitionID", facts["product"])
    _put(material, "MaterialUse", "Produced")
    _quantity(material, facts["quantity"])


def production_schedule(orders: Sequence[Entry], *, schedule: str, published: datetime) -> bytes:
    """A schedule of `order_released` entries as an XML document."""
    spaces: Any = {None: NAMESPACE}
    root = etree.Element(f"{{{NAMESPACE}}}ProductionSchedule", nsmap=spaces)
    comment = " DEMONSTRATION DATA: customers, orders and figures are invented. "
    root.append(etree.Comment(comment))
    _put(root, "ID", schedule)
    _put(root, "Description", "Orders of Halden Gearworks (demonstration)")
    _put(root, "PublishedDate", published.isoformat(timespec="seconds"))
    for order in orders:
        started = datetime.fromtimestamp(order.time_us / 1e6, published.tzinfo)
        _request(root, order, started)
    document: bytes = etree.tostring(
        root, xml_declaration=True, encoding="UTF-8", pretty_print=True
    )
    return document
