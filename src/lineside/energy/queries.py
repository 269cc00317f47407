"""What one may ask about energy."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from lineside.energy import store
from lineside.energy.errors import StepInvalid
from lineside.energy.foresight import LoadForecast, PeakLoad
from lineside.energy.model import Run, share
from lineside.kernel.catalogue import metric, query
from lineside.kernel.intervals import Interval
from lineside.kernel.work import Work
from lineside.plant import queries as plant
from lineside.telemetry import queries as telemetry
from lineside.tracing import queries as tracing

MOST_STEPS = 10_000
IDLE_STATES = ("idle", "blocked", "starved")


@dataclass(frozen=True)
class UnitEnergy:
    """One machine's energy; ``covered_s`` of the window are covered by readings."""

    equipment: str
    kwh: float
    covered_s: float


@dataclass(frozen=True)
class Energy:
    """Energy of a unit, or of everything below a node, with the machines it is the sum of.

    ``value`` is none where no meter said anything: no data is not zero.
    """

    value: float | None
    unit: str
    equipment: str
    start: datetime
    end: datetime
    units: list[UnitEnergy]


@dataclass(frozen=True)
class PartEnergy:
    """Energy per good part. Scrap is not divided by: what it took is borne by the good ones."""

    value: float | None
    unit: str
    equipment: str
    start: datetime
    end: datetime
    kwh: float
    good: float
    scrap: float


@dataclass(frozen=True)
class LoadPoint:
    """Energy and mean power of one step of a load curve."""

    start: datetime
    kwh: float
    mean_kw: float


@dataclass(frozen=True)
class RunEnergy:
    """Energy of one run of a lot on a machine, shared by pieces with lots that ran beside it."""

    equipment: str
    lot: str
    operation: str
    start: datetime
    end: datetime
    pieces: float
    kwh: float


@dataclass(frozen=True)
class OrderEnergy:
    """Energy of an order with the runs that it is the sum of."""

    order: str
    kwh: float
    runs: list[RunEnergy]


@dataclass(frozen=True)
class IdleDraw:
    """What a machine drew while it stood ready without work."""

    equipment: str
    idle_hours: float
    idle_kwh: float
    mean_kw: float
    total_kwh: float


@query(permission="energy.read", scope="equipment")
def kwh(
    work: Work, *, equipment: str = "", start: datetime | None = None, end: datetime | None = None
) -> Energy:
    """Energy of a unit, or of everything below a node, in a stretch of time (the shift now)."""
    window = _window(work, start, end)
    names = [unit.id for unit in plant.units_under(work, equipment)]
    found = store.consumption(work, names, [window])
    units = [UnitEnergy(name, *found[name, 0]) for name in names if (name, 0) in found]
    total = sum(unit.kwh for unit in units) if units else None
    return Energy(total, "kWh", equipment, window.start, window.end, units)


@metric(
    permission="energy.read",
    scope="equipment",
    unit="kWh",
    definition="Energy by the machines' meters; between two readings it spreads evenly.",
    dimensions=("equipment", "time"),
    synonyms=("energy", "energy use", "consumption", "power use", "Energie", "Energieverbrauch",
              "Stromverbrauch"),
)  # fmt: skip
def energy_kwh(
    work: Work, *, equipment: str = "", start: datetime | None = None, end: datetime | None = None
) -> Energy:
    """Energy of a unit, or of everything below a node."""
    return kwh(work, equipment=equipment, start=start, end=end)


@metric(
    permission="energy.read",
    scope="equipment",
    unit="kWh/pcs",
    definition="Energy by the machines' meters over good pieces made on them.",
    dimensions=("equipment", "time"),
    synonyms=("energy per part", "energy per piece", "specific energy", "Energie je Teil",
              "Energie pro Stück", "spezifischer Energieverbrauch"),
)  # fmt: skip
def per_part(
    work: Work, *, equipment: str = "", start: datetime | None = None, end: datetime | None = None
) -> PartEnergy:
    """Energy per good part of a unit, or of everything below a node."""
    energy = kwh(work, equipment=equipment, start=start, end=end)
    rows = [
        row
        for unit in plant.units_under(work, equipment)
        for row in tracing.lots_processed_on(
            work, equipment=unit.id, start=energy.start, end=energy.end, limit=100_000
        )
        if row.end < energy.end
    ]
    good = float(sum(row.good for row in rows))
    used = energy.value or 0.0
    return PartEnergy(
        value=used / good if good and energy.value is not None else None,
        unit="kWh/pcs",
        equipment=equipment,
        start=energy.start,
        end=energy.end,
        kwh=used,
        good=good,
        scrap=float(sum(row.scrap for row in rows)),
    )


