"""The one door for strangers and machines: authorise, gate, run, audit, commit."""

import json
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.exc import DataError, IntegrityError, OperationalError

from lineside.kernel import tables
from lineside.kernel.actors import Actor
from lineside.kernel.catalogue import SIGNED_BY, ArgumentsInvalid, Entry, Kind, entry_of, find
from lineside.kernel.errors import Conflict, Forbidden, Refusal, plain
from lineside.kernel.rooms import require_running
from lineside.kernel.vault import vault
from lineside.kernel.work import NOBODY, Cause, Work, World

TRIES = 3
TAKEN = "23505"
TIES = {"40001", "40P01", TAKEN}
MANY = 100
OUTSIDE = "outside_scope"
SECRETS = {"password", "pin", "secret", "token", "old_password", "new_password", "code"}
# The password in an address such as mqtt://user:password@host.
CREDENTIALS = re.compile(r"(//[^:/@\s]*:)[^@/\s]+@")


class NotAllowed(Forbidden):
    """The actor lacks the permission, or policy forbids the act."""

    code = "kernel.NotAllowed"
    advice = "Ask an administrator for the role, or somebody who holds it to do it."


class OutsideScope(NotAllowed):
    """The equipment lies outside the area in which the actor's roles hold."""

    code = "kernel.OutsideScope"
    advice = (
        "Name equipment of your own area; a figure of the whole plant needs roles that hold "
        "everywhere."
    )


class SignatureMissing(Forbidden):
    """The act asks for an electronic signature, and the password given is not the person's."""

    code = "kernel.SignatureMissing"
    advice = (
        "Sign with your own password (argument password, or when asked on a terminal with --as "
        "LOGIN); after five wrong ones, wait until the lock ends."
    )


class KeyTaken(Conflict):
    """The key was used for another entry before."""

    code = "kernel.KeyTaken"
    advice = "Make a new key for each request; repeat one only to repeat the same request."


class Decision(StrEnum):
    ALLOW = "allow"
    ASK = "ask"
    DENY = "deny"


@dataclass(frozen=True)
class Verdict:
    """What the gate says, and the reason as a code that a screen can translate."""

    decision: Decision
    reason: str = ""


@dataclass(frozen=True)
class Approval:
    """A person's recorded decision that lets a guarded action run."""

    recommendation: str
    by: Actor


@dataclass(frozen=True)
class Outcome:
    """What came of a request: done with a result, or a recommendation that awaits a decision."""

    state: str
    result: Any = None
    recommendation: str = ""


class Gate(Protocol):
    """Decides by permission, scope, risk and policy."""

    def judge(self, work: Work, entry: Entry, call: dict[str, Any], actor: Actor) -> Verdict: ...

    def shown(self, work: Work, entry: Entry | None, answer: Any, actor: Actor) -> Any:
        """What of an answer lies within the actor's scope; OutsideScope where nothing does.

        News that no entry was asked for is cut alike.
        """
        ...


class Trail(Protocol):
    """Writes the audit trail."""

    def write(
        self,
        work: Work,
        *,
        entry: str,
        call: Any,
        outcome: str,
        detail: Any,
        approval: Approval | None,
    ) -> None: ...


class Signatures(Protocol):
    """Tells whether a password is the person's own; counts wrong ones, also when work is undone."""

    def verify(self, world: World, actor: Actor, password: str) -> bool: ...


class Proposals(Protocol):
    """Turns a guarded action that a machine asked for into a recommendation; returns its id."""

    def propose(self, work: Work, entry: Entry, call: dict[str, Any], reason: str) -> str: ...


