"""What one may do: write, switch and load rules."""

from pathlib import Path
from typing import Any

from lineside.kernel import catalogue, events
from lineside.kernel.catalogue import Risk, action
from lineside.kernel.work import Work
from lineside.workflow import store
from lineside.workflow.errors import RuleInvalid
from lineside.workflow.events import RuleChanged, RuleFired
from lineside.workflow.model import Rule


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
    """Write a rule, or a new version of it; returns the version.

    What it does still goes through the door as the workflow service: where policy asks for a
    person, a recommendation awaits a decision.
    """
    from lineside.workflow.conditions import check

    if on not in events.known():
        raise RuleInvalid(rule=rule, on=on, problem="no such news")
    catalogue.find(do)
    check(when)
    earlier = store.find(work, rule)
    made = Rule(
        id=rule,
        title=title,
        on=on,
        do=do,
        when=when,
        given=given or {},
        version=earlier.version + 1 if earlier else 1,
        changed_by=work.actor.id,
        changed_at=work.at,
    )
    store.save(work, made)
    work.tell(RuleChanged(rule, made.version, True))
    return made.version


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
    """Note that a rule fired and what came of it."""
    store.note(work, rule=rule, news=news, entry=entry, state=state, detail=recommendation)
    work.tell(RuleFired(rule, news, entry, state, recommendation))
