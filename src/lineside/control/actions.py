"""What one may do: recommend a set-point, and write it within its validated limits."""

from lineside.control import store
from lineside.control.errors import (
    MachineRefused,
    NotTaken,
    StepTooLarge,
    WriteFailed,
    WriterMissing,
)
from lineside.control.events import SetpointWritten
from lineside.control.model import GIVEN_UP, UNSETTLED, Attempt, Limit, Write, check_rest
from lineside.control.queries import limit, present_value, signal_value
from lineside.guidance import actions as guidance
from lineside.guidance import queries as guided
from lineside.guidance.model import Effect, Evidence, State
from lineside.kernel.catalogue import Risk, action
from lineside.kernel.errors import Forbidden, Unavailable
from lineside.kernel.work import Work
from lineside.maintenance import queries as maintenance
from lineside.maintenance.model import Prediction
from lineside.telemetry import actions as telemetry
from lineside.telemetry.errors import WriteRefused, WriteUnconfirmed
from lineside.telemetry.model import Written, same_number
from lineside.telemetry.queries import setpoint

CODE = "control.write_setpoint"
EASE = 0.5
"""A worn machine is eased half of the way from its present value to the lower limit."""
SETTLED = {State.OPEN, State.DEFERRED}
SURELY_NOT_TAKEN = (MachineRefused, StepTooLarge, WriterMissing)


@action(permission="control.recommend", risk=Risk.SUPPORT, scope="equipment")
def recommend_setpoint(
    work: Work,
    *,
    equipment: str,
    parameter: str,
    value: float,
    reason: str,
    evidence: list[Evidence] | None = None,
    effect: Effect | None = None,
    situation: str = "",
) -> str:
    """Recommend another set-point within its limits; an approval writes it.

    Returns the recommendation's id. ``situation`` names what it answers.
    """
    bounds = limit(work, equipment, parameter)
    bounds.check(value)
    present = present_value(work, bounds)
    bounds.check_step(present, value)
    unit = bounds.equipment.rsplit("/", 1)[-1]
    shown = _words(parameter, bounds.unit)
    return guidance.recommend(
        work,
        code=CODE,
        title=f"{unit}: {shown} from {present:g} to {value:g} {bounds.unit}".strip(),
        equipment=bounds.equipment,
        facts={
            "parameter": parameter, "from": present, "to": value, "unit": bounds.unit,
            "low": bounds.low, "high": bounds.high, "reason": reason, "situation": situation,
        },
        evidence=evidence or [],
        effect=effect,
        action=CODE,
        call={
            "equipment": bounds.equipment, "parameter": parameter, "value": value,
            "reason": reason,
        },
    )  # fmt: skip


def _words(parameter: str, unit: str) -> str:
    """A parameter's name as people read it: without its unit, which follows the figures."""
    ending = "_" + unit.lower().replace("/", "_").removeprefix("deg")
    return parameter.removesuffix(ending).replace("setpoint", "set-point").replace("_", " ")


@action(permission="control.write", risk=Risk.EXECUTE, scope="equipment")
def write_setpoint(
    work: Work,
    *,
    equipment: str,
    parameter: str,
    value: float,
    reason: str,
    recommendation: str = "",
) -> Write:
    """Write a set-point to a machine: within validated limits, in small steps, not too often.

    The value goes over the machine's own connection, secured as that is, and is read back. What the
    machine does not hold afterwards is refused; the trail keeps the attempt, and nothing counts as
    done.
    """
    bounds = limit(work, equipment, parameter)
    bounds.check(value)
    work.lock(f"control/{bounds.equipment}/{parameter}")
    check_rest(store.last_at(work, bounds.equipment, parameter), work.at, parameter)
    attempt = Attempt(
        bounds.equipment, parameter, value, bounds.unit, reason, work.actor.id, recommendation,
        work.at,
    )  # fmt: skip
    store.begin(work, attempt)
    try:
        done = _send(work, bounds, value)
    except SURELY_NOT_TAKEN:
        store.give_up(work, attempt)
        raise
    if not same_number(done.after, value):
        store.give_up(work, attempt)
        raise NotTaken(
            equipment=bounds.equipment, parameter=parameter, before=done.before, value=value,
            read_back=done.after,
        )  # fmt: skip
    return _record(work, attempt, done, "read back")