@query(permission="energy.read", scope="equipment")
def load_curve(
    work: Work, *, equipment: str = "", start: datetime, end: datetime, step_s: float = 3600
) -> list[LoadPoint]:
    """Energy and mean power by steps of time; steps that no meter covers are left out."""
    windows = _steps(start, end, step_s)
    names = [unit.id for unit in plant.units_under(work, equipment)]
    found = store.consumption(work, names, windows)
    sums: dict[int, float] = {}
    for (_, place), (used, _) in found.items():
        sums[place] = sums.get(place, 0.0) + used
    return [
        LoadPoint(windows[place].start, used, used / (windows[place].seconds / 3600))
        for place, used in sorted(sums.items())
    ]


@query(permission="energy.read", scope="equipment")
def load_forecast(work: Work, *, equipment: str = "") -> LoadForecast:
    """The load of today and tomorrow by hour, with intervals, tomorrow's peak, and a back-test.

    The load is that of all meters of the unit, or below the node, in whole days of the plant's
    zone until yesterday; it beside "the same time last week" tells what the forecast is worth.
    Refuses ``energy.HistoryShort`` below two weeks of days in a row in which no meter was silent.
    """
    from lineside.energy import ahead

    names = [unit.id for unit in plant.units_under(work, equipment)]
    return ahead.load_forecast(work, equipment, names)


@metric(
    permission="energy.read",
    scope="equipment",
    unit="kW",
    definition="Highest mean power of an hour that is forecast for tomorrow from the meters.",
    dimensions=("equipment",),
    synonyms=("peak load tomorrow", "expected peak load", "load peak tomorrow", "Lastspitze morgen",
              "erwartete Lastspitze", "Spitzenlast morgen"),
)  # fmt: skip
def peak_load(work: Work, *, equipment: str = "") -> PeakLoad:
    """The highest load that is expected tomorrow, of a unit or of everything below a node."""
    found = load_forecast(work, equipment=equipment)
    return PeakLoad(
        found.peak_kw, "kW", equipment, found.peak_at, found.peak_low_kw, found.peak_high_kw
    )


def _steps(start: datetime, end: datetime, step_s: float) -> list[Interval]:
    length = (end - start).total_seconds()
    if step_s < 1 or length <= 0 or length / step_s > MOST_STEPS:
        raise StepInvalid(start=start, end=end, step_s=step_s, most=MOST_STEPS)
    step = timedelta(seconds=step_s)
    count = -int(-length // step_s)
    begins = [start + step * number for number in range(count)]
    return [Interval(begin, min(begin + step, end)) for begin in begins]


@query(permission="energy.read")
def order_energy(work: Work, *, order: str) -> OrderEnergy:
    """Energy of an order: what the machines drew during its runs, shared with lots beside it."""
    rows = [row for row in tracing.processes(work, order=order) if row.end > row.start]
    runs = []
    for row in rows:
        mine = _run(row)
        window = Interval(row.start, row.end)
        used = store.consumption(work, [row.equipment], [window]).get((row.equipment, 0))
        beside = tracing.lots_processed_on(
            work, equipment=row.equipment, start=row.start, end=row.end
        )
        part = share(mine, [_run(each) for each in beside])
        drawn = used[0] * part if used else 0.0
        runs.append(
            RunEnergy(row.equipment, row.lot, row.operation, row.start, row.end, mine.pieces, drawn)
        )
    return OrderEnergy(order, sum(run.kwh for run in runs), runs)


def _run(row: tracing.ProcessRow) -> Run:
    return Run(row.equipment, row.order, row.start, row.end, float(row.good + row.scrap))


@query(permission="energy.read", scope="equipment")
def idle_draw(
    work: Work, *, equipment: str = "", start: datetime | None = None, end: datetime | None = None
) -> list[IdleDraw]:
    """What machines drew while they stood ready without work, the most first."""
    window = _window(work, start, end)
    found = []
    for unit in plant.units_under(work, equipment):
        idle = _idle(work, unit.id, window)
        if not idle:
            continue
        used = store.consumption(work, [unit.id], [window, *idle])
        hours = sum(each.seconds for each in idle) / 3600
        drawn = sum(used.get((unit.id, place + 1), (0.0, 0.0))[0] for place in range(len(idle)))
        total = used.get((unit.id, 0), (0.0, 0.0))[0]
        found.append(IdleDraw(unit.id, hours, drawn, drawn / hours, total))
    return sorted(found, key=lambda row: (-row.idle_kwh, row.equipment))


def _idle(work: Work, unit: str, window: Interval) -> list[Interval]:
    spans = telemetry.machine_states(work, equipment=unit, start=window.start, end=window.end)
    cut = [
        Interval(span.start, max(span.start, span.end or work.at)).cut(window)
        for span in spans
        if span.state in IDLE_STATES
    ]
    return [each for each in cut if each is not None]


def _window(work: Work, start: datetime | None, end: datetime | None) -> Interval:
    if start is None or end is None:
        shift = plant.shift_at(work)
        return Interval(start or shift.start, max(start or shift.start, end or shift.end))
    return Interval(start, max(start, end))
