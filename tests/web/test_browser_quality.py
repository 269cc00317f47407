"""The Quality screen: kinds of chart, charts of counts, joint charts, gauge studies, plans."""

import re
from collections.abc import Callable
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def choose(page: Any, name: str, option: str) -> None:
    page.get_by_role("combobox", name=name).first.click()
    page.get_by_role("option", name=option).first.click()


@pytest.mark.parametrize(
    ("kind", "says"),
    [("EWMA", "weighted average left its limits"), ("CUSUM", "upper sum is beyond 5 sigma"),
     ("Early", "strong evidence for a shift up")],
)  # fmt: skip
def test_a_kind_of_chart_is_chosen_and_explains_its_rule(
    visit: Callable[..., Any], kind: str, says: str
) -> None:
    page = visit("qual", "/quality/charts")
    panel = page.get_by_role("region", name="Control charts")
    panel.get_by_text("Cpk").wait_for()
    choose(page, "Characteristic", "Noise")
    choose(page, "Kind of chart", kind)
    panel.get_by_text("Without any shift it signals once in").wait_for()
    panel.get_by_text(says).first.wait_for()
    assert page.broken == []


def test_a_point_of_a_chart_of_counts_opens_to_what_was_found(visit: Callable[..., Any]) -> None:
    page = visit("qual", "/quality/charts")
    rows = page.get_by_role("table", name="Charts of counts").locator("tbody tr")
    rows.first.wait_for()
    row = next(each for each in rows.all() if each.locator("td").nth(1).inner_text() != "0")
    found = int(row.locator("td").nth(1).inner_text())
    row.click()
    drawer = page.get_by_role("dialog")
    drawer.get_by_role("link").first.wait_for()
    assert drawer.get_by_role("link").count() == found
    drawer.get_by_role("link").first.click()
    page.wait_for_url("**/quality/picture/*")
    page.get_by_role("tab", name="Defects", selected=True).wait_for()


def test_a_count_that_fits_no_kind_is_never_asked_for(visit: Callable[..., Any]) -> None:
    page = visit("qual", "/quality/charts")
    page.get_by_role("table", name="Charts of counts").locator("tbody tr").first.wait_for()
    page.wait_for_timeout(500)
    choose(page, "What is counted", "Nonconformances")
    panel = page.get_by_role("region", name="Charts of counts")
    panel.get_by_text("Nothing was found in this span of time").wait_for()
    assert panel.get_by_text("cannot be charted").count() == 0


def test_a_part_beyond_the_joint_limit_names_what_contributes_most(
    visit: Callable[..., Any],
) -> None:
    page = visit("qual", "/quality/charts")
    panel = page.get_by_role("region", name=re.compile("Hotelling"))
    table = panel.get_by_role("table", name=re.compile("Hotelling"))
    table.locator("tbody tr").first.wait_for()
    assert "Noise" in table.locator("tbody tr").first.inner_text()


TYPED = "part;appraiser;trial;value\n" + "\n".join(
    f"P{part};{who};{trial};{10 + part + trial / 50}"
    for part in range(5)
    for who in "ab"
    for trial in (1, 2)
)


def test_a_gauge_study_is_typed_refused_mended_and_recorded(visit: Callable[..., Any]) -> None:
    page = visit("qual", "/quality/gauge")
    page.get_by_role("cell", name="Caliper CAL-3").wait_for()
    page.get_by_role("button", name="Record a study").click()
    form = page.get_by_role("dialog")
    form.get_by_label("Title").fill("Depth gauge")
    form.get_by_label("Characteristic").fill("depth_mm")
    form.get_by_label("Readings").fill(TYPED.rsplit("\n", 1)[0])
    form.get_by_role("button", name="Record", exact=True).click()
    form.get_by_role("alert").wait_for()
    assert form.get_by_label("Title").input_value() == "Depth gauge", "nothing typed is lost"
    form.get_by_label("Readings").fill(TYPED)
    form.get_by_role("button", name="Record", exact=True).click()
    page.get_by_role("cell", name="Depth gauge").wait_for()
    page.get_by_role("heading", name="Depth gauge").wait_for()
    page.get_by_role("table", name="Analysis of variance").wait_for()


def test_an_operator_sees_gauge_studies_and_records_none(visit: Callable[..., Any]) -> None:
    page = visit("op", "/quality/gauge")
    page.get_by_role("cell", name="Caliper CAL-3").wait_for()
    assert page.get_by_role("button", name="Record a study").count() == 0


def test_a_sampling_plan_follows_the_lot_and_the_risks(visit: Callable[..., Any]) -> None:
    page = visit("qual", "/quality/sampling")
    plan = page.get_by_role("region", name="Sampling plan")
    plan.get_by_text("code letter H").wait_for()
    plan.get_by_label("Lot size").fill("5000")
    plan.get_by_text("code letter L").wait_for()
    plan.get_by_text("By two risks").click()
    plan.get_by_text("Lots with 1.0 % flawed").wait_for()
    plan.get_by_label("Bad lots have").fill("0.5")
    plan.get_by_role("alert").wait_for()


def test_a_tab_has_an_address_of_its_own(visit: Callable[..., Any]) -> None:
    page = visit("qual", "/quality")
    page.get_by_role("tab", name="Gauge studies").click()
    page.wait_for_url("**/quality/gauge")
    page.go_back()
    page.get_by_role("tab", name="Defects", selected=True).wait_for()
