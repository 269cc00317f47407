"""Preparation: what happens to samples between their source and the historian.

Pure functions over columnar batches: ``prepare(plan, state, samples)`` returns the samples to
store, a record of each repair, and the state to go on with; nothing is changed in place and nothing
is remembered elsewhere. A repair's record holds what was received and what was stored, so that
``undone`` can take it back.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from lineside.telemetry.rules import Policy, Quality, Rule, TagRules
from lineside.telemetry.samples import INSTANT, SAMPLES, instants, samples

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

REPAIRS = pa.schema(
    [
        ("rule", pa.string()),
        ("policy", pa.string()),
        ("tag", pa.string()),
        ("time", INSTANT),
        ("original", pa.float64()),
        ("original_quality", pa.int8()),
        ("stored_time", INSTANT),
        ("stored", pa.float64()),
    ]
)
_NEVER = np.iinfo(np.int64).min // 2
_USUAL = {
    Rule.FINITE: Policy.MARK,
    Rule.DUPLICATE: Policy.REJECT,
    Rule.LATE: Policy.MARK,
    Rule.FUTURE: Policy.MARK,
    Rule.RANGE: Policy.MARK,
    Rule.SPIKE: Policy.MARK,
    Rule.FLAT: Policy.MARK,
    Rule.GAP: Policy.MARK,
}
_POLICY_CODES = {Policy.REJECT: 0, Policy.REPAIR: 1, Policy.MARK: 2}
_POLICY_NAMES = (Policy.REJECT, Policy.REPAIR, Policy.MARK)


@dataclass(frozen=True, slots=True)
class Plan:
    """The rules of all tags as arrays by position; a rule that is off is NaN."""

    tags: tuple[str, ...]
    position: Mapping[str, int]
    factor: Floats
    offset: Floats
    low: Floats
    high: Floats
    spike: Floats
    flat_us: Floats
    gap_us: Floats
    late_us: Floats
    future_us: Floats
    policy: Mapping[Rule, npt.NDArray[np.int8]]


def plan_for(rules: Mapping[str, TagRules]) -> Plan:
    """The plan of some tags."""
    tags, each = tuple(rules), list(rules.values())

    def column(name: str, factor: float = 1.0) -> Floats:
        told = (getattr(one, name) for one in each)
        return np.array([np.nan if v is None else v * factor for v in told], np.float64)

    def policies(rule: Rule) -> npt.NDArray[np.int8]:
        told = [_POLICY_CODES[one.policies.get(rule, _USUAL[rule])] for one in each]
        return np.array(told, np.int8)

    return Plan(
        tags,
        {tag: place for place, tag in enumerate(tags)},
        factor=column("factor"),
        offset=column("offset"),
        low=column("low"),
        high=column("high"),
        spike=column("spike"),
        flat_us=column("flat_s", 1e6),
        gap_us=column("gap_s", 1e6),
        late_us=column("late_s", 1e6),
        future_us=column("future_s", 1e6),
        policy={rule: policies(rule) for rule in Rule},
    )


@dataclass(frozen=True, slots=True)
class State:
    """What preparation knows of each tag: newest time, last two values, since when it stands."""

    time: Ints
    value: Floats
    before: Floats
    since: Ints


def first_state(plan: Plan) -> State:
    """The state before the first sample."""
    count = len(plan.tags)
    never, none = np.full(count, _NEVER), np.full(count, np.nan)
    return State(never, none, none.copy(), never.copy())


@dataclass(frozen=True, slots=True)
class Prepared:
    """The samples to store, the repairs that were made, and the state to go on with."""

    samples: pa.Table
    repairs: pa.Table
    state: State


@dataclass(slots=True)
class _Work:
    """One batch under preparation, sorted by tag and time; ``place`` is the tag's in the plan."""

    plan: Plan
    place: Ints
    time: Ints
    original: Floats
    value: Floats
    received_quality: npt.NDArray[np.int8]
    quality: npt.NDArray[np.int8]
    arrival: Ints
    stored_time: Ints
    keep: Mask
    broken: list[tuple[Rule, Mask]]

    def breach(self, rule: Rule, hit: Mask, repaired: Floats | None = None) -> None:
        """Apply the tags' policies for a rule to the rows that break it."""
        if not hit.any():
            return
        policy = self.plan.policy[rule][self.place]
        self.keep[hit & (policy == 0)] = False
        repair = hit & (policy == 1)
        if repaired is not None:
            self.value[repair] = repaired[repair]
        doubt = hit & (policy != 0)
        self.quality[doubt] = np.maximum(self.quality[doubt], Quality.UNCERTAIN)
        self.broken.append((rule, hit))


