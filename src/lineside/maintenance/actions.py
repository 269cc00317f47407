"""What one may do: assess conditions, propose, plan, start and close work orders."""

from dataclasses import dataclass
from datetime import datetime

from lineside.guidance import actions as guidance_actions
from lineside.guidance.model import Truth
from lineside.inventory import actions as inventory_actions
from lineside.kernel.catalogue import Risk, action
from lineside.kernel.work import Work
from lineside.learning import actions as learning_actions
from lineside.maintenance import store
from lineside.maintenance.events import EvidenceNoted
from lineside.maintenance.model import OrderState, WorkOrder
from lineside.maintenance.queries import component_of, watched
from lineside.plant import queries as plant


@dataclass(frozen=True)
class Assessed:
    """What an assessment found."""

    equipment: str
    component: str
    level: str
    index: float
    new_waves: int
    prediction: str


@dataclass(frozen=True)
class PastOrder:
    """A work order of the past, for the bulk import."""

    id: str
    equipment: str
    component: str
    task: str
    kind: str
    start: datetime
    end: datetime
    technician: str
    part: str
    found: str
    note: str
    truth: str
    downtime_minutes: float


@action(permission="maintenance.assess", risk=Risk.SUPPORT, scope="equipment")
def assess(work: Work, *, equipment: str) -> Assessed:
    """Judge the condition of an equipment's watched component from its newest wave-forms."""
    from lineside.maintenance.assessing import assess_component

    return Assessed(*assess_component(work, component_of(work, equipment)))


@action(permission="maintenance.assess", risk=Risk.SUPPORT)
def assess_all(work: Work) -> list[Assessed]:
    """Judge every watched component that has new wave-forms."""
    from lineside.maintenance.assessing import assess_component

    return [Assessed(*assess_component(work, component_of(work, each))) for each in watched(work)]


@action(permission="maintenance.assess", risk=Risk.SUPPORT, scope="equipment")
def learn_behaviour(work: Work, *, equipment: str) -> str:
    """Learn a machine's usual behaviour anew from its past; returns the model's id.

    Its analogue signals of the last five weeks while it ran, but for the newest week, which tries
    the model: it goes into service where it tells drawn shifts better than a limit on each signal
    would. Refuses with ``PastShort`` below some forty hours of running.
    """
    from lineside.maintenance.behaviour import learn

    return learn(work, plant.equipment(work, equipment=equipment).id)


@action(permission="maintenance.assess", risk=Risk.SUPPORT)
def watch_behaviour(work: Work, *, until: datetime | None = None) -> int:
    """Score what every machine did since the last look, up to now, against its usual behaviour.

    An alert is raised when a machine stays above its limit for half an hour of running, and closed
    when it has been below for as long. Nothing is recommended. Returns how many are unusual now.
    """
    from lineside.maintenance.behaviour import watch

    return watch(work, min(until or work.at, work.at))


@action(permission="learning.train", risk=Risk.SUPPORT)
def fit_life_model(
    work: Work,
    *,
    fleet: str,
    file: str,
    asset: str,
    age: str,
    signals: list[str] | None = None,
    settings: list[str] | None = None,
    failed: str = "",
    cap: float | None = None,
    horizon: float = 30.0,
) -> str:
    """Learn the remaining life of a kind of asset from records that ran to failure.

    ``file`` is a table stored by ``learning.store_table``, a row for each asset and age (cycles,
    hours, ...); ``settings`` are the columns of the operating condition, ``signals`` those of the
    sensors (all others if none is named), ``failed`` one that is 1 where an asset failed: assets
    that did not are left out. Lives are capped at ``cap``, by default six tenths of the median.

    The model is tried on a fifth of the assets, kept out, against the fleet's mean life. The first
    that beats it goes into service; a later one waits to be promoted. Returns the model's id.
    Refuses missing values, unknown columns, fewer than eight assets and none that failed.
    """
    from lineside.maintenance.life_models import fit

    return fit(work, fleet, file, asset, age, signals or [], settings or [], failed, cap, horizon)


@action(permission="learning.train", risk=Risk.SUPPORT)
def fit_failure_model(
    work: Work,
    *,
    fleet: str,
    file: str,
    asset: str,
    time_h: str,
    failed: str,
    signals: list[str] | None = None,
    events: list[str] | None = None,
    horizon_h: float = 24.0,
) -> str:
    """Learn how probable a failure within some hours is, from telemetry with events.

    ``file`` is a table stored by ``learning.store_table``, a row for each asset and time;
    ``time_h`` its column of hours, ``failed`` the one that is 1 where the asset failed, ``events``
    those that are 1 where something happened (an error, a service), ``signals`` the telemetry (all
    others if none is named).

    Fitted on the first 55 % of the time, made a probability on the next 15 %, tried on the last
    30 %, against the share of rows that precede a failure. The first that beats it goes into
    service. Returns the model's id. Refuses missing values, unknown columns, and parts of the time
    without failures.
    """
    from lineside.maintenance.failure_models import fit

    return fit(work, fleet, file, asset, time_h, failed, signals or [], events or [], horizon_h)


