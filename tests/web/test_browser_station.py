"""An operator's entries survive a dropped network and reach the server exactly once."""

import json
from collections.abc import Callable
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LATHES = ["LA-01", "LA-02", "LA-03", "LA-04"]


def lathe_with_work(page: Any) -> str:
    """A lathe in whose queue something can begin."""
    for lathe in LATHES:
        url = f"/api/v1/execution/dispatch_list?equipment=halden/machining/{lathe}"
        rows = page.request.get(url).json()
        if rows and rows[0]["ready"]:
            return lathe
    raise AssertionError("no lathe has work")


def open_desk(visit: Callable[..., Any], size: str = "1024x768") -> tuple[Any, str]:
    page = visit("op", "/station", size=size)
    page.get_by_test_id("pick-LA-01").wait_for()
    lathe = lathe_with_work(page)
    page.get_by_test_id(f"pick-{lathe}").click()
    page.get_by_test_id("job-card").first.wait_for()
    return page, lathe


def reported(page: Any, order: str) -> int:
    rows = page.request.get(f"/api/v1/execution/output?order={order}").json()
    return sum(row["good"] for row in rows)


def unsent(page: Any) -> int:
    return int(page.get_by_test_id("unsent").get_attribute("data-count"))


def wait_until_saved(page: Any) -> None:
    """Until the receipt says that the last entry is at the server."""
    receipt = page.get_by_test_id("receipt").filter(has_text="saved at the server")
    receipt.wait_for(timeout=40_000)


def test_good_and_scrap_go_in_one_entry_and_an_outage_loses_nothing(
    visit: Callable[..., Any],
) -> None:
    page, _ = open_desk(visit)
    order = page.get_by_test_id("job-card").first.locator("b").first.inner_text()
    page.get_by_test_id("next-action").click()
    page.get_by_test_id("count-good").wait_for()
    before = reported(page, order)

    page.context.set_offline(True)
    for _ in range(3):
        page.get_by_test_id("plus-one").click()
        page.get_by_test_id("next-action").click()
        page.wait_for_timeout(150)
    assert unsent(page) == 3
    told = page.get_by_test_id("receipt").inner_text()
    assert "waits to be sent" in told
    assert "saved" not in told

    page.context.set_offline(False)
    page.wait_for_function(
        "() => document.querySelector('[data-testid=unsent]').dataset.count === '0'", timeout=40_000
    )
    assert reported(page, order) == before + 3
    wait_until_saved(page)


def test_an_answer_that_is_lost_on_the_way_back_counts_once(visit: Callable[..., Any]) -> None:
    page, _ = open_desk(visit)
    card = page.get_by_test_id("job-card").first
    order = card.locator("b").first.inner_text()
    if page.get_by_test_id("count-good").count() == 0:
        page.get_by_test_id("next-action").click()
    page.get_by_test_id("count-good").wait_for()
    before = reported(page, order)
    lost = {"left": 2}

    def swallow(route: Any) -> None:
        if lost["left"] > 0:
            lost["left"] -= 1
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/api/v1/execution/report_quantity", swallow)
    page.get_by_test_id("plus-one").click()
    page.get_by_test_id("next-action").click()
    wait_until_saved(page)
    assert lost["left"] == 0
    assert reported(page, order) == before + 1


def test_entries_outlive_a_reload_and_a_refused_one_is_shown(visit: Callable[..., Any]) -> None:
    page, _ = open_desk(visit)
    page.route(
        "**/api/v1/andon/call_help",
        lambda route: route.fulfill(
            status=409,
            content_type="application/json",
            body=json.dumps({"code": "andon.Refused", "status": 409, "facts": {}, "advice": "x"}),
        ),
    )
    page.get_by_test_id("andon").click()
    page.get_by_role("button", name="Material").click()
    page.get_by_text("1 refused").wait_for()
    page.reload()
    page.get_by_text("1 refused").wait_for()
    page.unroute("**/api/v1/andon/call_help")
    page.get_by_test_id("unsent").click()
    page.get_by_role("button", name="Try again").click()
    page.wait_for_function(
        "() => document.querySelector('[data-testid=unsent]').dataset.count === '0'", timeout=20_000
    )


def test_a_scan_chooses_the_station_without_a_touch(visit: Callable[..., Any]) -> None:
    page, lathe = open_desk(visit)
    other = next(each for each in LATHES if each != lathe)
    page.wait_for_function("() => document.activeElement?.dataset.testid === 'scan'")
    page.keyboard.type(other)
    page.keyboard.press("Enter")
    page.get_by_role("button", name=other).first.wait_for()


def test_targets_are_large_enough_for_gloves(visit: Callable[..., Any]) -> None:
    page, _ = open_desk(visit)
    sizes = page.evaluate(
        "() => [...document.querySelectorAll('.station button')]"
        ".map(b => b.getBoundingClientRect()).filter(r => r.width > 0).map(r => r.height)"
    )
    assert min(sizes) >= 56