def prepare(plan: Plan, state: State, batch: pa.Table) -> Prepared:
    """Prepare one batch. Tags outside the plan pass as they are."""
    known, work = _taken_apart(plan, batch)
    if not len(work.time):
        return Prepared(batch, REPAIRS.empty_table(), state)
    forward = _screened(work, state)
    gaps, after = _followed(work, state, forward)
    stored = [_stored(work), gaps]
    if not known.all():
        stored.append(batch.filter(pa.array(~known)).cast(SAMPLES))
    return Prepared(pa.concat_tables(stored), _repairs(work), after)


def _taken_apart(plan: Plan, batch: pa.Table) -> tuple[Mask, _Work]:
    tag = batch.select(["tag"]).unify_dictionaries().column("tag").combine_chunks()
    if not pa.types.is_dictionary(tag.type):
        tag = tag.dictionary_encode()
    places = np.array([plan.position.get(name, -1) for name in tag.dictionary.to_pylist()])
    place = places[tag.indices.to_numpy()] if len(tag) else np.empty(0, np.int64)
    known = place >= 0
    time = _whole(batch, "time")
    order = np.lexsort((time, place))
    order = order[known[order]]
    place = place[order]
    value = _whole(batch, "value")[order] * plan.factor[place] + plan.offset[place]
    quality = _whole(batch, "quality")[order]
    work = _Work(
        plan,
        place,
        time[order],
        value,
        value.copy(),
        quality,
        quality.copy(),
        _whole(batch, "arrival")[order],
        time[order].copy(),
        np.ones(len(order), bool),
        [],
    )
    return known, work


def _whole(batch: pa.Table, name: str) -> npt.NDArray[Any]:
    column = batch.column(name).combine_chunks()
    if pa.types.is_timestamp(column.type):
        column = column.cast(INSTANT).view(pa.int64())
    return np.asarray(column.to_numpy(zero_copy_only=False))


def _screened(work: _Work, state: State) -> Mask:
    """The rules that look at one row; the rows that go on in time are returned."""
    plan, place, newest = work.plan, work.place, state.time[work.place]
    finite = np.isfinite(work.value)
    # No figure in doubt is how a source says that it knows nothing: no fault of the sample's.
    faulty = ~finite & (work.quality != Quality.UNCERTAIN)
    work.breach(Rule.FINITE, faulty & (work.quality < Quality.BAD))
    work.quality[faulty] = Quality.BAD
    again = np.zeros(len(place), bool)
    again[1:] = (np.diff(place) == 0) & (np.diff(work.time) == 0)
    again[1:] &= work.value[1:] == work.value[:-1]
    again |= (work.time == newest) & (work.value == state.value[place])
    work.breach(Rule.DUPLICATE, again)
    with np.errstate(invalid="ignore"):
        late = work.time < newest - plan.late_us[place]
        work.breach(Rule.LATE, late & (newest != _NEVER))
        ahead = work.time > work.arrival + plan.future_us[place]
        work.breach(Rule.FUTURE, ahead)
        low, high = plan.low[place], plan.high[place]
        outside = (work.value < low) | (work.value > high)
        work.breach(Rule.RANGE, outside, np.fmax(np.fmin(work.value, high), low))
    moved = ahead & (plan.policy[Rule.FUTURE][place] == 1)
    work.stored_time[moved] = work.arrival[moved]
    return finite & ~again & ~ahead & (work.time > newest)


def _followed(work: _Work, state: State, forward: Mask) -> tuple[pa.Table, State]:
    """The rules that look at a row and those before it; late rows do not take part."""
    rows = np.flatnonzero(forward)
    if not len(rows):
        return SAMPLES.empty_table(), state
    place, time, value = work.place[rows], work.time[rows], work.original[rows]
    first = np.ones(len(rows), bool)
    first[1:] = place[1:] != place[:-1]
    previous = _shifted(value, first, state.value[place])
    second = np.zeros(len(rows), bool)
    second[1:] = first[:-1] & ~first[1:]
    older = _shifted(previous, first, state.before[place])
    older[second] = state.value[place[second]]
    earlier = _shifted(time, first, state.time[place])
    _check_spikes(work, rows, value, previous, older)
    since = _check_flat(work, rows, time, value != previous, first, state)
    gaps = _check_gaps(work, rows, time, earlier)
    ends = np.append(first[1:], True)
    after = replace(
        state,
        time=_set(state.time, place[ends], time[ends]),
        value=_set(state.value, place[ends], value[ends]),
        before=_set(state.before, place[ends], previous[ends]),
        since=_set(state.since, place[ends], since[ends]),
    )
    return gaps, after


def _shifted(values: npt.NDArray[Any], first: Mask, start: npt.NDArray[Any]) -> npt.NDArray[Any]:
    shifted = np.empty_like(values)
    shifted[1:] = values[:-1]
    shifted[first] = start[first]
    return shifted


def _set(values: npt.NDArray[Any], places: Ints, new: npt.NDArray[Any]) -> npt.NDArray[Any]:
    changed = values.copy()
    changed[places] = new
    return changed


