"""Has the world left a champion's data? Its inputs now beside those at fitting."""

from typing import Any

import numpy as np
from sqlalchemy import insert

from lineside.andon import actions as andon
from lineside.andon import queries as alerted
from lineside.andon.model import Severity
from lineside.kernel.errors import Refusal
from lineside.kernel.parking import park
from lineside.kernel.work import Work
from lineside.learning import store
from lineside.learning.drift import MOVED, WATCH, Drift, change_points, population_stability
from lineside.learning.errors import InputsUnknown, RowsTooFew
from lineside.learning.events import DriftFound
from lineside.learning.model import DriftState, InputDrift, ModelDrift, ModelVersion
from lineside.learning.ports import Inputs, reader_of
from lineside.learning.queries import champions

LEAST_ROWS, ROWS_PER_BIN, BINS = 40, 20, (3, 10)
# Chance alone shall move no input of a model more often than once in so many looks.
LOOKS = 1000
SHORTEST_CHANGE = 20
ALERT = "drift"


def check(work: Work, model: ModelVersion) -> ModelDrift:
    """Compare, remember, and raise an alert when the inputs have moved or close it when not."""
    read = reader_of(model.name)
    if read is None:
        raise InputsUnknown(model=model.id, name=model.name)
    inputs = read(work, model)
    rows = 0 if inputs is None else min(len(inputs.reference), len(inputs.recent))
    if inputs is None or rows < LEAST_ROWS:
        raise RowsTooFew(model=model.id, rows=rows, at_least=LEAST_ROWS)
    bins = int(np.clip(rows // ROWS_PER_BIN, *BINS))
    drift = population_stability(inputs.reference, inputs.recent, bins)
    found = _told(work, model, inputs, drift, bins)
    work.db.execute(insert(store.drifts).values(store.drift_facts(found)))
    _alert(work, model, found)
    return found


def check_all(work: Work) -> list[ModelDrift]:
    """Every champion whose inputs can be read and are enough; what is damaged is parked."""
    found = []
    for model in champions(work):
        if reader_of(model.name) is None:
            continue
        try:
            found.append(check(work, model))
        except RowsTooFew:
            continue
        except Refusal as refusal:
            park(work, source="drift", what=f"{model.name} {model.scope}", refusal=refusal)
    return found


def _told(work: Work, model: ModelVersion, inputs: Inputs, drift: Drift, bins: int) -> ModelDrift:
    chance = _by_chance(len(inputs.reference), len(inputs.recent), bins, len(inputs.names))
    order = np.argsort(-drift.index)
    rows = [
        InputDrift(inputs.names[n], round(float(drift.index[n]), 4), _state(drift.index[n], chance))
        for n in order
    ]
    return ModelDrift(
        model=model.id,
        at=work.at,
        state=rows[0].state,
        index=rows[0].index,
        by_chance=round(chance, 4),
        rows=len(inputs.recent),
        inputs=rows,
        changes=[inputs.times[n] for n in _changes(inputs.recent[:, int(order[0])])],
    )


def _by_chance(before: int, after: int, bins: int, inputs: int) -> float:
    """What the largest index of so many inputs exceeds by chance once in a thousand looks.

    Between samples of one population the index over (1/n + 1/m) is about chi-squared with bins - 1
    degrees of freedom (Yurdakul and Naranjo, 2020).
    """
    from scipy.stats import chi2

    limit = chi2.ppf(1 - 1 / (LOOKS * inputs), bins - 1)
    return float(limit) * (1 / before + 1 / after)


def _state(index: float, chance: float) -> DriftState:
    if index < max(WATCH, chance):
        return DriftState.STABLE
    return DriftState.MOVED if index >= MOVED else DriftState.WATCH


def _changes(series: Any) -> list[int]:
    if len(series) < 2 * SHORTEST_CHANGE:
        return []
    return [int(each) for each in change_points(series, shortest=SHORTEST_CHANGE)]


def _alert(work: Work, model: ModelVersion, found: ModelDrift) -> None:
    """A machine with an open alert of its own has moved itself: its models are right to see it."""
    kind, place = f"{ALERT}.{model.name}", model.scope if "/" in model.scope else ""
    if found.state is not DriftState.MOVED:
        andon.close_kind(work, kind=kind, equipment=place)
        return
    moved = tuple(each.name for each in found.inputs if each.state is DriftState.MOVED)
    work.tell(DriftFound(model.id, model.name, model.scope, found.index, moved))
    others = alerted.alerts(work, equipment=place) if place else []
    if any(not each.kind.startswith(ALERT) for each in others):
        return
    andon.raise_alert(
        work,
        kind=kind,
        severity=Severity.INFO,
        title=f"Model {model.name.replace('_', ' ')} sees other data than it was fitted on",
        equipment=place,
        facts={"index": found.index, "by_chance": found.by_chance, "inputs": list(moved[:5])},
        link="/models",
    )
