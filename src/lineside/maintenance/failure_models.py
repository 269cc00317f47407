"""Failure models in the registry: fitted from a stored table, and asked for a table of today."""

from functools import lru_cache

from lineside.kernel.files import Files
from lineside.kernel.work import Work
from lineside.learning import actions as learning
from lineside.learning import queries as learned
from lineside.learning.model import Figure, ModelVersion
from lineside.learning.tables import read_table
from lineside.maintenance import failures
from lineside.maintenance.apart import apart
from lineside.maintenance.errors import HistoryInvalid
from lineside.maintenance.failures import FailureFile, FailureReport
from lineside.maintenance.queries.lives import FAILURES, FailureChance


def fit(
    work: Work,
    fleet: str,
    file: str,
    asset: str,
    time_h: str,
    failed: str,
    signals: list[str],
    events: list[str],
    horizon_h: float,
) -> str:
    """Fit, try on the later time, register; the first that beats the base rate is promoted."""
    if not fleet.strip():
        raise HistoryInvalid(problem="the fleet has no name")
    table = work.files.get(file)
    content, report = apart(
        table, failures.fit_file, table, asset, time_h, failed, signals, events, horizon_h
    )
    model = learning.register_model(
        work,
        name=FAILURES,
        scope=fleet.strip(),
        kind="failure_probability",
        file=work.files.put(content),
        data_hash=file,
        figures=_figures(report),
        notes={
            "rows": report.rows,
            "rows_tried": report.tried_rows,
            "failures": report.failures,
            "horizon_h": horizon_h,
            "calibration_error": round(report.calibration_error, 4),
            "baseline": "share of rows before a failure",
        },
    )
    first = learned.champion(work, name=FAILURES, scope=fleet.strip()) is None
    if first and report.average_precision > report.base_rate:
        learning.promote_model(work, model=model)
    return model


def _figures(report: FailureReport) -> list[Figure]:
    return [
        Figure("average_precision", round(report.average_precision, 4), round(report.base_rate, 4)),
        Figure("brier_failure", round(report.brier, 4), round(report.base_rate_brier, 4), False),
    ]


@lru_cache(maxsize=32)
def _loaded(files: Files, digest: str) -> FailureFile:
    return failures.unpack(digest, files.get(digest))


def predict(work: Work, model: ModelVersion, file: str) -> list[FailureChance]:
    """The probability of a failure of each asset of a stored table, the most probable first."""
    found = _loaded(work.files, model.file)
    horizon_h = found.columns.horizon_h
    rows = [
        FailureChance(asset, at_h, round(chance, 4), horizon_h)
        for asset, at_h, chance in failures.predict_failures(
            found, read_table(work.files.get(file))
        )
    ]
    return sorted(rows, key=lambda row: -row.probability)
