"""The noun under random verbs: a decision stands, an outcome follows an approval, levels rise."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from lineside.guidance.errors import AlreadyDecided, NotDecided, ReasonMissing
from lineside.guidance.model import Recommendation, State, Truth, Verdict

START = datetime(2026, 10, 5, 6, tzinfo=UTC)
CLOSED = {State.APPROVED, State.REJECTED}


def fresh(deadline=START + timedelta(hours=4)):
    return Recommendation(id="R", code="c", title="t", facts={}, equipment="e", by="service:x",
                          at=START, risk="execute", deadline=deadline)  # fmt: skip


_verbs = some.one_of(
    some.tuples(some.just("decide"), some.sampled_from(Verdict), some.sampled_from(["", "why"])),
    some.tuples(some.just("conclude"), some.sampled_from(Truth), some.just("")),
    some.tuples(some.just("escalate"), some.none(), some.just("")),
)


def act(each, verb, what, reason, at):
    if verb == "decide":
        return each.decide(what, "user:a", at, reason)
    if verb == "conclude":
        return each.conclude(what, "user:b", at, "", {})
    return each.escalate(at, timedelta(hours=1)) if each.is_overdue(at) else None


@given(verbs=some.lists(_verbs, max_size=12), step_h=some.integers(1, 5))
def test_whatever_is_tried_the_story_stays_whole(verbs, step_h):
    each, at = fresh(), START
    for verb, what, reason in verbs:
        at += timedelta(hours=step_h)
        before = (each.state, each.decided_by, each.decided_at, each.reason, each.level)
        try:
            told = act(each, verb, what, reason, at)
        except (AlreadyDecided, NotDecided, ReasonMissing):
            kept = (each.state, each.decided_by, each.decided_at, each.reason, each.level)
            assert kept == before, "a refused verb changes nothing"
            continue
        if before[0] in CLOSED:
            assert each.state is before[0]
            assert each.decided_at == before[2]
        if verb == "escalate" and told:
            assert told.level == each.level == before[4] + 1
            assert not each.is_overdue(at), "each level has time of its own"
        if each.truth is not None:
            assert each.state is State.APPROVED
        if each.state in CLOSED - {State.APPROVED} or each.state is State.DEFERRED:
            assert each.reason.strip()


@given(late_s=some.integers(-86_400, 86_400), state=some.sampled_from(State))
def test_overdue_is_undecided_and_past_the_deadline(late_s, state):
    each = fresh()
    each.state = state
    at = each.deadline + timedelta(seconds=late_s)
    assert each.is_overdue(at) == (late_s > 0 and state not in CLOSED)
    each.deadline = None
    assert not each.is_overdue(at)


def test_the_news_says_what_was_decided():
    told = fresh().decide(Verdict.DEFER, "user:a", START, "later")
    assert (told.verdict, told.by, told.reason) == ("defer", "user:a", "later")
    with pytest.raises(NotDecided):
        fresh().conclude(Truth.CONFIRMED, "user:a", START, "", {})
