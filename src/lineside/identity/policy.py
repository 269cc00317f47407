"""The gate of the door: permissions by role and scope, and policy as Cedar text."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from lineside.identity.errors import PolicyInvalid
from lineside.identity.reach import GONE, Reach
from lineside.kernel.actors import Actor
from lineside.kernel.catalogue import Entry, Kind
from lineside.kernel.door import OUTSIDE, Decision, OutsideScope, Verdict
from lineside.kernel.places import PLACES, find, is_key, nouns
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
        if not in_scope(work, actor, entry, call):
            return Verdict(Decision.DENY, OUTSIDE)
        question = _question(entry, actor)
        if _answer(self._text, *question, "run"):
            return Verdict(Decision.ALLOW)
        # Only an act can await a decision: a question that may not run stays unanswered.
        if entry.kind is Kind.ACTION and _answer(self._text, *question, "propose"):
            return Verdict(Decision.ASK, f"risk_{entry.risk.value}")
        return Verdict(Decision.DENY, "policy")

    def shown(self, work: Work, entry: Entry | None, answer: Any, actor: Actor) -> Any:
        """An answer cut to the actor's scope: what stands on other equipment is left out.

        One thing of other equipment is refused whole. What names no equipment is common to all.
        """
        if not actor.scope or (entry and entry.plantwide):
            return answer
        noun, unnamed = (entry.rows_of, entry.unnamed) if entry else ("", False)
        reach = Reach(work, actor, noun=noun, unnamed=unnamed)
        cut = reach.cut(answer)
        if cut is GONE:
            place = reach.standing(answer)
            raise OutsideScope(actor=actor.id, equipment=place, scope=list(actor.scope))
        return cut


def load_gate(data: Path) -> PolicyGate:
    """The gate over the product's policy and the plant's own additions."""
    own = data / OWN
    text = DEFAULT.read_text(encoding="utf-8")
    return PolicyGate(text + ("\n" + own.read_text(encoding="utf-8") if own.exists() else ""))


def in_scope(work: Work, actor: Actor, entry: Entry, call: dict[str, Any]) -> bool:
    """Whether what the call is about lies under the actor's scope.

    That is the equipment which it names; else that of the things which it names by their ids. An
    action that may be about no machine, and a list, whose rows are cut to the scope, may name
    neither; a figure may not.
    """
    if not actor.scope:
        return True
    place = str(call.get(entry.scope) or "")
    if place and not actor.reaches(place):
        return False
    if entry.scope and not place and not _may_be_empty(entry):
        return False
    return entry.plantwide != "" or _reaches_things(work, actor, call)


def _may_be_empty(entry: Entry) -> bool:
    optional = not entry.arguments.model_fields[entry.scope].is_required()
    return optional and (entry.kind is Kind.ACTION or entry.is_list)


def _reaches_things(work: Work, actor: Actor, call: dict[str, Any]) -> bool:
    """Whether each thing that the call names by its id stands within the scope, or nowhere.

    A step of an order may be done elsewhere than planned: a machine named beside it decides.
    """
    placed = any(call.get(name) for name in PLACES)
    for noun in nouns():
        key = tuple(call.get(name) for name in noun)
        if not is_key(noun, key) or (placed and key[1:]):
            continue
        if not all(any(map(actor.reaches, each)) for each in find(work, noun, [key]).values()):
            return False
    return True


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
