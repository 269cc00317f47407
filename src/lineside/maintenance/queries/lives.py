"""The life left to assets of a fleet whose records were learnt from."""

from dataclasses import dataclass

from lineside.kernel.catalogue import query
from lineside.kernel.work import Work
from lineside.learning import queries as learned
from lineside.maintenance.errors import FleetUnknown

MODEL, FAILURES = "fleet_life", "fleet_failure"


@dataclass(frozen=True)
class AssetLife:
    """What is left to an asset after its newest row, in the unit of its age.

    ``life`` is the model's own answer, at most its cap; ``low``, ``middle`` and ``high`` are the
    10, 50 and 90 % points of the lives that came true of assets that looked alike.
    """

    asset: str
    age: float
    life: float
    low: float
    middle: float
    high: float
    probability: float


@query(permission="maintenance.read")
def predict_life(work: Work, *, fleet: str, file: str, horizon: float = 30.0) -> list[AssetLife]:
    """The remaining life of each asset in a stored table, the shortest first.

    The table has the columns that the fleet's model was learnt with, a row for each asset and age.
    ``probability`` is that of a failure within the horizon, in the unit of the age.
    """
    from lineside.maintenance import life_models

    model = learned.champion(work, name=MODEL, scope=fleet)
    if model is None:
        raise FleetUnknown(fleet=fleet)
    return life_models.predict(work, model, file, horizon)


@dataclass(frozen=True)
class FailureChance:
    """How probable an asset's failure is within the horizon after its newest row."""

    asset: str
    at_h: float
    probability: float
    horizon_h: float


@query(permission="maintenance.read")
def predict_failure(work: Work, *, fleet: str, file: str) -> list[FailureChance]:
    """The probability that each asset in a stored table fails soon, the most probable first.

    The table has the columns that the fleet's model was learnt with, some hours of each asset.
    """
    from lineside.maintenance import failure_models

    model = learned.champion(work, name=FAILURES, scope=fleet)
    if model is None:
        raise FleetUnknown(fleet=fleet)
    return failure_models.predict(work, model, file)
