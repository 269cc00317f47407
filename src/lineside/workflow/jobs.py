"""What workflow does unprompted: it hears all news and fires the rules that they meet."""

from lineside.kernel.events import Event, dump
from lineside.kernel.jobs import JobDoor, hears
from lineside.workflow import actions, queries, store


@hears(Event, only=store.has_rules)
def fire_rules(door: JobDoor, news: Event) -> None:
    """Each enabled rule for this kind of news whose condition holds goes through the door."""
    from lineside.workflow.conditions import holds
    from lineside.workflow.filling import fill

    if news.news_name.startswith("workflow."):
        return
    for rule in door.ask(queries.rules, on=news.news_name, enabled_only=True):
        facts = dump(news)
        if not holds(rule.when, facts):
            continue
        outcome = door.act(rule.do, **fill(rule.given, facts))
        door.act(
            actions.note_firing,
            rule=rule.id,
            news=door.number,
            entry=rule.do,
            state=outcome.state,
            recommendation=outcome.recommendation,
        )
