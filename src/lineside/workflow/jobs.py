"""What workflow does unprompted: it hears all news and fires the rules that they meet."""

from lineside.kernel.errors import Refusal
from lineside.kernel.events import Event, dump
from lineside.kernel.jobs import JobDoor, hears
from lineside.workflow import actions, queries, store
from lineside.workflow.errors import RuleFailed
from lineside.workflow.model import Rule


@hears(Event, only=store.has_rules)
def fire_rules(door: JobDoor, news: Event) -> None:
    """Each enabled rule for this kind of news whose condition holds goes through the door.

    A rule that is refused holds up no other; the delivery fails only after all were tried, and
    what was done is not repeated when it is delivered again.
    """
    if news.news_name.startswith(actions.OWN):
        return
    rules = door.ask(queries.rules, on=news.news_name, enabled_only=True)
    behind = door.ask(queries.rules_behind, news=door.number) if rules else []
    failed: dict[str, Refusal] = {}
    for rule in rules:
        try:
            _fire(door.part(rule.id), rule, news, looped=rule.id in behind)
        except Refusal as refusal:
            failed[rule.id] = refusal
    if failed:
        name, first = next(iter(failed.items()))
        raise RuleFailed(rule=name, rules=sorted(failed), problem=first.line()) from first


def _fire(door: JobDoor, rule: Rule, news: Event, *, looped: bool) -> None:
    """Put the rule's entry through the door, unless its own effects led here."""
    from lineside.workflow.conditions import holds
    from lineside.workflow.filling import fill

    facts = dump(news)
    if not holds(rule.when, facts):
        return
    noted = {"rule": rule.id, "news": door.number, "entry": rule.do}
    if looped:
        door.act(actions.note_firing, **noted, state=actions.LOOPED)
        return
    outcome = door.act(rule.do, **fill(rule.given, facts))
    door.act(
        actions.note_firing, **noted, state=outcome.state, recommendation=outcome.recommendation
    )
