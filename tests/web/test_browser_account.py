"""One's own account, and the browser that people share at a station."""

from base64 import b32decode
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from test_browser_screens import grave_problems

from conftest import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TABLET = "1024x768"


def open_account(page: Any) -> Any:
    page.locator(".user-button").click()
    page.get_by_role("menuitem", name="My account").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("tab", name="Second factor").wait_for()
    return dialog


def part(dialog: Any, name: str) -> Any:
    dialog.get_by_role("tab", name=name).click()
    return dialog.get_by_role("form", name=name)


def press(page: Any, pin: str) -> None:
    for digit in pin:
        page.locator(".pin-keys").get_by_role("button", name=digit, exact=True).click()
    page.get_by_test_id("pin-enter").click()


@pytest.fixture
def terminal(visit: Callable[..., Any]) -> Any:
    """A tablet that the supervisor made a terminal of a lathe and left."""
    page = visit("sup", "/shift", size=TABLET)
    form = part(open_account(page), "Shared terminal")
    form.get_by_label("Station").first.fill("LA-01")
    page.get_by_role("option", name="halden/machining/LA-01").click()
    form.get_by_label("Name").fill("Lathe bench")
    form.get_by_role("button", name="Make this browser a terminal").click()
    form.get_by_text("This browser is the terminal Lathe bench").wait_for()
    page.keyboard.press("Escape")
    page.locator(".user-button").click()
    page.get_by_role("menuitem", name="Log out").click()
    page.get_by_text("Who works here?").wait_for()
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_operators_change_at_a_shared_terminal(
    terminal: Any, pictures: Path, axe: str, scheme: str
) -> None:
    page = terminal
    page.emulate_media(color_scheme=scheme)
    page.screenshot(path=pictures / f"terminal-people-{scheme}.png")
    assert grave_problems(page, axe) == []
    page.get_by_test_id("person-op").click()
    page.screenshot(path=pictures / f"terminal-pin-{scheme}.png")
    assert grave_problems(page, axe) == []
    press(page, "9081")
    page.get_by_role("alert").wait_for()
    press(page, "2750")
    page.get_by_test_id("switch-operator").wait_for()
    assert page.url.endswith("/station")
    assert "LA-01" in page.locator(".station-name").inner_text()
    page.screenshot(path=pictures / f"terminal-station-{scheme}.png")

    page.get_by_test_id("switch-operator").click()
    page.get_by_text("Who works here?").wait_for()
    page.keyboard.type("HG-tech")
    page.keyboard.press("Enter")
    page.locator(".pin-pad").wait_for()
    page.keyboard.type("2750")
    page.get_by_test_id("pin-enter").click()
    page.locator(".user-button").filter(has_text="Tech Demo").wait_for()
    assert page.broken == []


def test_an_authenticator_is_set_up_asked_for_and_taken_away(
    visit: Callable[..., Any], pictures: Path, axe: str
) -> None:
    page = visit("boss", "/value", size=TABLET)
    dialog = open_account(page)
    part(dialog, "Second factor").get_by_label("Your password").fill(PASSWORD)
    dialog.get_by_role("button", name="Set up an authenticator").click()
    secret = dialog.get_by_test_id("factor-secret").inner_text()
    page.screenshot(path=pictures / "account-factor.png")
    assert grave_problems(page, axe) == []
    dialog.get_by_label("Code of the authenticator").fill(code(secret))
    dialog.get_by_role("button", name="Confirm").click()
    dialog.get_by_text("The login asks for the code").wait_for()

    other = visit("", "/")
    other.get_by_label("Login").fill("boss")
    other.get_by_label("Password").first.fill(PASSWORD)
    other.get_by_role("button", name="Log in").click()
    other.get_by_label("Code of the authenticator").wait_for()
    other.screenshot(path=pictures / "login-code.png")
    assert grave_problems(other, axe) == []

    part(dialog, "Second factor").get_by_label("Your password").fill("wrong wrong wrong")
    dialog.get_by_role("button", name="Remove the authenticator").click()
    dialog.get_by_role("alert").wait_for()
    part(dialog, "Second factor").get_by_label("Your password").fill(PASSWORD)
    dialog.get_by_role("button", name="Remove the authenticator").click()
    dialog.get_by_text("The login asks for the password alone").wait_for()
    assert page.broken == []


def test_a_pin_is_chosen_with_the_password(visit: Callable[..., Any]) -> None:
    page = visit("plan", "/plan", size=TABLET)
    form = part(open_account(page), "PIN")
    form.get_by_label("New PIN").fill("1234")
    form.get_by_label("Your password").fill(PASSWORD)
    form.get_by_role("button", name="Save the PIN").click()
    form.get_by_text("too easy to guess").wait_for()
    form.get_by_label("New PIN").fill("2951")
    form.get_by_role("button", name="Save the PIN").click()
    form.get_by_text("too easy to guess").wait_for(state="detached")
    assert form.get_by_test_id("pin-state").inner_text() == "You have a PIN."


def code(secret: str) -> str:
    at = datetime.now(UTC).timestamp()
    return TOTP(b32decode(secret), 6, SHA1(), 30).generate(at).decode()


def test_a_session_that_one_does_not_know_is_ended(visit: Callable[..., Any]) -> None:
    visit("maint", "/assets")
    page = visit("maint", "/assets")
    dialog = open_account(page)
    dialog.get_by_role("tab", name="Logged in").click()
    rows = dialog.get_by_role("listitem")
    rows.first.wait_for()
    before = rows.count()
    assert before >= 2
    rows.last.get_by_role("button", name="End").click()
    page.wait_for_timeout(1000)
    assert rows.count() == before - 1
