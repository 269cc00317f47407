"""The gate of the door: permissions by role and scope, and policy as Cedar text."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from lineside.identity.errors import PolicyInvalid
from lineside.kernel.actors import Actor
from lineside.kernel.catalogue import PLACES, Entry, Kind
from lineside.kernel.door import OUTSIDE, Decision, OutsideScope, Verdict
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
        if not actor.may(entry.permission):
            return Verdict(Decision.DENY, "permission_missing")
        if not in_scope(actor, entry, call):
            return Verdict(Decision.DENY, OUTSIDE)
        question = _question(entry, actor)
        if _answer(self._text, *question, "run"):
            return Verdict(Decision.ALLOW)
        # Only an act can await a decision: a question that may not run stays unanswered.
        if entry.kind is Kind.ACTION and _answer(self._text, *question, "propose"):
            return Verdict(Decision.ASK, f"risk_{entry.risk.value}")
        return Verdict(Decision.DENY, "policy")

    def shown(self, answer: Any, actor: Actor) -> Any:
        """An answer cut to the actor's scope: rows of other equipment are left out.

        One thing of other equipment is refused whole. What names no equipment is common to all.
        """
        if not actor.scope:
            return answer
        if isinstance(answer, list):
            return [each for each in answer if _is_within(actor, each)]
        if not _is_within(actor, answer):
            raise OutsideScope(actor=actor.id, equipment=_place(answer), scope=list(actor.scope))
        return answer


def load_gate(data: Path) -> PolicyGate:
    """The gate over the product's policy and the plant's own additions."""
    own = data / OWN
    text = DEFAULT.read_text(encoding="utf-8")
    return PolicyGate(text + ("\n" + own.read_text(encoding="utf-8") if own.exists() else ""))


def in_scope(actor: Actor, entry: Entry, call: dict[str, Any]) -> bool:
    """Whether the equipment that the call names lies under the actor's scope.

    Equipment ids are paths such as ``halden/machining/GR-04``. An action that may be about no
    machine, and a list, whose rows are cut to the scope, may leave it empty; a figure may not.
    """
    if not actor.scope or not entry.scope:
        return True
    equipment = str(call.get(entry.scope) or "")
    if not equipment and not entry.arguments.model_fields[entry.scope].is_required():
        return entry.kind is Kind.ACTION or entry.is_list
    return actor.reaches(equipment)


def _is_within(actor: Actor, thing: Any) -> bool:
    place = _place(thing)
    return not place or actor.reaches(place)


def _place(thing: Any) -> str:
    """The equipment that a row is about: its own field, or that of the facts that it carries."""
    facts = getattr(thing, "facts", None)
    told = [getattr(thing, name, None) for name in PLACES]
    told += [facts.get(name) for name in PLACES] if isinstance(facts, dict) else []
    return next((each for each in told if each and isinstance(each, str)), "")


def _question(entry: Entry, actor: Actor) -> tuple[str, str, bool, str, bool]:
    return (actor.kind.value, entry.name, entry.everyday, entry.risk.value, True)


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