@action(permission="maintenance.note", risk=Risk.SUPPORT, scope="equipment")
def note_evidence(
    work: Work,
    *,
    equipment: str,
    kind: str,
    ref: str,
    title: str,
    figures: dict[str, float | int | str] | None = None,
) -> bool:
    """Lay another room's finding (a correlation, an alarm) beside an equipment's condition."""
    new = store.note_evidence(
        work, equipment=equipment, kind=kind, ref=ref, title=title, figures=figures or {}
    )
    if new:
        work.tell(EvidenceNoted(equipment, kind, ref))
    return new


@action(permission="maintenance.propose", risk=Risk.INITIATE)
def propose_work_order(work: Work, *, prediction: str) -> str:
    """Recommend the work order that averts a predicted failure, with its evidence.

    Returns the recommendation's id, empty while it is too early. Its approval plans the work order.
    """
    from lineside.maintenance.proposing import propose

    return propose(work, store.load_prediction(work, prediction))


@action(permission="maintenance.plan", risk=Risk.EXECUTE, scope="equipment")
def plan_work_order(
    work: Work,
    *,
    equipment: str,
    component: str,
    task: str,
    start: datetime,
    end: datetime,
    technician: str,
    part: str = "",
    quantity: int = 1,
    kind: str = "predictive",
    prediction: str = "",
    recommendation: str = "",
) -> str:
    """Plan a work order: take the window, book the technician and reserve the part."""
    node = plant.equipment(work, equipment=equipment)
    order = WorkOrder(
        id=f"WO-{work.next_number('maintenance.work_order'):06d}",
        equipment=node.id,
        component=component,
        task=task,
        kind=kind,
        start=start,
        end=end,
        technician=technician,
        part=part,
        quantity=quantity if part else 0,
        prediction=prediction,
        recommendation=recommendation,
    )
    planned = order.plan(work.at)
    if part:
        inventory_actions.reserve_part(work, part=part, quantity=quantity, work_order=order.id)
    store.save_order(work, order)
    work.tell(planned)
    return order.id


@action(permission="maintenance.work", risk=Risk.INITIATE, everyday=True)
def start_work_order(work: Work, *, work_order: str) -> None:
    """Begin the work: the part leaves the store."""
    order = store.load_order(work, work_order)
    work.tell(order.begin(work.at))
    if order.part:
        inventory_actions.issue_part(
            work, part=order.part, quantity=order.quantity, work_order=order.id
        )
    store.save_order(work, order)


@action(permission="maintenance.work", risk=Risk.INITIATE, everyday=True)
def close_work_order(
    work: Work,
    *,
    work_order: str,
    truth: Truth,
    found: str,
    note: str = "",
    downtime_minutes: float | None = None,
    recommendation: str = "",
) -> None:
    """Finish the work and say whether the prediction was confirmed or false, and what was found.

    The finding becomes the recommendation's outcome and the model's feedback, and a case that
    later repairs can learn from.
    """
    order = store.load_order(work, work_order)
    order.recommendation = order.recommendation or recommendation
    began = order.started_at or work.at
    minutes = (
        (work.at - began).total_seconds() / 60 if downtime_minutes is None else downtime_minutes
    )
    closed = order.close(work.at, truth, found, note, minutes)
    store.save_order(work, order)
    work.tell(closed)
    if order.prediction:
        _conclude_prediction(work, order, truth)
    if order.recommendation:
        guidance_actions.record_outcome(
            work,
            recommendation=order.recommendation,
            truth=truth,
            note=found,
            facts={"work_order": order.id, "downtime_minutes": minutes},
        )


def _conclude_prediction(work: Work, order: WorkOrder, truth: Truth) -> None:
    """The outcome teaches: the track record changes, and a new part starts a new trend."""
    prediction = store.load_prediction(work, order.prediction)
    prediction.state, prediction.truth = "concluded", truth
    store.save_prediction(work, prediction)
    if prediction.model:
        learning_actions.record_feedback(
            work, model=prediction.model, prediction=prediction.id, truth=truth
        )
    if truth is Truth.CONFIRMED:
        from lineside.maintenance.assessing import start_afresh

        start_afresh(work, order.equipment, order.component)


@action(permission="maintenance.plan", risk=Risk.INITIATE)
def cancel_work_order(work: Work, *, work_order: str, reason: str) -> None:
    """Cancel a planned work order; its part is free again. Refused once the work began."""
    order = store.load_order(work, work_order)
    order.cancel(reason)
    if order.part:
        inventory_actions.release_reservation(work, part=order.part, work_order=order.id)
    store.save_order(work, order)


@action(permission="maintenance.import", risk=Risk.INITIATE)
def import_work_orders(work: Work, *, orders: list[PastOrder]) -> int:
    """Load closed work orders of the past; those that exist already are left alone.

    A row that cannot have been is refused by its id, and nothing of the list is kept.
    """
    made = [
        WorkOrder(
            id=each.id,
            equipment=each.equipment,
            component=each.component,
            task=each.task,
            kind=each.kind,
            start=each.start,
            end=each.end,
            technician=each.technician,
            part=each.part,
            quantity=1 if each.part else 0,
            state=OrderState.CLOSED,
            created_at=each.start,
            started_at=each.start,
            closed_at=each.end,
            truth=each.truth,
            found=each.found,
            note=each.note,
            downtime_minutes=each.downtime_minutes,
        )
        for each in orders
    ]
    for order in made:
        order.check_past()
    store.add_orders(work, made)
    return len(made)
