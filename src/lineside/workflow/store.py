"""How workflow remembers: rules with their versions, and when they fired."""

from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Identity,
    Index,
    Integer,
    Row,
    Table,
    Text,
    insert,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import insert as upsert

from lineside.kernel.tables import metadata, moment
from lineside.kernel.work import Work
from lineside.workflow.errors import RuleUnknown
from lineside.workflow.model import Rule

rules = Table(
    "workflow_rule",
    metadata,
    Column("id", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("on", Text, nullable=False),
    Column("when", Text, nullable=False),
    Column("do", Text, nullable=False),
    Column("given", JSONB, nullable=False),
    Column("version", Integer, nullable=False),
    Column("enabled", Boolean, nullable=False),
    Column("changed_by", Text, nullable=False),
    moment("changed_at"),
    Index("ix_workflow_rule_on", "on"),
)

versions = Table(
    "workflow_rule_version",
    metadata,
    Column("rule", Text, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("content", JSONB, nullable=False),
    moment("at", nullable=False),
    Column("by", Text, nullable=False),
)

firings = Table(
    "workflow_firing",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("rule", Text, nullable=False),
    Column("news", BigInteger, nullable=False),
    moment("at", nullable=False),
    Column("entry", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Index("ix_workflow_firing_rule", "rule", "id"),
)

_shape = TypeAdapter(Rule)


def restore(row: Row[Any]) -> Rule:
    return _shape.validate_python(dict(row._mapping))


def find(work: Work, rule: str) -> Rule | None:
    row = work.db.execute(select(rules).where(rules.c.id == rule).with_for_update()).first()
    return restore(row) if row else None


def load(work: Work, rule: str) -> Rule:
    found = find(work, rule)
    if found is None:
        raise RuleUnknown(rule=rule)
    return found


def save(work: Work, rule: Rule) -> None:
    """Keep the rule, and this version of it for good."""
    facts = dict(vars(rule))
    row = upsert(rules).values(facts)
    work.db.execute(row.on_conflict_do_update(index_elements=["id"], set_=facts))
    content = _shape.dump_python(rule, mode="json")
    kept = upsert(versions).values(
        rule=rule.id, version=rule.version, content=content, at=work.at, by=work.actor.id
    )
    work.db.execute(kept.on_conflict_do_nothing())


def note(work: Work, **facts: Any) -> None:
    work.db.execute(insert(firings).values(at=work.at, **facts))


def rules_behind(work: Work, news: int, listener: str) -> list[str]:
    """The rules whose effects led to this news: the parts of the listener's runs before it."""
    wanted = text(
        """
        WITH RECURSIVE earlier (cause, caused_by) AS (
            SELECT cause, caused_by FROM kernel_news WHERE id = :news
            UNION SELECT n.cause, n.caused_by FROM kernel_news n JOIN earlier e ON n.id = e.cause)
        SELECT DISTINCT caused_by FROM earlier WHERE starts_with(caused_by, :parts) ORDER BY 1
        """
    )
    rows = work.db.execute(wanted, {"news": news, "parts": f"{listener}/"}).scalars()
    return [each.removeprefix(f"{listener}/") for each in rows]


def has_rules(work: Work, news: str) -> bool:
    """Whether an enabled rule waits for this kind of news."""
    wanted = select(rules.c.id).where(rules.c.on == news, rules.c.enabled).limit(1)
    return work.db.execute(wanted).first() is not None
