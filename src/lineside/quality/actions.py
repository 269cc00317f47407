"""What one may do: inspect pictures, record checks, find patterns, correlate, contain."""

import math
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import update

from lineside.kernel.catalogue import Risk, action
from lineside.kernel.work import Work
from lineside.quality import store, study_store
from lineside.quality.answers import GaugeReading, GaugeStudyNote
from lineside.quality.errors import (
    CheckInvalid,
    GaugeStudyInvalid,
    LotsStillHeld,
    NonconformanceInvalid,
    PictureInvalid,
)
from lineside.quality.events import CheckRecorded, GaugeStudyRecorded, SuspectsHeld
from lineside.quality.kinds import flaw_kind
from lineside.quality.marks import MarksRead, sent, stored
from lineside.quality.model import Nonconformance, Pattern, PictureIn
from lineside.tracing import actions as tracing_actions
from lineside.tracing import queries as tracing

# Clocks of gauges and stations may run ahead of the server's by so much.
CLOCKS_APART = timedelta(minutes=5)


@dataclass(frozen=True)
class CheckIn:
    """One measured value of a lot."""

    lot: str
    characteristic: str
    value: float
    equipment: str
    unit: str = ""
    lower: float | None = None
    upper: float | None = None
    nominal: float | None = None
    order: str = ""
    seq: int = 0
    at: datetime | None = None
    by: str = ""

    @property
    def ok(self) -> bool:
        above = self.lower is None or self.value >= self.lower
        return above and (self.upper is None or self.value <= self.upper)

    def refuse_nonsense(self, now: datetime) -> None:
        """Refuse values and limits that no gauge shows, and a time that is to come."""
        given = [self.value, self.lower, self.upper, self.nominal]
        facts = {"lot": self.lot, "characteristic": self.characteristic}
        if not all(math.isfinite(each) for each in given if each is not None):
            raise CheckInvalid(**facts, problem="not_finite")
        if self.lower is not None and self.upper is not None and self.lower > self.upper:
            raise CheckInvalid(**facts, problem="limits_crossed")
        if self.at is not None and self.at > now + CLOCKS_APART:
            raise CheckInvalid(**facts, problem="in_the_future")


@action(permission="quality.inspect", risk=Risk.SUPPORT)
def inspect_pictures(work: Work, *, pictures: list[PictureIn]) -> int:
    """Judge pictures from camera stations; one that came before is not judged again.

    What is no picture, or not of the size the station's inspector knows, is parked with its reason.
    """
    from lineside.quality.judging import judge_all

    return judge_all(work, pictures)


@action(permission="quality.import", risk=Risk.INITIATE)
def import_pictures(work: Work, *, pictures: list[PictureIn]) -> int:
    """Load units of the past that a person judged; a unit may come without its picture."""
    rows = [
        {
            "id": work.new_id(),
            "station": each.station,
            "lot": each.lot,
            "unit": each.unit,
            "order": each.order,
            "at": each.at,
            "file": each.file,
            "judged": each.judged,
            "judged_by": "final check" if each.judged else "",
            "measured": each.measured,
            "kind": flaw_kind(each.judged, each.kind),
        }
        for each in pictures
    ]
    return store.import_pictures(work, rows)


@action(permission="quality.fit", risk=Risk.SUPPORT, scope="station")
def fit_inspector(work: Work, *, station: str, also: list[str] | None = None) -> str:
    """Fit a station's inspector from pictures that were judged good; returns the model version.

    Stations named in ``also`` see the same parts under the same light: they share the pictures and
    get the inspector as well.

    It goes into service at once where none is; otherwise it waits as a candidate.
    """
    from lineside.quality.judging import fit_station

    return fit_station(work, station, also or [])


@action(permission="quality.fit", risk=Risk.SUPPORT)
def learn_kinds(work: Work) -> list[str]:
    """Learn to name kinds of flaws from pictures that people named; returns the model versions.

    One model for the whole plant and one for each station that has enough of its own: five pictures
    or more of each of two kinds, and five more than when it last learned. A model goes into service
    when none is there, or when it names held-back pictures at least as well.
    """
    from lineside.quality.kinds import learn_all

    return learn_all(work)


@action(permission="quality.import", risk=Risk.INITIATE)
def inspect_past(work: Work, *, limit: int = 50) -> int:
    """Let the stations' inspectors look at past pictures that none has seen; returns how many.

    What a person judged stays. No news is told: the past is not news.
    """
    from lineside.quality.judging import look_again

    return look_again(work, min(max(limit, 0), 500))


