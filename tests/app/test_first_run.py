"""An empty data folder gets its administrator at the first start."""

from typing import Any

import pytest

from lineside.app.cli.serving import HOW_TO_ADD, see_to_administrator
from lineside.app.house import House
from lineside.kernel.door import Door
from lineside.kernel.worker import Worker


@pytest.fixture
def house(world: Any, door: Door, worker: Worker) -> House:
    return House(world, door, worker)


def logins(administrator: Any) -> list[tuple[str, list[str]]]:
    return [(each.login, each.roles) for each in administrator.ask("identity.users")]


def test_without_a_terminal_it_says_how(
    house: House, administrator: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    see_to_administrator(house)
    assert capsys.readouterr().err.strip() == HOW_TO_ADD
    assert logins(administrator) == []


def test_at_a_terminal_it_asks_until_the_password_is_good(
    house: House, administrator: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = iter(["short", "a long enough one"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("getpass.getpass", lambda _: next(words))
    see_to_administrator(house)
    assert logins(administrator) == [("admin", ["administrator"])]
    see_to_administrator(house)
    assert list(words) == []
