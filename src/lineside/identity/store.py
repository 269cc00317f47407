"""How identity remembers: users, sessions and the audit trail."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    DDL,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    event,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.dialects.postgresql import insert as upsert

from lineside.identity.errors import UserUnknown
from lineside.identity.model import Credentials, OpenSession, Terminal, User
from lineside.kernel.places import placed
from lineside.kernel.tables import metadata, moment
from lineside.kernel.work import Work

# So much of a token's hash names its session: enough to tell them apart, of no use to log in.
SESSION_ID = 16

users = Table(
    "identity_user",
    metadata,
    Column("id", Text, primary_key=True),
    Column("login", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("roles", ARRAY(Text), nullable=False),
    Column("scope", ARRAY(Text), nullable=False),
    Column("locale", Text, nullable=False, server_default="en"),
    Column("active", Boolean, nullable=False, server_default=text("true")),
    Column("must_change", Boolean, nullable=False, server_default=text("false")),
    Column("failures", Integer, nullable=False, server_default="0"),
    moment("locked_until"),
    Column("demo", Boolean, nullable=False, server_default=text("false")),
)

credentials = Table(
    "identity_credential",
    metadata,
    Column("user", Text, ForeignKey("identity_user.id"), primary_key=True),
    Column("badge", Text, unique=True),
    Column("pin_hash", Text, nullable=False),
    Column("factor", Text, nullable=False),
    Column("pending", Text, nullable=False),
    Column("step", BigInteger, nullable=False),
)

terminals = Table(
    "identity_terminal",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("station", Text, nullable=False),
    Column("token_hash", Text, nullable=False, unique=True),
    Column("by", Text, nullable=False),
    moment("at", nullable=False),
    moment("revoked_at"),
)

placed("terminal", terminals.c.id, terminals.c.station)

sessions = Table(
    "identity_session",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column("user", Text, ForeignKey("identity_user.id"), nullable=False),
    Column("label", Text, nullable=False, server_default=""),
    Column("terminal", Text, ForeignKey("identity_terminal.id")),
    moment("created_at", nullable=False),
    moment("expires_at", nullable=False),
    moment("revoked_at"),
    Index("ix_identity_session_user", "user"),
)

audit = Table(
    "identity_audit",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    moment("at", nullable=False),
    Column("actor", Text, nullable=False),
    Column("entry", Text, nullable=False),
    Column("call", JSONB, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("detail", JSONB, nullable=False),
    Column("approved_by", Text, nullable=False, server_default=""),
    Column("recommendation", Text, nullable=False, server_default=""),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Index("ix_identity_audit_at", "at"),
    Index("ix_identity_audit_actor", "actor", "seq"),
    Index("ix_identity_audit_entry", "entry", "seq"),
)

# The head is a row of its own: it orders the writers, and a cut tail no longer fits it.
audit_head = Table(
    "identity_audit_head",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("hash", Text, nullable=False),
)

# The database itself refuses to change or remove what was written to the trail.
PROTECT_AUDIT = (
    """
    CREATE OR REPLACE FUNCTION identity_audit_is_append_only() RETURNS trigger AS $$
    BEGIN
        RAISE EXCEPTION 'the audit trail is append-only'
            USING ERRCODE = 'integrity_constraint_violation';
    END $$ LANGUAGE plpgsql
    """,
    """
    CREATE OR REPLACE TRIGGER identity_audit_no_change BEFORE UPDATE OR DELETE ON identity_audit
    FOR EACH ROW EXECUTE FUNCTION identity_audit_is_append_only()
    """,
    """
    CREATE OR REPLACE TRIGGER identity_audit_no_truncate BEFORE TRUNCATE ON identity_audit
    FOR EACH STATEMENT EXECUTE FUNCTION identity_audit_is_append_only()
    """,
)
for _statement in PROTECT_AUDIT:
    event.listen(audit, "after_create", DDL(_statement))  # type: ignore[no-untyped-call]

GENESIS = "0" * 64


@dataclass(frozen=True)
class AuditLine:
    """One line of the trail as it is hashed."""

    seq: int
    at: datetime
    actor: str
    entry: str
    call: Any
    outcome: str
    detail: Any
    approved_by: str
    recommendation: str
    previous: str

    def digest(self) -> str:
        """SHA-256 over the line and the hash before it, in one canonical form."""
        facts = asdict(self) | {"at": self.at.isoformat()}
        canonical = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()


def append_audit(work: Work, **facts: Any) -> None:
    """Write the next line of the trail; the head's row lock keeps the order.

    The time is read under that lock, so that times rise with the numbers unless the clock itself
    was set back.
    """
    first = upsert(audit_head).values(id=1, seq=0, hash=GENESIS).on_conflict_do_nothing()
    head = work.db.execute(select(audit_head).with_for_update()).first()
    if head is None:
        work.db.execute(first)
        head = work.db.execute(select(audit_head).with_for_update()).one()
    at = work.world.clock.now()
    line = AuditLine(seq=head.seq + 1, at=at, previous=head.hash, **facts)
    digest = line.digest()
    work.db.execute(insert(audit).values(**asdict(line), hash=digest))
    work.db.execute(update(audit_head).values(seq=line.seq, hash=digest))


def audit_lines(work: Work) -> Iterator[tuple[AuditLine, str]]:
    """Every line of the trail in order, with its stored hash."""
    rows = work.db.execution_options(yield_per=1000).execute(select(audit).order_by(audit.c.seq))
    for row in rows:
        facts = dict(row._mapping)
        stored = facts.pop("hash")
        yield AuditLine(**facts), stored


def read_head(work: Work) -> tuple[int, str]:
    row = work.db.execute(select(audit_head)).first()
    return (row.seq, row.hash) if row else (0, GENESIS)


def load_user(work: Work, user: str) -> User:
    found = find_user(work, user)
    if found is None:
        raise UserUnknown(user=user)
    return found


def find_user(work: Work, user: str) -> User | None:
    row = work.db.execute(select(users).where(users.c.id == user).with_for_update()).first()
    return User(**row._mapping) if row else None


def user_by_login(work: Work, login: str) -> User | None:
    wanted = select(users).where(func.lower(users.c.login) == login.lower()).with_for_update()
    row = work.db.execute(wanted).first()
    return User(**row._mapping) if row else None


def administrators(work: Work) -> int:
    """How many people may manage users of the whole plant."""
    everything = (users.c.roles.contains(["administrator"])) & (
        func.cardinality(users.c.scope) == 0
    )
    wanted = select(func.count()).select_from(users).where(everything, users.c.active)
    return int(work.db.execute(wanted).scalar_one())


def save_user(work: Work, user: User) -> None:
    facts = asdict(user)
    row = upsert(users).values(facts)
    work.db.execute(row.on_conflict_do_update(index_elements=["id"], set_=facts))


def load_credentials(work: Work, user: str) -> Credentials:
    """What the user has beside the password, locked for a change; empty where there is nothing."""
    wanted = select(credentials).where(credentials.c.user == user).with_for_update()
    row = work.db.execute(wanted).first()
    return Credentials(**row._mapping) if row else Credentials(user)


def save_credentials(work: Work, given: Credentials) -> None:
    facts = asdict(given)
    row = upsert(credentials).values(facts)
    work.db.execute(row.on_conflict_do_update(index_elements=["user"], set_=facts))


def user_by_badge(work: Work, badge: str) -> User | None:
    wanted = (
        select(users)
        .join(credentials, credentials.c.user == users.c.id)
        .where(credentials.c.badge == badge)
        .with_for_update(of=users)
    )
    row = work.db.execute(wanted).first()
    return User(**row._mapping) if row else None


def users_with_pin(work: Work) -> list[User]:
    """Those who may work at terminals, by name."""
    wanted = (
        select(users)
        .join(credentials, credentials.c.user == users.c.id)
        .where(users.c.active, credentials.c.pin_hash != "")
        .order_by(users.c.name)
    )
    return [User(**row._mapping) for row in work.db.execute(wanted)]


def save_terminal(work: Work, terminal: Terminal, token_hash: str) -> None:
    work.db.execute(insert(terminals).values(asdict(terminal) | {"token_hash": token_hash}))


def terminals_in_use(work: Work, token_hash: str = "") -> list[Terminal]:
    """The terminals that are not revoked, of one token if given."""
    t = terminals.c
    wanted = select(t.id, t.name, t.station, t.by, t.at).where(t.revoked_at.is_(None))
    if token_hash:
        wanted = wanted.where(t.token_hash == token_hash)
    return [Terminal(**row._mapping) for row in work.db.execute(wanted.order_by(t.name, t.id))]


def revoke_terminal(work: Work, terminal: str) -> bool:
    """Let it be a terminal no more and end the sessions there; whether it was one."""
    t = terminals.c
    chosen = update(terminals).where(t.id == terminal, t.revoked_at.is_(None))
    ended = sessions.c.terminal == terminal, sessions.c.revoked_at.is_(None)
    work.db.execute(update(sessions).where(*ended).values(revoked_at=work.at))
    return bool(work.db.execute(chosen.values(revoked_at=work.at)).rowcount)


def save_session(
    work: Work, token_hash: str, user: str, label: str, expires: datetime, terminal: str | None
) -> None:
    facts = {"token_hash": token_hash, "user": user, "label": label, "terminal": terminal}
    row = insert(sessions).values(facts | {"created_at": work.at, "expires_at": expires})
    work.db.execute(row)


def session_user(work: Work, token_hash: str) -> tuple[User, str | None] | None:
    """Who is behind a session, and the terminal at which a PIN opened it."""
    wanted = (
        select(users, sessions.c.terminal)
        .join(sessions, sessions.c.user == users.c.id)
        .where(
            sessions.c.token_hash == token_hash,
            sessions.c.revoked_at.is_(None),
            sessions.c.expires_at > work.at,
            users.c.active,
        )
    )
    row = work.db.execute(wanted).first()
    if row is None:
        return None
    facts = dict(row._mapping)
    terminal = facts.pop("terminal")
    return User(**facts), terminal


def open_sessions(work: Work, user: str) -> list[OpenSession]:
    """A user's sessions that still hold, the newest first."""
    s, t = sessions.c, terminals.c
    wanted = (
        select(
            func.left(s.token_hash, SESSION_ID), s.label, func.coalesce(t.name, ""),
            s.created_at, s.expires_at,
        )
        .join(terminals, t.id == s.terminal, isouter=True)
        .where(s.user == user, s.revoked_at.is_(None), s.expires_at > work.at)
        .order_by(s.created_at.desc(), s.token_hash)
    )  # fmt: skip
    return [OpenSession(*row) for row in work.db.execute(wanted)]


def end_session(work: Work, user: str, session: str) -> bool:
    """End one session of a user; whether there was such a one."""
    where = (
        sessions.c.user == user,
        func.left(sessions.c.token_hash, SESSION_ID) == session,
        sessions.c.revoked_at.is_(None),
    )
    row = update(sessions).where(*where).values(revoked_at=work.at)
    return work.db.execute(row).rowcount > 0


def revoke_sessions(work: Work, *, token_hash: str = "", user: str = "") -> int:
    where = sessions.c.token_hash == token_hash if token_hash else sessions.c.user == user
    row = update(sessions).where(where, sessions.c.revoked_at.is_(None)).values(revoked_at=work.at)
    return int(work.db.execute(row).rowcount)
