"""The gate of the door: permissions by role and scope, and policy as Cedar text."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from lineside.identity.errors import PolicyInvalid
from lineside.kernel.actors import Actor
from lineside.kernel.catalogue import Entry
from lineside.kernel.door import Decision, Verdict
from lineside.kernel.work import Work

DEFAULT = Path(__file__).parent / "policies" / "default.cedar"
OWN = "policy.cedar"


class PolicyGate:
    """Judges each request by the policy text in force.

    The plant's own text (``policy.cedar`` in the data folder) is added to the product's; a text
    that does not parse refuses everything but says so at start, never silently allows.
    """

    def __init__(self, text: str) -> None:
        _check(text)
        self._text = text

    def judge(self, work: Work, entry: Entry, call: dict[str, Any], actor: Actor) -> Verdict:
        """Allow, ask for a decision, or deny, with the reason as a code."""
        permitted = actor.may(entry.permission) and in_scope(actor, entry, call)
        if not permitted:
            return Verdict(Decision.DENY, "permission_missing")
        question = _question(entry, actor, permitted)
        if _answer(self._text, *question, "run"):
            return Verdict(Decision.ALLOW)
        if _answer(self._text, *question, "propose"):
            return Verdict(Decision.ASK, f"risk_{entry.risk.value}")
        return Verdict(Decision.DENY, "policy")


def load_gate(data: Path) -> PolicyGate:
    """The gate over the product's policy and the plant's own additions."""
    own = data / OWN
    text = DEFAULT.read_text(encoding="utf-8")
    return PolicyGate(text + ("\n" + own.read_text(encoding="utf-8") if own.exists() else ""))


def in_scope(actor: Actor, entry: Entry, call: dict[str, Any]) -> bool:
    """Whether the equipment that the call names lies under the actor's scope.

    Equipment ids are paths such as ``halden/machining/GR-04``.
    """
    if not actor.scope or not entry.scope:
        return True
    equipment = str(call.get(entry.scope) or "")
    return any(equipment == s or equipment.startswith(f"{s}/") for s in actor.scope)


def _question(entry: Entry, actor: Actor, permitted: bool) -> tuple[str, str, bool, str, bool]:
    return (actor.kind.value, entry.name, entry.everyday, entry.risk.value, permitted)


@lru_cache(maxsize=4096)
def _answer(
    text: str, kind: str, entry: str, everyday: bool, risk: str, permitted: bool, act: str
) -> bool:
    """One Cedar decision; the same question about the same text has the same answer."""
    import cedarpy

    request = {
        "principal": f'Actor::"{kind}"',
        "action": f'Action::"{act}"',
        "resource": f'Entry::"{entry}"',
        "context": {"everyday": everyday, "risk": risk, "permitted": permitted},
    }
    entities = [
        {"uid": {"__entity": {"type": "Actor", "id": kind}}, "attrs": {"kind": kind}, "parents": []}
    ]
    return bool(cedarpy.is_authorized(request, text, entities).allowed)


def _check(text: str) -> None:
    import cedarpy

    try:
        cedarpy.policies_to_json_str(text)
    except ValueError as error:
        raise PolicyInvalid(problem=str(error)[:300]) from error
