"""Versions of models: candidate, shadow, champion, retired; and what came of their predictions."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from lineside.learning.errors import ReportMissing, WorseThanBaseline
from lineside.learning.events import ModelPromoted, ModelRegistered


class ModelState(StrEnum):
    CANDIDATE = "candidate"
    SHADOW = "shadow"
    CHAMPION = "champion"
    RETIRED = "retired"


@dataclass(frozen=True)
class Figure:
    """One figure of a report: the model's, the baseline's, and which direction is better."""

    name: str
    model: float
    baseline: float
    higher_is_better: bool = True

    @property
    def beats_baseline(self) -> bool:
        better = self.model > self.baseline if self.higher_is_better else self.model < self.baseline
        return better or self.model == self.baseline


@dataclass(frozen=True)
class TableColumn:
    """One column: ``number`` with its range, or ``text``; ``missing`` counts rows without value."""

    name: str
    kind: str
    missing: int
    distinct: int
    low: float | None
    high: float | None


@dataclass
class ModelVersion:
    """One version of a model for one scope (an equipment, a product, or the plant).

    ``file`` is the hash of its content-addressed file; ``data_hash`` tells on which data it was
    fitted. The first of the ``figures`` decides whether it may be promoted.
    """

    id: str
    name: str
    scope: str
    version: int
    kind: str
    file: str
    data_hash: str
    trained_at: datetime
    by: str
    figures: list[Figure] = field(default_factory=list)
    notes: dict[str, str | float | int] = field(default_factory=dict)
    state: ModelState = ModelState.CANDIDATE
    promoted_by: str = ""
    promoted_at: datetime | None = None

    def announce(self) -> ModelRegistered:
        return ModelRegistered(self.id, self.name, self.scope, self.version)

    def promote(self, by: str, at: datetime, replaced: str) -> ModelPromoted:
        """Become the champion; refused without a report or when the baseline is better."""
        if not self.figures:
            raise ReportMissing(model=self.id)
        first = self.figures[0]
        if not first.beats_baseline:
            raise WorseThanBaseline(
                model=self.id, figure=first.name, value=first.model, baseline=first.baseline
            )
        self.state = ModelState.CHAMPION
        self.promoted_by, self.promoted_at = by, at
        return ModelPromoted(self.id, self.name, self.scope, self.version, replaced)


class DriftState(StrEnum):
    """The usual reading of the stability index: below 0.1 stable, to 0.25 watch, above moved."""

    STABLE = "stable"
    WATCH = "watch"
    MOVED = "moved"


@dataclass(frozen=True)
class InputDrift:
    """The population stability index of one input."""

    name: str
    index: float
    state: DriftState


@dataclass(frozen=True)
class ModelDrift:
    """A champion's inputs at one look beside those at fitting, the most moved first.

    ``index`` and ``state`` are those of the most moved input; ``by_chance`` is the index that
    samples of this size reach by chance once in a thousand looks: what is below it is stable.
    ``changes`` are the times at which that input's mean changed within the recent ``rows``.
    """

    model: str
    at: datetime
    state: DriftState
    index: float
    by_chance: float
    rows: int
    inputs: list[InputDrift]
    changes: list[datetime]