@action(permission="quality.record", risk=Risk.SUPPORT, everyday=True)
def judge_picture(
    work: Work, *, picture: str, judged: Literal["good", "flawed"], kind: str = ""
) -> None:
    """A person's verdict on a picture, ``good`` or ``flawed``; it outranks the inspector's.

    ``kind`` names the flaw in the plant's own words (pit, crack, scratch, ...).
    """
    row = store.load_picture(work, picture)
    table = store.pictures
    values = {"judged": judged, "judged_by": work.actor.id, "kind": flaw_kind(judged, kind)}
    work.db.execute(update(table).where(table.c.id == row.id).values(**values))


@action(permission="quality.read", risk=Risk.INFORM, everyday=True)
def read_marks(work: Work, *, picture: str = "", content: str = "", text: bool = True) -> MarksRead:
    """Read codes and text on a stored picture, or on one sent as ``content`` (base64).

    Codes are QR, Data Matrix, Aztec, PDF417, Code 128, 39, 93, EAN and UPC; text is
    English and German letters and digits. ``text`` false reads codes only, which needs no further
    package. A picture that is sent (PNG, JPEG or WebP, up to 20 MB and 60 million pixels) is not
    kept. For a stored one, lots that its marks name instead of its own are told.
    """
    if bool(picture) == bool(content):
        raise PictureInvalid(problem="name a stored picture, or send one")
    return stored(work, picture, text) if picture else sent(content, text)


@action(permission="quality.record", risk=Risk.SUPPORT, everyday=True)
def record_check(work: Work, *, check: CheckIn) -> bool:
    """Record a measured value; returns whether it lies within its limits.

    It stands in the name of whoever records it.
    """
    check = replace(check, by=work.actor.id)
    store.add_checks(work, [_check_row(work, check)])
    work.tell(
        CheckRecorded(check.lot, check.characteristic, check.value, check.ok, check.equipment)
    )
    return check.ok


@action(permission="quality.import", risk=Risk.INITIATE)
def import_checks(work: Work, *, checks: list[CheckIn]) -> int:
    """Load measured values of the past, or from a machine, in bulk."""
    store.add_checks(work, [_check_row(work, each) for each in checks])
    return len(checks)


def _check_row(work: Work, check: CheckIn) -> dict[str, object]:
    check.refuse_nonsense(work.at)
    return {
        "lot": check.lot,
        "order": check.order,
        "seq": check.seq,
        "characteristic": check.characteristic,
        "equipment": check.equipment,
        "value": check.value,
        "unit": check.unit,
        "lower": check.lower,
        "upper": check.upper,
        "nominal": check.nominal,
        "ok": check.ok,
        "by": check.by or work.actor.id,
        "at": check.at or work.at,
    }


@action(permission="quality.analyse", risk=Risk.SUPPORT)
def find_patterns(work: Work) -> list[str]:
    """Look whether a defect recurs more often than it used to; returns new patterns."""
    from lineside.quality.watching import watch_defects

    return watch_defects(work)


@action(permission="quality.analyse", risk=Risk.SUPPORT)
def correlate(work: Work, *, pattern: str) -> str:
    """Look for what a pattern goes together with; returns the correlation, or an empty text."""
    from lineside.quality.watching import correlate_pattern

    return correlate_pattern(work, pattern)


@action(permission="quality.record", risk=Risk.INITIATE, everyday=True, scope="equipment")
def open_nonconformance(
    work: Work,
    *,
    defect: str,
    title: str,
    severity: Literal["minor", "major", "critical"] = "major",
    equipment: str = "",
    lots: list[str] | None = None,
    pattern: str = "",
    correlation: str = "",
) -> str:
    """Open a nonconformance; returns its number."""
    if not defect.strip() or not title.strip():
        raise NonconformanceInvalid(defect=defect, title=title)
    new = Nonconformance(
        id=f"NC-{work.next_number('quality.nonconformance'):06d}",
        defect=defect,
        title=title,
        severity=severity,
        equipment=equipment,
        at=work.at,
        by=work.actor.id,
        lots=lots or [],
        pattern=pattern,
        correlation=correlation,
    )
    work.tell(new.announce())
    store.save_nonconformance(work, new)
    return new.id


@action(permission="quality.analyse", risk=Risk.INITIATE)
def propose_containment(work: Work, *, correlation: str) -> str:
    """Open a nonconformance for a correlation's suspect lots and recommend to hold them."""
    from lineside.quality.containing import propose

    return propose(work, correlation)


