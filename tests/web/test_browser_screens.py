"""Every screen opens in a real browser, is accessible, and is photographed in light and dark."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SCREENS = [
    ("sup", "live", "/live"), ("sup", "shift", "/shift"), ("op", "station", "/station"),
    ("plan", "stock", "/stock"), ("sup", "part", "/stock/SEAL-KIT"), ("boss", "energy", "/energy"),
    ("plan", "plan", "/plan"), ("sup", "orders", "/orders"), ("sup", "order", "/orders/WO-4100"),
    ("maint", "assets", "/assets"), ("qual", "quality", "/quality"),
    ("qual", "charts", "/quality/charts"), ("qual", "gauge", "/quality/gauge"),
    ("qual", "sampling", "/quality/sampling"), ("qual", "trace", "/trace"),
    ("qual", "lot", "/trace/H-88121"), ("sup", "inbox", "/inbox"), ("sup", "ask", "/ask"),
    ("maint", "models", "/models"),
    ("plan", "what-if", "/what-if"), ("boss", "value", "/value"), ("ot", "data", "/data"),
    ("admin2", "admin", "/admin"), ("admin2", "gallery", "/gallery"), ("", "login", "/"),
]  # fmt: skip
HOMES = {
    "op": "/station", "tech": "/assets", "sup": "/shift", "plan": "/plan", "qual": "/quality",
    "maint": "/assets", "ot": "/data", "boss": "/value", "admin2": "/admin",
}  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("login", "name", "path"), SCREENS, ids=[each[1] for each in SCREENS])
def test_a_screen_opens_and_is_accessible(
    visit: Callable[..., Any],
    pictures: Path,
    axe: str,
    login: str,
    name: str,
    path: str,
    scheme: str,
) -> None:
    page = visit(login, path, scheme=scheme)
    page.wait_for_selector("main")
    page.wait_for_timeout(1200)
    page.screenshot(path=pictures / f"{name}-{scheme}.png")
    assert page.broken == []
    assert grave_problems(page, axe) == []


def grave_problems(page: Any, axe: str) -> list[str]:
    """What axe calls serious or critical."""
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{each['id']}: {node['html'][:160]}"
        for each in found["violations"]
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"][:3]
    ]


@pytest.mark.parametrize(("login", "path"), HOMES.items())
def test_each_role_lands_on_its_own_page(visit: Callable[..., Any], login: str, path: str) -> None:
    page = visit(login, "/")
    page.wait_for_url(f"**{path}", timeout=10_000)


def test_a_person_logs_in_and_changes_the_language(visit: Callable[..., Any]) -> None:
    page = visit("", "/")
    page.locator("input[name=login]").fill("sup")
    page.locator("input[name=password]").fill("wrong-password")
    page.get_by_role("button", name="Log in").click()
    assert page.get_by_role("alert").inner_text().startswith("Login or password is wrong")
    page.locator("input[name=password]").fill("halden-demo-2026")
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("heading", name="Shift monitor").wait_for()
    page.get_by_role("button", name="Auf Deutsch").click()
    page.get_by_role("heading", name="Schichtmonitor").wait_for()


def test_the_command_menu_finds_a_machine(visit: Callable[..., Any]) -> None:
    page = visit("sup", "/live")
    page.get_by_role("heading", name="Live plant").wait_for()
    page.keyboard.press("Control+k")
    page.get_by_role("combobox").fill("gr-04")
    page.keyboard.press("Enter")
    page.wait_for_url("**/assets/halden/machining/GR-04")


def test_no_data_looks_unlike_idle(visit: Callable[..., Any]) -> None:
    page = visit("sup", "/live")
    silent = page.get_by_test_id("tile-PK-01")
    silent.wait_for()
    assert silent.get_attribute("data-state") == "no_data"
    assert "dashed" in silent.evaluate("tile => getComputedStyle(tile).borderTopStyle")


def test_a_machine_without_a_meter_has_no_data_and_not_zero(visit: Callable[..., Any]) -> None:
    page = visit("boss", "/energy")
    silent = page.get_by_role("row", name="PK-01")
    silent.wait_for()
    assert silent.locator(".unknown").first.inner_text() == "no data"
    assert page.get_by_role("row", name="GR-04").locator(".unknown").count() == 0


def test_tomorrows_load_is_shown_with_its_error(visit: Callable[..., Any]) -> None:
    page = visit("boss", "/energy")
    page.get_by_text("Error of the forecast").wait_for()
    page.get_by_role("row", name="GR-04").click()
    drawer = page.get_by_role("dialog")
    drawer.get_by_text("Same time last week").wait_for()


def test_a_days_demand_opens_to_its_records(visit: Callable[..., Any]) -> None:
    page = visit("plan", "/stock")
    page.get_by_role("row", name="SEAL-KIT").first.click()
    page.wait_for_url("**/stock/SEAL-KIT")
    page.get_by_text("Same day last week").wait_for()
    page.get_by_role("table", name="Used lately").locator("tbody tr").first.click()
    drawer = page.get_by_role("dialog")
    drawer.get_by_role("link", name="kits").first.wait_for()


def test_an_unrecorded_purchase_is_not_shown_as_zero(visit: Callable[..., Any]) -> None:
    page = visit("plan", "/stock")
    row = page.get_by_role("row", name="SEAL-KIT").first
    row.wait_for()
    assert row.locator(".unknown").inner_text() == "not recorded"


def test_a_purchase_is_noted_and_then_on_its_way(visit: Callable[..., Any]) -> None:
    page = visit("plan", "/stock/SEAL-KIT")
    ordered = page.get_by_role("region", name="On order")
    ordered.get_by_text("No open order is noted here.").wait_for()
    ordered.get_by_label("Ordered").fill("40")
    ordered.get_by_role("button", name="Note the order").click()
    ordered.get_by_role("row", name="40 pcs").wait_for()


def test_a_what_if_tells_what_a_standing_machine_costs(visit: Callable[..., Any]) -> None:
    page = visit("plan", "/what-if")
    page.get_by_role("combobox", name="Machine").click()
    page.get_by_role("option", name="GR-04").click()
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("button", name="Simulate").click()
    found = page.get_by_role("region", name="What it would change")
    found.get_by_role("row", name="Throughput").wait_for()
    assert "GR-04" in found.locator(".asked").inner_text()
    asked = page.get_by_role("region", name="Earlier questions")
    asked.get_by_role("row", name="A machine stands").wait_for()


def test_a_stopped_room_leaves_the_rail_and_says_why(visit: Callable[..., Any]) -> None:
    page = visit("admin2", "/admin")
    page.get_by_role("tab", name="Services").click()
    page.get_by_role("button", name="Stop: energy").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Reason").fill("meters are being changed")
    dialog.get_by_role("button", name="Stop").click()
    page.get_by_role("row", name="energy").get_by_text("stopped").wait_for()
    rail = page.get_by_role("navigation", name="Main")
    rail.get_by_role("link", name="Energy").wait_for(state="detached")
    page.goto(page.url.replace("/admin", "/energy"))
    page.get_by_text("meters are being changed").first.wait_for()
    page.goto(page.url.replace("/energy", "/admin"))
    page.get_by_role("tab", name="Services").click()
    page.get_by_role("button", name="Start: energy").click()
    rail.get_by_role("link", name="Energy").wait_for()


def test_a_spare_part_without_history_says_so(visit: Callable[..., Any]) -> None:
    page = visit("plan", "/stock")
    page.get_by_role("tab", name="Spare parts").click()
    page.get_by_role("row", name="SP-GRIND-7016").click()
    page.get_by_role("dialog").get_by_text("Too little was recorded to forecast it.").wait_for()


def test_a_recommendation_is_approved_with_its_evidence_in_sight(
    visit: Callable[..., Any],
) -> None:
    page = visit("sup", "/inbox")
    page.get_by_text("Fails in days").wait_for()
    page.get_by_test_id("approve").click()
    page.get_by_text("Outcome").first.wait_for()
    assert page.get_by_text("Approved", exact=True).count() >= 1


def test_an_unexplained_stop_is_classified(visit: Callable[..., Any]) -> None:
    page = visit("sup", "/shift")
    button = page.get_by_test_id("classify").first
    button.wait_for()
    before = page.get_by_test_id("classify").count()
    button.click()
    drawer = page.get_by_role("dialog")
    drawer.locator("[aria-pressed=false]").first.click()
    drawer.get_by_role("button", name="Save the reason").click()
    drawer.wait_for(state="hidden")
    page.wait_for_timeout(1500)
    assert page.get_by_test_id("classify").count() <= before


def test_a_bar_is_locked_elsewhere_and_put_back(visit: Callable[..., Any]) -> None:
    page = visit("plan", "/plan")
    page.get_by_test_id("bar").first.click()
    page.get_by_role("button", name="Move and lock").click()
    page.get_by_role("button", name="Undo").wait_for()
    page.wait_for_function(
        "() => [...document.querySelectorAll('button')]"
        ".some(b => b.textContent === 'Undo' && !b.disabled)",
        timeout=60_000,
    )
