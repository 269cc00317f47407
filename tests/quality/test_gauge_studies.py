"""Gauge studies: recorded from rows or a table, judged by the bands, refused where not crossed."""

import numpy as np
import pytest

from lineside.kernel.catalogue import ArgumentsInvalid
from lineside.kernel.door import NotAllowed
from lineside.quality.errors import GaugeStudyInvalid, GaugeStudyUnknown

GRINDER = "halden/machining/GR-04"


def readings(error=0.02, bias=0.0, parts=10, appraisers=3, trials=3):
    noise = np.random.default_rng(6)
    level = noise.normal(10, 0.5, parts)
    return [
        {"part": f"P{p}", "appraiser": f"user:{a}", "trial": t,
         "value": float(level[p] + bias * a + error * noise.normal())}
        for p in range(parts) for a in range(appraisers) for t in range(1, trials + 1)
    ]  # fmt: skip


def record(who, rows=None, **more):
    given = {"title": "Micrometer", "characteristic": "width_mm", "equipment": GRINDER,
             "gauge": "MIC-07", "unit": "mm", "lower": 8.0, "upper": 12.0}  # fmt: skip
    return who.run(
        "quality.record_gauge_study", **given | more, readings=readings() if rows is None else rows
    ).result


def test_a_study_is_kept_and_told_with_both_methods(supervisor):
    name = record(supervisor)
    found = supervisor.ask("quality.gauge_study", study=name)
    assert name == "GS-000001"
    assert (found.verdict, found.by) == ("acceptable", supervisor.actor.id)
    assert [each.source for each in found.anova] == [
        "parts", "operators", "interaction", "repeatability", "total"]  # fmt: skip
    *parts, total = found.anova
    assert sum(each.squares for each in parts) == pytest.approx(total.squares)
    assert sum(each.degrees_of_freedom for each in parts) == total.degrees_of_freedom == 89
    assert [each.method for each in found.methods] == ["anova", "average_range"]
    for method in found.methods:
        shares = {each.source: each for each in method.shares}
        assert shares["repeatability"].sigma == pytest.approx(0.02, rel=0.2)
        assert shares["gauge"].percent_of_tolerance == pytest.approx(
            600 * shares["gauge"].sigma / 4)  # fmt: skip
        assert shares["total"].percent_of_total == pytest.approx(100)
    (line,) = supervisor.ask("quality.gauge_studies")
    assert (line.parts, line.appraisers, line.trials) == (10, 3, 3)
    assert line.verdict == found.verdict


@pytest.mark.parametrize(
    ("more", "verdict", "reason"),
    [
        ({"rows": readings(0.1)}, "conditional", "percent_of_total"),
        ({"rows": readings(0.4)}, "unacceptable", "percent_of_total"),
        ({"rows": readings(0.02, bias=0.3)}, "unacceptable", "percent_of_total"),
        ({"lower": 9.9, "upper": 10.1}, "unacceptable", "percent_of_tolerance"),
        ({"rows": readings(0.188), "upper": 20.0}, "conditional", "distinct_categories"),
    ],
)
def test_the_verdict_follows_the_bands_and_says_by_which_figure(supervisor, more, verdict, reason):
    found = supervisor.ask("quality.gauge_study", study=record(supervisor, **more))
    assert found.verdict == verdict
    assert reason in found.reasons


def test_without_limits_the_tolerance_is_unknown_and_not_zero(supervisor):
    name = record(supervisor, lower=None, upper=12.0)
    found = supervisor.ask("quality.gauge_study", study=name)
    assert {each.percent_of_tolerance for each in found.methods[0].shares} == {None}


@pytest.mark.parametrize(
    "heading",
    [
        "part,appraiser,trial,value",
        "part;appraiser;trial;value",
        "Wert\tTeil\tPrüfer\tWiederholung",
    ],
)
def test_a_table_is_read_as_people_write_it(supervisor, heading):
    separator = next(each for each in "\t;," if each in heading)
    decimal = "." if separator == "," else ","
    lines = ["# a remark", "", heading]
    for row in readings():
        value = f"{row['value']:.6f}".replace(".", decimal)
        cells = [row["part"], row["appraiser"], str(row["trial"])]
        lines.append(separator.join([value, *cells] if "Wert" in heading else [*cells, value]))
    typed = record(supervisor)
    read = record(supervisor, rows=[], table="\ufeff" + "\r\n".join(lines))
    both = [supervisor.ask("quality.gauge_study", study=each) for each in (typed, read)]
    assert both[0].anova[0].squares == pytest.approx(both[1].anova[0].squares, rel=1e-4)


TABLE = "part,appraiser,trial,value\n"


@pytest.mark.parametrize(
    ("more", "fact"),
    [
        ({"title": "  "}, "title"),
        ({"lower": 12.0, "upper": 8.0}, "lower"),
        ({"rows": readings()[:-1]}, "equally"),
        ({"rows": readings(trials=1)}, "equally"),
        ({"rows": readings() + readings()[:1]}, "twice"),
        ({"rows": [{**each, "appraiser": ""} for each in readings()]}, "appraiser"),
        ({"rows": []}, "equally"),
        ({"rows": [], "table": "part,appraiser,value\nA,b,1"}, "missing"),
        ({"rows": [], "table": TABLE + "A,b,1,ten"}, "line"),
        ({"rows": [], "table": TABLE + "A,b,1"}, "line"),
        ({"rows": [], "table": TABLE + "A,b,1,nan"}, "finite"),
        ({"rows": [], "table": "# nothing but remarks\n"}, "empty"),
        ({"rows": [], "table": TABLE + "A,b,1,2\n" * 30_000}, "long"),
        ({"measured_at": "2026-10-05T08:00:00Z"}, "future"),
    ],
)
def test_what_is_no_study_is_refused_and_leaves_no_trace(supervisor, more, fact):
    with pytest.raises(GaugeStudyInvalid) as refused:
        record(supervisor, **more)
    assert fact in str(refused.value.facts)
    assert supervisor.ask("quality.gauge_studies") == []


def test_a_line_that_cannot_be_read_is_named(supervisor):
    with pytest.raises(GaugeStudyInvalid) as refused:
        record(supervisor, rows=[], table=TABLE + "A,b,1,2\nA,b,x,3\n")
    assert refused.value.facts["line"] == 3


def test_a_number_that_is_none_is_refused_at_the_door(supervisor):
    rows = [{**each, "value": "much"} for each in readings()]
    with pytest.raises(ArgumentsInvalid):
        record(supervisor, rows=rows)


def test_an_operator_reads_studies_and_records_none(operator, supervisor):
    name = record(supervisor)
    assert operator.ask("quality.gauge_study", study=name).id == name
    with pytest.raises(NotAllowed):
        record(operator)


def test_an_unknown_study_is_refused(supervisor):
    with pytest.raises(GaugeStudyUnknown):
        supervisor.ask("quality.gauge_study", study="GS-9")