@action(permission="quality.hold", risk=Risk.EXECUTE)
def hold_suspects(
    work: Work,
    *,
    nonconformance: str,
    lots: list[str],
    reason: str,
    recommendation: str = "",
) -> list[str]:
    """Hold a nonconformance's suspect lots; returns those that are on hold now.

    Lots that were consumed, scrapped or shipped meanwhile cannot be held; their successors are in
    the impact list.
    """
    found = store.load_nonconformance(work, nonconformance)
    held = []
    for lot in lots:
        if tracing.lot(work, lot=lot).state == "available":
            tracing_actions.hold_lot(work, lot=lot, reason=f"{found.id}: {reason}")
            held.append(lot)
    found.contain(held)
    store.save_nonconformance(work, found)
    work.tell(SuspectsHeld(found.id, tuple(held), recommendation))
    return held


@action(permission="quality.close", risk=Risk.EXECUTE)
def close_nonconformance(work: Work, *, nonconformance: str, disposition: str) -> None:
    """Close a nonconformance once none of its lots is on hold any more."""
    found = store.load_nonconformance(work, nonconformance)
    if not disposition.strip():
        raise NonconformanceInvalid(nonconformance=found.id, disposition=disposition)
    waiting = [lot for lot in found.held if tracing.lot(work, lot=lot).state == "held"]
    if waiting:
        raise LotsStillHeld(nonconformance=found.id, lots=waiting)
    work.tell(found.close(disposition, work.at))
    store.save_nonconformance(work, found)


@action(permission="quality.analyse", risk=Risk.SUPPORT)
def conclude_pattern(work: Work, *, pattern: str) -> None:
    """Close a pattern whose cause was removed, so that a new rise is news again."""
    _conclude(work, store.load_pattern(work, pattern))


@action(permission="quality.analyse", risk=Risk.SUPPORT, scope="equipment")
def conclude_patterns_of(work: Work, *, equipment: str) -> list[str]:
    """Close the open patterns that were found to come from a machine, once it is repaired.

    Returns their ids. Units judged before now do not count towards a new pattern.
    """
    found = store.patterns_caused_by(work, equipment)
    for pattern in found:
        _conclude(work, pattern)
    return [pattern.id for pattern in found]


def _conclude(work: Work, pattern: Pattern) -> None:
    if told := pattern.conclude(work.at):
        work.tell(told)
        store.save_pattern(work, pattern)


@action(permission="quality.analyse", risk=Risk.SUPPORT)
def find_drifts(work: Work) -> list[str]:
    """Look whether a measured characteristic leaves its level, and raise an alert if so.

    The early-shift detector watches the last four weeks: recorded values of each product at each
    machine, and what cameras measure by the machines that the parts went through. Chance alone
    raises an alert once in a million values at most. Returns the new drifts.
    """
    from lineside.quality.drifting import watch

    return watch(work)


@action(permission="quality.study", risk=Risk.SUPPORT, everyday=True, scope="equipment")
def record_gauge_study(
    work: Work,
    *,
    title: str,
    characteristic: str,
    readings: list[GaugeReading] | None = None,
    table: str = "",
    gauge: str = "",
    equipment: str = "",
    unit: str = "",
    lower: float | None = None,
    upper: float | None = None,
    measured_at: datetime | None = None,
) -> str:
    """Record a gauge study from readings or from the text of a table; returns its number.

    Each appraiser measures each part equally often, at least twice. A ``table`` has a heading with
    the columns part, appraiser, trial and value (or Teil, Prüfer, Wiederholung, Wert), separated
    by semicolons, tabs or commas. ``lower`` and ``upper`` are the limits of what the gauge judges.
    What is not crossed, measured twice or not a number is refused, with the line.
    """
    from lineside.quality import studies

    if measured_at is not None and measured_at > work.at + CLOCKS_APART:
        raise GaugeStudyInvalid(problem="measured in the future")
    new = GaugeStudyNote(
        id="",
        title=title,
        characteristic=characteristic,
        gauge=gauge,
        equipment=equipment,
        unit=unit,
        lower=lower,
        upper=upper,
        measured_at=measured_at or work.at,
        at=work.at,
        by=work.actor.id,
        readings=[*(readings or []), *(studies.read_table(table) if table.strip() else [])],
    )
    studies.check(new)
    new.id = f"GS-{work.next_number('quality.gauge_study'):06d}"
    verdict = studies.line(new).verdict
    work.tell(GaugeStudyRecorded(new.id, characteristic, gauge, equipment, verdict))
    study_store.save_study(work, new)
    return new.id