def _check_spikes(work: _Work, rows: Ints, value: Floats, previous: Floats, older: Floats) -> None:
    """A spike leaves the median of three by more than the limit; a step does so only once."""
    limit = work.plan.spike[work.place[rows]]
    if np.isnan(limit).all():
        return
    median = np.maximum(np.minimum(value, previous), np.minimum(np.maximum(value, previous), older))
    with np.errstate(invalid="ignore"):
        hit = np.abs(value - median) > limit
    whole, repaired = np.zeros(len(work.time), bool), work.value.copy()
    whole[rows], repaired[rows] = hit, median
    work.breach(Rule.SPIKE, whole, repaired)


def _check_flat(
    work: _Work, rows: Ints, time: Ints, changed: Mask, first: Mask, state: State
) -> Ints:
    """Mark samples of a value that stands longer than allowed; returns since when each stands."""
    place = work.place[rows]
    starts = np.where(changed, time, np.where(first, state.since[place], _NEVER))
    held = np.flatnonzero(changed | first)
    last = np.zeros(len(rows), np.int64)
    last[held] = held
    since: Ints = starts[np.maximum.accumulate(last)]
    with np.errstate(invalid="ignore"):
        hit = (time - since) >= work.plan.flat_us[place]
    if hit.any():
        whole = np.zeros(len(work.time), bool)
        whole[rows] = hit
        work.breach(Rule.FLAT, whole)
    return since


def _check_gaps(work: _Work, rows: Ints, time: Ints, earlier: Ints) -> pa.Table:
    """A bad sample where each gap begins: stored for tags that repair gaps, else only told."""
    place = work.place[rows]
    limit = work.plan.gap_us[place]
    with np.errstate(invalid="ignore"):
        hit = (earlier != _NEVER) & ((time - earlier) > limit)
    if not hit.any():
        return SAMPLES.empty_table()
    whole = np.zeros(len(work.time), bool)
    whole[rows] = hit
    work.broken.append((Rule.GAP, whole))
    hit &= work.plan.policy[Rule.GAP][place] == 1
    begins = earlier[hit] + limit[hit].astype(np.int64)
    tags = pa.array([work.plan.tags[p] for p in place[hit].tolist()], pa.string())
    arrived = work.arrival[rows][hit]
    nothing = np.full(len(begins), np.nan)
    return samples(tags, begins, nothing, quality=Quality.BAD, arrival_us=arrived)


def _stored(work: _Work) -> pa.Table:
    keep = work.keep
    return samples(
        _tags(work.plan, work.place[keep]),
        work.stored_time[keep],
        work.value[keep],
        quality=work.quality[keep],
        arrival_us=work.arrival[keep],
    )


def _tags(plan: Plan, place: Ints) -> pa.DictionaryArray:
    used, index = np.unique(place, return_inverse=True)
    names = pa.array([plan.tags[each] for each in used.tolist()], pa.string())
    return pa.DictionaryArray.from_arrays(pa.array(index.astype(np.int32)), names)


def _repairs(work: _Work) -> pa.Table:
    """One record for each row and rule that it breaks."""
    told = [_told(work, rule, np.flatnonzero(hit)) for rule, hit in work.broken]
    return pa.concat_tables([REPAIRS.empty_table(), *told])


def _told(work: _Work, rule: Rule, rows: Ints) -> pa.Table:
    place = work.place[rows]
    stored = np.where(work.keep[rows], work.value[rows], np.nan)
    policy = work.plan.policy[rule][place]
    columns = [
        pa.repeat(pa.scalar(rule.value), len(rows)),
        pa.array([_POLICY_NAMES[code].value for code in policy.tolist()], pa.string()),
        pa.array([work.plan.tags[each] for each in place.tolist()], pa.string()),
        instants(work.time[rows]),
        pa.array(work.original[rows]),
        pa.array(work.received_quality[rows]),
        instants(work.stored_time[rows]),
        pa.array(stored),
    ]
    return pa.Table.from_arrays(columns, schema=REPAIRS)


def undone(repairs: pa.Table, arrival_us: int) -> pa.Table:
    """Samples that take repairs back: append them to the historian.

    What was stored instead is withdrawn, and the original stands again with its own quality.
    """
    original, stored = _whole(repairs, "original"), _whole(repairs, "stored")
    time, stored_time = _whole(repairs, "time"), _whole(repairs, "stored_time")
    other = (stored != original) | (stored_time != time)
    replaced = np.isfinite(stored) & other
    tags = repairs.column("tag").combine_chunks()
    gone = samples(
        tags.filter(pa.array(replaced)),
        stored_time[replaced],
        stored[replaced],
        quality=Quality.WITHDRAWN,
        arrival_us=arrival_us,
    )
    back = samples(
        tags, time, original, quality=_whole(repairs, "original_quality"), arrival_us=arrival_us
    )
    return pa.concat_tables([gone, back])
