"""Life models in the registry: fitted from a stored table, and asked for a table of today."""

from functools import lru_cache

from lineside.kernel.files import Files
from lineside.kernel.work import Work
from lineside.learning import actions as learning
from lineside.learning import queries as learned
from lineside.learning.model import Figure, ModelVersion
from lineside.learning.tables import read_table
from lineside.maintenance import lives
from lineside.maintenance.apart import apart
from lineside.maintenance.errors import HistoryInvalid
from lineside.maintenance.lives import LifeFile, LifeReport
from lineside.maintenance.queries.lives import MODEL, AssetLife


def fit(
    work: Work,
    fleet: str,
    file: str,
    asset: str,
    age: str,
    signals: list[str],
    settings: list[str],
    failed: str,
    cap: float | None,
    horizon: float,
) -> str:
    """Fit, try on assets kept out, register; the first that beats the mean life is promoted."""
    if not fleet.strip():
        raise HistoryInvalid(problem="the fleet has no name")
    table = work.files.get(file)
    content, report = apart(
        table, lives.fit_file, table, asset, age, signals, settings, failed, cap, horizon
    )
    model = learning.register_model(
        work,
        name=MODEL,
        scope=fleet.strip(),
        kind="fleet_life",
        file=work.files.put(content),
        data_hash=file,
        figures=_figures(report),
        notes=_notes(report, age),
    )
    if (
        report.error < report.mean_life_error
        and learned.champion(work, name=MODEL, scope=fleet.strip()) is None
    ):
        learning.promote_model(work, model=model)
    return model


def _figures(report: LifeReport) -> list[Figure]:
    return [
        Figure("rmse_life", round(report.error, 3), round(report.mean_life_error, 3), False),
        Figure(
            "brier_within_horizon", round(report.brier, 4), round(report.base_rate_brier, 4), False
        ),
    ]


def _notes(report: LifeReport, age: str) -> dict[str, str | float | int]:
    return {
        "assets": report.assets,
        "held_out_assets": report.held_assets,
        "cap": round(report.cap, 2),
        "horizon": report.horizon,
        "share_within_80_percent_interval": round(report.coverage, 3),
        "age": age,
        "baseline": "mean life left to the assets that reached the age",
    }


@lru_cache(maxsize=32)
def _loaded(files: Files, digest: str) -> LifeFile:
    return lives.unpack(digest, files.get(digest))


def predict(work: Work, model: ModelVersion, file: str, horizon: float) -> list[AssetLife]:
    """The life left to each asset of a stored table, the shortest first."""
    table = read_table(work.files.get(file))
    found, ages = lives.predict_life(_loaded(work.files, model.file), table, horizon)
    rows = [
        AssetLife(
            str(found.asset[n]),
            float(ages[n]),
            round(float(found.predicted[n]), 2),
            round(float(found.quantiles[n, 0]), 2),
            round(float(found.quantiles[n, 1]), 2),
            round(float(found.quantiles[n, 2]), 2),
            round(float(found.probability_within_horizon[n]), 4),
        )
        for n in range(len(found.asset))
    ]
    return sorted(rows, key=lambda row: row.life)
