"""Which lots are suspect, what they went into, and the proposal to hold them."""

from datetime import datetime, timedelta

from lineside.guidance import actions as guidance
from lineside.guidance.model import Evidence
from lineside.kernel.work import Work
from lineside.quality import store
from lineside.quality.actions import open_nonconformance
from lineside.quality.model import Correlation, Pattern
from lineside.tracing import queries as tracing

CODE = "quality.hold_suspects"


def propose(work: Work, name: str) -> str:
    """Open the nonconformance and recommend the hold, once per correlation."""
    correlation = store.load_correlation(work, name)
    earlier = store.find_nonconformance(work, name)
    if earlier is not None:
        return earlier.id
    pattern = store.load_pattern(work, correlation.pattern)
    suspects = suspect_lots(work, correlation, pattern.since)
    impact = tracing.impact(work, lots=suspects)
    unit = correlation.equipment.rsplit("/", 1)[-1]
    number = open_nonconformance(
        work,
        defect=pattern.defect,
        title=f"Flawed teeth on gears from {unit}",
        severity="major",
        equipment=correlation.equipment,
        lots=suspects,
        pattern=pattern.id,
        correlation=correlation.id,
    )
    hold = [*suspects, *impact.serials]
    guidance.recommend(
        work,
        code=CODE,
        title=f"Hold {len(suspects)} suspect lots and {len(impact.serials)} gearboxes from {unit}",
        equipment=correlation.equipment,
        facts={
            "nonconformance": number,
            "lots": len(suspects),
            "serials": len(impact.serials),
            "orders": impact.orders,
            "customers": impact.customers,
        },
        evidence=_evidence(correlation, pattern, number),
        confidence=round(1 - correlation.p_value, 4),
        action="quality.hold_suspects",
        call={
            "nonconformance": number,
            "lots": hold,
            "reason": f"{pattern.defect} goes together with {unit}",
        },
        deadline=work.at + timedelta(hours=2),
    )
    return number


def suspect_lots(work: Work, correlation: Correlation, since: datetime) -> list[str]:
    """Lots that the machine worked on since the pattern began, and a day before: detection lags."""
    rows = tracing.lots_processed_on(
        work,
        equipment=correlation.equipment,
        start=since - timedelta(days=1),
        end=work.at,
    )
    return sorted({row.lot for row in rows if row.operation == correlation.operation})


def _evidence(correlation: Correlation, pattern: Pattern, number: str) -> list[Evidence]:
    strongest = correlation.drivers[0] if correlation.drivers else None
    figures: dict[str, float | int | str] = {
        "odds_ratio": round(correlation.odds_ratio, 2),
        "p_value": correlation.p_value,
        "parts": correlation.parts,
        "flawed": correlation.flawed,
    }
    if strongest is not None:
        figures |= {
            "rate": round(strongest.rate, 4),
            "elsewhere": round(strongest.rate_elsewhere, 4),
        }
    return [
        Evidence(
            "correlation",
            "Defect pattern and machine",
            f"quality.correlation/{correlation.id}",
            figures,
        ),
        Evidence(
            "pattern",
            "Recurring flaw at inspection",
            f"quality.pattern/{pattern.id}",
            {
                "rate": round(pattern.rate, 4),
                "usual_rate": round(pattern.usual_rate, 4),
                "parts": pattern.parts,
                "flawed": pattern.flawed,
            },
        ),
        Evidence("nonconformance", number, f"quality.nonconformance/{number}"),
    ]