class Door:
    """Runs catalogue entries on behalf of actors."""

    def __init__(
        self,
        world: World,
        *,
        gate: Gate,
        trail: Trail,
        proposals: Proposals,
        signatures: Signatures,
    ) -> None:
        self.world = world
        world.provide(Gate, gate)
        self._trail = trail
        self._proposals = proposals
        self._signatures = signatures

    def run(
        self,
        name: str | Callable[..., Any],
        given: dict[str, Any],
        actor: Actor,
        *,
        key: str = "",
        cause: Cause = NOBODY,
    ) -> Outcome:
        """Run an entry. With a ``key`` a request that the actor repeats returns the first outcome.

        ``cause`` is the news that led to the request, if one did.
        """
        entry = find(name) if isinstance(name, str) else entry_of(name)
        try:
            call = entry.parse(given)
            if entry.signature:
                self._check_signature(entry, call.pop(SIGNED_BY), actor)
            return self._retrying(entry, call, actor, key and f"{actor.id} {key}", cause)
        except (Refusal, DataError) as problem:
            refusal = problem if isinstance(problem, Refusal) else unfit(entry, problem)
            if entry.kind is Kind.ACTION:
                self._note_refusal(entry, given, actor, refusal)
            raise refusal from problem.__cause__

    def ask(self, name: str | Callable[..., Any], given: dict[str, Any], actor: Actor) -> Any:
        """Ask a query or metric and return its typed answer; nothing is written."""
        entry = find(name) if isinstance(name, str) else entry_of(name)
        assert entry.kind is not Kind.ACTION, "an action goes through run"
        try:
            with self.world.work(actor) as work:
                return consult(work, entry.name, **given)
        except DataError as error:
            raise unfit(entry, error) from error

    def _check_signature(self, entry: Entry, password: str, actor: Actor) -> None:
        """A person signs for what asks for it; what a machine asks for, its approver signs."""
        if actor.is_machine:
            return
        if not password or not self._signatures.verify(self.world, actor, password):
            raise SignatureMissing(entry=entry.name, actor=actor.id)

    def _retrying(
        self, entry: Entry, call: dict[str, Any], actor: Actor, key: str, cause: Cause
    ) -> Outcome:
        """Try again when the database broke a tie between rivals at this one's cost.

        A key that a rival took first shows at the second try, as the room's own refusal.
        """
        for rest in reversed(range(TRIES)):
            try:
                return self._run(entry, call, actor, key, cause)
            except (OperationalError, IntegrityError) as error:
                state = getattr(error.orig, "sqlstate", "")
                if rest == 0 and state == TAKEN:
                    raise Conflict(entry=entry.name, problem="the id is taken") from error
                if rest == 0 or state not in TIES:
                    raise
        raise AssertionError("the last try returns or raises")

    def _run(
        self, entry: Entry, call: dict[str, Any], actor: Actor, key: str, cause: Cause
    ) -> Outcome:
        with self.world.work(actor) as work:
            work.enact, work.cause = self._enacter(work), cause
            if key:
                earlier = self._claim(work, entry, key)
                if earlier is not None:
                    return earlier
            verdict = authorise(work, entry, call)
            if verdict.decision is Decision.ASK:
                outcome = Outcome(
                    "awaiting_decision",
                    recommendation=self._proposals.propose(work, entry, call, verdict.reason),
                )
            else:
                outcome = Outcome("done", entry.dump(_perform(work, entry, call)))
            if entry.kind is Kind.ACTION:
                self._audit(work, entry, call, outcome, None)
            if key:
                self._remember(work, entry, key, outcome)
            return outcome

    def _enacter(self, work: Work) -> Callable[..., Any]:
        """What a recorded approval may call: the approved entry, inside the same work."""

        def enact(name: str, given: dict[str, Any], approval: Approval) -> Any:
            entry = find(name)
            call = entry.parse(given)
            # The approver has signed the decision itself.
            call.pop(SIGNED_BY if entry.signature else "", None)
            # Who approves must be allowed to do it: on that equipment, and by policy.
            if authorise(work, entry, call).decision is not Decision.ALLOW:
                raise NotAllowed(entry=entry.name, actor=work.actor.id, reason="policy")
            result = entry.dump(entry.function(work, **call))
            self._audit(work, entry, call, Outcome("done", result), approval)
            return result

        return enact

    def _audit(
        self,
        work: Work,
        entry: Entry,
        call: dict[str, Any],
        outcome: Outcome,
        approval: Approval | None,
    ) -> None:
        told = [{"news": event.news_name, "subject": event.subject} for event in work.told]
        self._trail.write(
            work,
            entry=entry.name,
            call=_shown(entry, call),
            outcome=outcome.state,
            detail={"recommendation": outcome.recommendation, "told": told},
            approval=approval,
        )

    def _note_refusal(self, entry: Entry, given: Any, actor: Actor, refusal: Refusal) -> None:
        """A refused attempt leaves its own line in the trail, after its work was undone."""
        with self.world.work(actor) as work:
            self._trail.write(
                work,
                entry=entry.name,
                call={name: _masked(name, plain(value)) for name, value in given.items()},
                outcome="refused",
                detail=refusal.as_data(),
                approval=None,
            )

    def _claim(self, work: Work, entry: Entry, key: str) -> Outcome | None:
        """Take the key; a rival with the same key waits here until this work ends."""
        row = upsert(tables.done).values(key=key, entry=entry.name, at=work.at)
        taken = work.db.execute(row.on_conflict_do_nothing().returning(tables.done.c.key)).first()
        if taken:
            return None
        found = work.db.execute(select(tables.done).where(tables.done.c.key == key)).one()
        if found.entry != entry.name:
            raise KeyTaken(entry=entry.name, taken_for=found.entry)
        earlier = dict(found.outcome)
        if entry.secret:
            earlier["result"] = json.loads(vault(work.settings).open(earlier["result"]))
        return Outcome(**earlier)

    def _remember(self, work: Work, entry: Entry, key: str, outcome: Outcome) -> None:
        result = outcome.result
        if entry.secret:
            result = vault(work.settings).seal(json.dumps(result))
        written = {
            "state": outcome.state,
            "result": result,
            "recommendation": outcome.recommendation,
        }
        work.db.execute(update(tables.done).where(tables.done.c.key == key).values(outcome=written))