def _record(work: Work, attempt: Attempt, done: Written, answer: str) -> Write:
    """The machine holds the value: a line of the record, and news."""
    facts = {name: value for name, value in vars(attempt).items() if name != "at"}
    write = Write(
        id=work.new_id(),
        previous=done.before,
        at=work.at,
        acknowledged=True,
        answer=answer,
        read_back=done.after,
        **facts,
    )
    store.add(work, write)
    store.end(work, attempt)
    work.tell(
        SetpointWritten(write.id, write.equipment, write.parameter, write.previous, write.value,
                        write.unit, write.by, write.acknowledged)
    )  # fmt: skip
    return write


@action(permission="control.write", risk=Risk.SUPPORT)
def settle_writes(work: Work) -> list[str]:
    """Find out what became of values that were sent and never recorded; returns what was taken.

    A process may end, or the database be away, between the machine's answer and the record. Where
    the machine's own signal tells the value that was sent, it was taken; where it told another
    since then, or tells the old one still after ten minutes, it was not; where it tells nothing,
    the question stays open.
    """
    taken = []
    for attempt in store.unsettled(work, work.at - UNSETTLED):
        told = signal_value(work, limit(work, attempt.equipment, attempt.parameter))
        if told is None:
            continue
        value, since = told
        if same_number(value, attempt.value):
            taken.append(_record(work, attempt, Written(None, value), "found by its signal").id)
        elif since > attempt.at or work.at > attempt.at + GIVEN_UP:
            store.end(work, attempt)
    return taken


def _send(work: Work, bounds: Limit, value: float) -> Written:
    """Write and read back; the step is judged by what the machine holds at that moment."""
    facts = {"equipment": bounds.equipment, "parameter": bounds.parameter}
    tag = setpoint(work, bounds.equipment, bounds.parameter)
    if tag is None:
        raise WriterMissing(**facts)
    usual = present_value(work, bounds)

    def allowed(before: float | None) -> None:
        bounds.check_step(usual if before is None else before, value)

    try:
        return telemetry.set_value(work, tag=tag, value=value, unit=bounds.unit, allowed=allowed)
    except WriteUnconfirmed:
        raise
    except WriteRefused as refusal:
        raise MachineRefused(value=value, problem=refusal.line(), **facts) from refusal
    except (Unavailable, Forbidden) as refusal:
        raise WriteFailed(problem=refusal.line(), **facts) from refusal


@action(permission="control.recommend", risk=Risk.SUPPORT)
def ease_worn_machines(work: Work) -> list[str]:
    """For machines whose condition is wearing recommend a gentler feed, once per situation.

    A situation is one predicted failure; after it was decided on it is not proposed again.
    """
    return [told for each in maintenance.predictions(work) if (told := _ease(work, each))]


def _ease(work: Work, prediction: Prediction) -> str:
    equipment = prediction.equipment
    earlier = guided.latest(work, code=CODE, equipment=equipment)
    if earlier is not None and (
        earlier.state in SETTLED or earlier.facts.get("situation") == prediction.id
    ):
        return ""
    bounds = _feed(work, equipment)
    asset = next((a for a in maintenance.assets(work) if a.equipment == equipment), None)
    if bounds is None or asset is None or asset.level != "wearing":
        return ""
    present = present_value(work, bounds)
    value = round(present - EASE * (present - bounds.low), 2)
    if not bounds.low <= value < present:
        return ""
    return recommend_setpoint(
        work,
        equipment=equipment,
        parameter=bounds.parameter,
        value=value,
        reason=f"{prediction.component.replace('_', ' ')} is wearing: less load until the repair",
        evidence=[_evidence(asset, prediction)],
        effect=_effect(present, value),
        situation=prediction.id,
    )


def _feed(work: Work, equipment: str) -> Limit | None:
    """The feed of a machine that cuts, where its limits were validated."""
    from lineside.control.queries import limits

    found = limits(work, equipment=equipment)
    return next((each for each in found if "feed" in each.parameter), None)


def _evidence(asset: maintenance.AssetView, prediction: Prediction) -> Evidence:
    return Evidence(
        kind="prediction",
        title=f"{asset.name} {prediction.component.replace('_', ' ')} is wearing",
        ref=f"maintenance.prediction/{prediction.id}",
        figures={
            "index": round(asset.index, 2), "alarm_index": round(asset.alarm_index, 2),
            "probability": round(prediction.probability, 3), "life_h": round(prediction.life_h, 1),
        },
    )  # fmt: skip


def _effect(present: float, value: float) -> Effect:
    """Less feed is less force: empirical models raise the feed to a power of 0.4 to 0.9."""
    ratio = value / present
    powers = (0.4, 0.65, 0.9)
    low, mid, high = (round(100 * (1 - ratio**power), 1) for power in powers)
    return Effect(measure="less cutting force", unit="%", expected=mid, low=low, high=high)
