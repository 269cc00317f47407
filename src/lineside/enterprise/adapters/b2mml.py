"""Reads B2MML production and operations schedules, and writes the performance that answers them.

The Business To Manufacturing Markup Language (B2MML) is used courtesy of MESA International.
Schedules of V0401, V05, V06 and V0700 are read by the names of their elements; the answer is
written in the namespace in which the order came. Files come from outside: a document type, entities
and anything from the network are refused before they can do harm.
"""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from lxml import etree

from lineside.enterprise.errors import FileMalformed, FileUnsafe, OrderIncomplete
from lineside.enterprise.model import Completion, MaterialActual, Request, Schedule, SegmentActual

LIMIT_BYTES = 20_000_000
MOST_REQUESTS = 5000
V0600 = "http://www.mesa.org/xml/B2MML-V0600"
V0700 = "http://www.mesa.org/xml/B2MML"
_PARAMETERS = {"Parameter", "SegmentParameter"}
_FAMILIES = {"ProductionSchedule": "Production", "OperationsSchedule": "Operations"}


def read_schedule(content: bytes) -> Schedule:
    """The requests of a file, or a refusal that says what is wrong and where."""
    root = _parse(content)
    schedule = _find_schedule(root)
    name = etree.QName(schedule)
    family = _FAMILIES[name.localname]
    requests = [_request(each) for each in _children(schedule, f"{family}Request")]
    if not requests or len(requests) > MOST_REQUESTS:
        raise FileMalformed(problem="number of requests", found=len(requests), most=MOST_REQUESTS)
    return Schedule(_text(schedule, "ID"), name.namespace or V0600, family, requests)


def _parse(content: bytes) -> Any:
    if len(content) > LIMIT_BYTES:
        raise FileUnsafe(bytes=len(content), limit=LIMIT_BYTES)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False,
        huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        raise FileMalformed(problem=str(error.msg)[:300], line=line, column=column) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise FileUnsafe(problem="the file has a document type")
    return root


def _find_schedule(root: Any) -> Any:
    """The schedule itself, whether it stands alone or within a message (Sync, Process, Show)."""
    for each in root.iter():
        if isinstance(each.tag, str) and etree.QName(each).localname in _FAMILIES:
            return each
    raise FileMalformed(problem="no schedule in it", root=etree.QName(root).localname)


def _request(node: Any) -> Request:
    name = _text(node, "ID")
    if not name:
        raise OrderIncomplete(problem="a request without ID", line=node.sourceline)
    produced = list(_produced(node))
    if len(produced) != 1:
        raise OrderIncomplete(order=name, problem="one product is needed", found=len(produced))
    parameters = dict(_parameters(node))
    product = _text(produced[0], "MaterialDefinitionID")
    quantity = _first(produced[0], "Quantity")
    if not product or quantity is None:
        raise OrderIncomplete(order=name, problem="product or quantity is missing")
    return Request(
        id=name,
        product=product,
        quantity=_number(name, _text(quantity, "QuantityString")),
        unit=_text(quantity, "UnitOfMeasure"),
        due=_due(node, name),
        priority=_priority(node, name),
        customer=parameters.pop("Customer", ""),
        options=parameters,
    )


def _produced(node: Any) -> Iterator[Any]:
    """What is to be made: marked as produced on any segment, however deep."""
    for each in node.iter():
        if not isinstance(each.tag, str):
            continue
        kind = etree.QName(each).localname
        marked = kind == "MaterialRequirement" and _text(each, "MaterialUse") == "Produced"
        if marked or kind == "MaterialProducedRequirement":
            yield each


def _parameters(node: Any) -> Iterator[tuple[str, str]]:
    for each in node.iter():
        if isinstance(each.tag, str) and etree.QName(each).localname in _PARAMETERS:
            value = _first(each, "Value")
            if value is not None:
                yield _text(each, "ID"), _text(value, "ValueString")