def unfit(entry: Entry, error: DataError) -> ArgumentsInvalid:
    """A value of the right kind that no column or comparison takes, such as a limit of -1."""
    return ArgumentsInvalid(entry=entry.name, problems=[str(error.orig).splitlines()[0][:200]])


def consult(work: Work, name: str, /, **given: Any) -> Any:
    """Ask an entry by name within a unit of work, with the rights of its actor.

    The door asks its queries so, and the rooms that reach the plant through the catalogue only.
    """
    entry = find(name)
    assert entry.kind is not Kind.ACTION, "an action goes through the door"
    call = entry.parse(given)
    authorise(work, entry, call)
    return _perform(work, entry, call)


def authorise(work: Work, entry: Entry, call: dict[str, Any]) -> Verdict:
    """What the gate says of the call by the work's actor; a denial is raised."""
    actor = work.actor
    require_running(work, entry.room)
    verdict = work.the(Gate).judge(work, entry, call, actor)
    if verdict.decision is not Decision.DENY:
        return verdict
    if verdict.reason == OUTSIDE:
        place = str(call.get(entry.scope) or "")
        raise OutsideScope(
            entry=entry.name, actor=actor.id, equipment=place, scope=list(actor.scope)
        )
    raise NotAllowed(entry=entry.name, actor=actor.id, reason=verdict.reason)


def require_reach(work: Work, equipment: str) -> None:
    """Refuse where a thing lies on equipment outside the actor's scope; for what is found by id."""
    if equipment and not work.actor.reaches(equipment):
        raise OutsideScope(actor=work.actor.id, equipment=equipment, scope=list(work.actor.scope))


def _perform(work: Work, entry: Entry, call: dict[str, Any]) -> Any:
    """Run the function; a question shows no more than lies within the actor's scope."""
    found = entry.function(work, **call)
    if entry.kind is Kind.ACTION:
        return found
    return work.the(Gate).shown(work, entry, found, work.actor)


def _shown(entry: Entry, call: dict[str, Any]) -> dict[str, Any]:
    """The call as the trail keeps it: secrets masked, bulk imports told by their size."""
    bulk = {name for name, value in call.items() if isinstance(value, list) and len(value) > MANY}
    shown = entry.arguments.model_construct(**call).model_dump(
        mode="json", exclude=bulk, warnings=False
    )
    told = {name: _masked(name, value) for name, value in shown.items()}
    return told | {name: f"{len(call[name])} items" for name in bulk}


def _masked(name: str, value: Any) -> Any:
    """A value as the trail may keep it: no secret by its name, at any depth, nor in an address.

    Figures that JSON does not know (not a number, infinite) are kept as text.
    """
    if name in SECRETS:
        return "***"
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, dict):
        return {key: _masked(str(key), each) for key, each in value.items()}
    if isinstance(value, list):
        return [_masked("", each) for each in value]
    if not isinstance(value, str):
        return value
    if len(value) > 2000:
        return f"{value[:200]}... ({len(value)} characters)"
    return CREDENTIALS.sub(r"\1***@", value)
