"""What one may ask of workflow."""

from sqlalchemy import select

from lineside.kernel.catalogue import query
from lineside.kernel.work import Work
from lineside.workflow import store
from lineside.workflow.model import Firing, Rule

LISTENER = "workflow.fire_rules"


@query(permission="workflow.read")
def rules(work: Work, *, on: str = "", enabled_only: bool = False) -> list[Rule]:
    """The rules; ``on`` narrows to those that hear one kind of news."""
    table = store.rules
    wanted = select(table).order_by(table.c.id)
    if on:
        wanted = wanted.where(table.c.on == on)
    if enabled_only:
        wanted = wanted.where(table.c.enabled)
    return [store.restore(row) for row in work.db.execute(wanted)]


@query(permission="workflow.read")
def firings(work: Work, *, rule: str = "", limit: int = 100) -> list[Firing]:
    """When rules fired and what came of it, newest first."""
    table = store.firings
    wanted = select(table).order_by(table.c.id.desc()).limit(min(limit, 1000))
    if rule:
        wanted = wanted.where(table.c.rule == rule)
    return [
        Firing(r.rule, r.news, r.at, r.entry, r.state, r.detail) for r in work.db.execute(wanted)
    ]


@query(permission="workflow.read")
def rules_behind(work: Work, *, news: int) -> list[str]:
    """The rules whose effects led to a piece of news, over any number of steps."""
    return store.rules_behind(work, news, LISTENER)


@query(permission="workflow.read")
def try_rule(work: Work, *, on: str, when: str, last: int = 200) -> list[int]:
    """Which of the latest news of a kind would have met a condition: their numbers."""
    from lineside.kernel import tables
    from lineside.workflow.conditions import holds

    table = tables.news
    wanted = select(table.c.id, table.c.facts).where(table.c.name == on)
    rows = work.db.execute(wanted.order_by(table.c.id.desc()).limit(min(last, 2000)))
    return [row.id for row in rows if holds(when, row.facts)]