def _due(node: Any, name: str) -> datetime:
    """The request's end; where it has none, the latest end of its segments."""
    ends = [_text(node, "EndTime")] if _text(node, "EndTime") else []
    if not ends:
        ends = [
            (each.text or "").strip()
            for each in node.iter()
            if isinstance(each.tag, str) and etree.QName(each).localname == "LatestEndTime"
        ]
    try:
        return max(datetime.fromisoformat(end) for end in ends)
    except (ValueError, TypeError) as error:
        raise OrderIncomplete(order=name, problem="no end time that can be read") from error


def _priority(node: Any, name: str) -> int | None:
    text = _text(node, "Priority")
    return int(_number(name, text)) if text else None


def _number(name: str, text: str) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation as error:
        raise OrderIncomplete(order=name, problem="not a number", value=text[:40]) from error
    if not value.is_finite() or abs(value) > 1_000_000_000:
        raise OrderIncomplete(order=name, problem="not a number that can be", value=text[:40])
    return value


def _children(node: Any, name: str) -> list[Any]:
    return [c for c in node if isinstance(c.tag, str) and etree.QName(c).localname == name]


def _first(node: Any, name: str) -> Any:
    return next(iter(_children(node, name)), None)


def _text(node: Any, name: str) -> str:
    found = _first(node, name)
    return "" if found is None else (found.text or "").strip()


def write_performance(completion: Completion, dialect: str, family: str) -> bytes:
    """The performance file of a finished order, in the dialect in which the order came."""
    names: Any = {None: dialect}
    root = etree.Element(f"{{{dialect}}}{family}Performance", nsmap=names)
    _put(root, "ID", completion.id)
    _put(root, "PublishedDate", _moment(completion.published))
    response = _put(root, f"{family}Response")
    _put(response, "ID", completion.id)
    # V0700 names the request after the times and the state before the segments.
    newest = dialect == V0700
    if not newest:
        _put(response, f"{family}RequestID", completion.request)
    _put_moment(response, "StartTime", completion.start)
    _put_moment(response, "EndTime", completion.end)
    if newest:
        _put(response, f"{family}RequestID", completion.request)
        _put(response, "ResponseState", "Completed")
    for segment in completion.segments:
        _put_segment(response, segment, newest)
    if not newest:
        _put(response, "ResponseState", "Completed")
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def _put_segment(parent: Any, segment: SegmentActual, newest: bool) -> None:
    node = _put(parent, "SegmentResponse")
    _put(node, "ID", str(segment.seq))
    _put_moment(node, "ActualStartTime", segment.start)
    _put_moment(node, "ActualEndTime", segment.end)
    if segment.equipment:
        equipment = _put(node, "EquipmentActual")
        if newest:
            _put(equipment, "ID", segment.equipment)
        _put(equipment, "EquipmentID", segment.equipment)
    for number, material in enumerate(segment.materials, start=1):
        _put_material(node, material, str(number) if newest else "")


def _put_material(parent: Any, material: MaterialActual, number: str) -> None:
    node = _put(parent, "MaterialActual")
    if number:
        _put(node, "ID", number)
    _put(node, "MaterialDefinitionID", material.material)
    for lot in material.lots:
        _put(node, "MaterialLotID", lot)
    if material.use == "Scrap":
        _put(node, "MaterialUse", "Other").set("OtherValue", "Scrap")
    else:
        _put(node, "MaterialUse", material.use)
    quantity = _put(node, "Quantity")
    _put(quantity, "QuantityString", f"{material.quantity:f}")
    _put(quantity, "DataType", "decimal")
    _put(quantity, "UnitOfMeasure", material.unit)


def _put(parent: Any, name: str, text: str | None = None) -> Any:
    node = etree.SubElement(parent, f"{{{etree.QName(parent).namespace}}}{name}")
    node.text = text
    return node


def _put_moment(parent: Any, name: str, at: datetime | None) -> None:
    if at is not None:
        _put(parent, name, _moment(at))


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")
