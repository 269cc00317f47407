"""OPC UA addresses, values and browsing: what does not depend on the connection's fate.

A node is named by its namespace's URI (``nsu=http://maker/;s=Temp``), never by the index, which
may be another one after the server's next start. Nodes of the standard itself are ``i=2258``.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from asyncua import Client, ua

from lineside.telemetry.adapters.payloads import number
from lineside.telemetry.errors import AddressInvalid, SignalUnknown, SourceLimit
from lineside.telemetry.model import Found, Quality
from lineside.telemetry.samples import microseconds

MOST_CONTINUATIONS = 50
_REFERENCES_AT_ONCE = 500
_LONGEST_NAME = 512
_HIERARCHY = 33  # the reference type HierarchicalReferences
_TYPES: dict[int, str] = {
    value: name for name, value in vars(ua.ObjectIds).items() if isinstance(value, int)
}


def node_id(address: str, namespaces: Sequence[str]) -> ua.NodeId:
    """The node that an address names, with the server's present namespace indexes."""
    if not address.startswith("nsu="):
        return _plain(address)
    uri, separator, identifier = address[4:].rpartition(";")
    if not separator:
        raise AddressInvalid(address=address, problem="no identifier behind the namespace")
    if uri not in namespaces:
        raise SignalUnknown(address=address, problem="the server has no such namespace")
    index = namespaces.index(uri)
    return _parsed(f"ns={index};{identifier}" if index else identifier, address)


def _plain(address: str) -> ua.NodeId:
    if address.startswith("ns="):
        raise AddressInvalid(address=address, problem="a namespace index; use nsu= and the URI")
    return _parsed(address, address)


def _parsed(text: str, address: str) -> ua.NodeId:
    try:
        return ua.NodeId.from_string(text)
    except (ua.UaError, ValueError) as error:
        raise AddressInvalid(address=address, problem=str(error)[:200]) from error


def address_of(node: ua.NodeId, namespaces: Sequence[str]) -> str:
    """The address of a node, by its namespace's URI."""
    identifier: str = ua.NodeId(node.Identifier, 0, node.NodeIdType).to_string()
    if not node.NamespaceIndex:
        return identifier
    if node.NamespaceIndex >= len(namespaces):
        raise AddressInvalid(address=node.to_string(), problem="an unknown namespace index")
    return f"nsu={namespaces[node.NamespaceIndex]};{identifier}"


def quality_of(status: ua.StatusCode | None) -> Quality:
    """The quality that a status code's severity tells."""
    severity = (status.value if status is not None else 0) >> 30
    return (Quality.GOOD, Quality.UNCERTAIN, Quality.BAD, Quality.BAD)[severity]


def time_of(value: ua.DataValue, arrival: datetime) -> int:
    """The source's time stamp in microseconds; else the server's; else the arrival."""
    told = value.SourceTimestamp or value.ServerTimestamp
    if told is None:
        return microseconds(arrival)
    return microseconds(told if told.tzinfo else told.replace(tzinfo=UTC))


def number_of(value: Any, codes: Mapping[str, float]) -> float:
    """A value as a number; NaN where the server sends none. Refused when it is neither."""
    if value is None:
        return float("nan")
    if isinstance(value, ua.LocalizedText):
        value = value.Text or ""
    if isinstance(value, float) and value != value:
        return value
    return number(value, codes)


async def children(
    client: Client, under: ua.NodeId, namespaces: Sequence[str], limit: int
) -> list[Found]:
    """What lies under a node; a server that goes on for ever is cut off."""
    references = await _references(client, under, limit)
    wanted = [each for each in references if each.NodeId.NamespaceIndex < len(namespaces)]
    variables = [each for each in wanted if each.NodeClass == ua.NodeClass.Variable]
    details = await _details(client, [each.NodeId for each in variables])
    found = []
    for each in wanted:
        name = (each.DisplayName.Text or each.BrowseName.Name or "")[:_LONGEST_NAME]
        data_type, writable = details.get(each.NodeId, ("", False))
        address = address_of(each.NodeId, namespaces)
        is_folder = each.NodeClass != ua.NodeClass.Variable
        found.append(Found(address, name, is_folder, data_type, writable=writable))
    return found


async def _references(client: Client, under: ua.NodeId, limit: int) -> list[Any]:
    wanted = ua.BrowseDescription()
    wanted.NodeId = under
    wanted.BrowseDirection = ua.BrowseDirection.Forward
    wanted.ReferenceTypeId = ua.NodeId(_HIERARCHY)
    wanted.IncludeSubtypes = True
    wanted.NodeClassMask = ua.NodeClass.Object | ua.NodeClass.Variable
    wanted.ResultMask = ua.BrowseResultMask.All
    asked = ua.BrowseParameters()
    asked.NodesToBrowse = [wanted]
    asked.RequestedMaxReferencesPerNode = min(limit, _REFERENCES_AT_ONCE)
    session = client.uaclient.session
    (result,) = await session.browse(asked)
    found = list(result.References)
    for _ in range(MOST_CONTINUATIONS):
        if not result.ContinuationPoint:
            return found[:limit]
        full = len(found) >= limit
        onward = ua.BrowseNextParameters()
        onward.ReleaseContinuationPoints = full
        onward.ContinuationPoints = [result.ContinuationPoint]
        (result,) = await session.browse_next(onward)
        if full:
            return found[:limit]
        found += result.References
    raise SourceLimit(problem="browsing does not come to an end", references=len(found))


async def _details(client: Client, nodes: Sequence[ua.NodeId]) -> dict[ua.NodeId, tuple[str, bool]]:
    """Data type and whether it may be written, for each variable."""
    if not nodes:
        return {}
    asked = [client.get_node(node) for node in nodes]
    kinds = await client.read_attributes(asked, ua.AttributeIds.DataType)
    access = await client.read_attributes(asked, ua.AttributeIds.UserAccessLevel)
    return {
        node: (_type_name(kind), _writable(level))
        for node, kind, level in zip(nodes, kinds, access, strict=True)
    }


def _type_name(value: ua.DataValue) -> str:
    node = value.Value.Value if value.Value is not None else None
    if not isinstance(node, ua.NodeId) or node.NamespaceIndex:
        return ""
    return str(_TYPES.get(node.Identifier, ""))


def _writable(value: ua.DataValue) -> bool:
    level = value.Value.Value if value.Value is not None else 0
    return bool(isinstance(level, int) and level & (1 << ua.AccessLevel.CurrentWrite))
