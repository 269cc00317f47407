"""What one may do: write, switch and load rules."""

from pathlib import Path
from typing import Any

from lineside.kernel import catalogue, events
from lineside.kernel.catalogue import Risk, action
from lineside.kernel.parking import park
from lineside.kernel.work import Work
from lineside.workflow import store
from lineside.workflow.errors import RuleInvalid, RuleLooped
from lineside.workflow.events import RuleChanged, RuleFired
from lineside.workflow.model import Rule

OWN = "workflow."
LOOPED = "looped"


@action(permission="workflow.write", risk=Risk.INITIATE)
def write_rule(
    work: Work,
    *,
    rule: str,
    title: str,
    on: str,
    do: str,
    when: str = "",
    given: dict[str, Any] | None = None,
) -> int:
    """Write a rule, or a new version of it; returns the version. One that is off stays off.

    What it does still goes through the door as the workflow service: where policy asks for a
    person, a recommendation awaits a decision.
    """
    from lineside.workflow.conditions import check

    check(when)
    _check_fit(rule, on, do, given or {})
    earlier = store.find(work, rule)
    made = Rule(
        id=rule,
        title=title,
        on=on,
        do=do,
        when=when,
        given=given or {},
        version=earlier.version + 1 if earlier else 1,
        enabled=earlier.enabled if earlier else True,
        changed_by=work.actor.id,
        changed_at=work.at,
    )
    store.save(work, made)
    work.tell(RuleChanged(rule, made.version, made.enabled))
    return made.version


def _check_fit(rule: str, on: str, do: str, given: dict[str, Any]) -> None:
    """Refuse what could never fire: unknown news or fields, and arguments that do not fit."""
    from lineside.workflow.filling import fields_in

    known, entry = events.known().get(on), catalogue.find(do)
    if known is None or on.startswith(OWN):
        raise RuleInvalid(rule=rule, on=on, problem="no such news that rules hear")
    if entry.kind is not catalogue.Kind.ACTION:
        raise RuleInvalid(rule=rule, do=do, problem="a question does nothing")
    told = set(getattr(known, "__dataclass_fields__", ()))
    if missing := sorted(fields_in(given) - told):
        raise RuleInvalid(rule=rule, on=on, fields=missing, problem="the news has no such field")
    shape = entry.arguments.model_fields
    wanted = {name for name, each in shape.items() if each.is_required()}
    if wrong := sorted((given.keys() - shape.keys()) | (wanted - given.keys())):
        raise RuleInvalid(rule=rule, do=do, arguments=wrong, problem="unknown or missing")


@action(permission="workflow.write", risk=Risk.INITIATE)
def switch_rule(work: Work, *, rule: str, enabled: bool) -> None:
    """Switch a rule on or off."""
    found = store.load(work, rule)
    found.enabled = enabled
    store.save(work, found)
    work.tell(RuleChanged(rule, found.version, enabled))


@action(permission="workflow.write", risk=Risk.INITIATE)
def load_rules(work: Work, *, folder: str) -> int:
    """Load a plant's ``rules.yaml``; rules that exist already stay as they are."""
    import yaml

    path = Path(folder) / "rules.yaml"
    if not path.exists():
        return 0
    count = 0
    for each in yaml.safe_load(path.read_text(encoding="utf-8"))["rules"]:
        if store.find(work, each["rule"]) is None:
            write_rule(work, **each)
            count += 1
    return count


@action(permission="workflow.note", risk=Risk.SUPPORT)
def note_firing(
    work: Work, *, rule: str, news: int, entry: str, state: str, recommendation: str = ""
) -> None:
    """Note that a rule fired and what came of it; a rule that feeds itself is shown to a person."""
    if state == LOOPED:
        refusal = RuleLooped(rule=rule, news=news)
        park(work, source="workflow.rules", what=rule, refusal=refusal)
    store.note(work, rule=rule, news=news, entry=entry, state=state, detail=recommendation)
    work.tell(RuleFired(rule, news, entry, state, recommendation))
