"""A served house with the demonstration plant, and a real browser that looks at it."""

import argparse
import os
import random
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "src" / "lineside" / "app" / "web" / "index.html"
AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
LINESIDE = [sys.executable, "-c", "import sys; from lineside.app.cli import main; sys.exit(main())"]
PASSWORD, PIN = "halden-demo-2026", "2750"
ROLES = {
    "op": "operator", "tech": "technician", "sup": "supervisor", "plan": "planner",
    "qual": "quality_engineer", "maint": "maintenance_engineer", "ot": "ot_engineer",
    "boss": "manager", "admin2": "administrator",
}  # fmt: skip
STATES = ["running", "idle", "setup", "down", "blocked", "starved", "maintenance"]


@dataclass
class Served:
    """Where the pages are, and the server behind them, which a test may stop and start again."""

    url: str
    data: Path
    port: int
    process: subprocess.Popen[bytes]

    def stop(self) -> None:
        self.process.kill()
        self.process.wait(20)

    def start(self) -> None:
        self.process = _serve(self.data, self.port)


def _chromium() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        pytest.skip("no chromium on this machine")
    return found


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The demonstration plant behind a running server."""
    if not PAGES.exists():
        pytest.skip("the pages are not built: npm ci && npm run build in web/")
    data = tmp_path_factory.mktemp("served")
    _fill(data)
    port = _free_port()
    house = Served(f"http://127.0.0.1:{port}", data, port, _serve(data, port))
    yield house
    house.stop()
    subprocess.run(
        [*LINESIDE, "database", "stop", "--data", str(data)], check=False, capture_output=True
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _serve(data: Path, port: int) -> "subprocess.Popen[bytes]":
    command = [*LINESIDE, "serve", "--data", str(data), "--port", str(port)]
    log = (data / "serve.log").open("ab")
    process = subprocess.Popen(command, stdout=log, stderr=log)
    for _ in range(240):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=1).close()
            return process
        except (urllib.error.URLError, OSError):
            assert process.poll() is None, (data / "serve.log").read_text()[-2000:]
            time.sleep(0.25)
    raise AssertionError("the server did not come up")


def _fill(data: Path) -> None:
    """The plant, people, machine states, orders, a plan, lots and recommendations."""
    from lineside.app.cli.opening import acting, opened

    with opened(argparse.Namespace(data=data, json=False)) as house:
        owner = acting(house, "")

        def do(entry: str, **given: Any) -> Any:
            return house.door.run(entry, given, owner).result

        do("plant.load_plant", folder=str(ROOT / "plants" / "halden"))
        for login, role in ROLES.items():
            given = {"login": login, "name": f"{login.title()} Demo", "password": PASSWORD}
            own = {"badge": f"HG-{login}", "pin": PIN}
            do("identity.add_user", **given, **own, roles=[role], demo=True)
        units = [each.id for each in house.door.ask("plant.equipment_tree", {}, owner)
                 if each.kind == "unit"]  # fmt: skip
        _fill_states(do, units)
        _fill_orders(do)
        _fill_lots(do, units)
        _fill_stock(do)
        _fill_meters(do, units)
        _fill_inbox(do, units)
        _fill_quality(do)


def _fill_states(do: Callable[..., Any], units: list[str]) -> None:
    chance = random.Random(4)
    now = datetime.now(UTC)
    changes: list[dict[str, str]] = []
    for unit in units:
        at = now - timedelta(hours=9)
        while at < now - timedelta(minutes=5):
            state = chance.choices(STATES, [70, 8, 6, 5, 4, 4, 1])[0]
            changes.append({"equipment": unit, "state": state, "at": at.isoformat()})
            at += timedelta(minutes=chance.randint(5, 70))
    changes.append({"equipment": units[-1], "state": "no_data", "at": now.isoformat()})
    changes.append({"equipment": units[-2], "state": "down", "at": now.isoformat()})
    do("telemetry.import_states", changes=changes)
    for change in sorted(changes, key=lambda each: each["at"]):
        do("execution.note_state", **change)


def _fill_orders(do: Callable[..., Any]) -> None:
    now = datetime.now(UTC)
    for number, product in enumerate(["PG200", "SG200", "HS200", "PG300", "PG200", "SG200"]):
        do(
            "execution.receive_order",
            order=f"WO-{4100 + number}",
            product=product,
            quantity=24,
            due=(now + timedelta(hours=20 + 9 * number)).isoformat(),
            customer="Kystkraft",
        )
    do("scheduling.make_plan", publish=True, seconds=1)


def _fill_lots(do: Callable[..., Any], units: list[str]) -> None:
    steel = {"material": "STEEL-18CRNIMO-90", "quantity": 4000, "unit": "kg"}
    do("tracing.create_lot", lot="H-88121", **steel, supplier="stal")
    for number in range(1, 5):
        lot = f"PG200-{number:03d}"
        do("tracing.create_lot", lot=lot, material="PG200", quantity=24, unit="pcs")
        into = {"into": lot, "quantity": 100, "equipment": units[3], "order": "WO-4100"}
        do("tracing.consume", lot="H-88121", **into)
    do("tracing.hold_lot", lot="PG200-003", reason="Chatter marks suspected")


def _fill_stock(do: Callable[..., Any]) -> None:
    """Spare parts, and seal kits of which some were used on each day of six weeks."""
    chance = random.Random(6)
    do("inventory.load_parts", folder=str(ROOT / "plants" / "halden"))
    noon = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0)
    do("inventory.receive", lot="kits", material="SEAL-KIT", quantity=900, location="BUY-05")
    links = [
        {
            "lot": "kits",
            "into": "PG200-001",
            "quantity": chance.randint(80, 120),
            "order": "WO-4100",
        }
        | {"at": (noon - timedelta(days=days)).isoformat()}
        for days in range(1, 43)
    ]
    do("tracing.import_genealogy", links=links)


def _fill_meters(do: Callable[..., Any], units: list[str]) -> None:
    """Three weeks of the meters of all machines but the last, which has none."""
    chance = random.Random(7)
    hour = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    for unit in units[:-1]:
        count, readings = 100.0, []
        for step in range(24 * 21, -1, -1):
            at = hour - timedelta(hours=step)
            readings.append({"equipment": unit, "at": at.isoformat(), "count_kwh": count})
            count += chance.uniform(14, 22) if 5 <= at.hour < 21 else chance.uniform(3, 6)
        do("energy.record_readings", readings=readings)


def _fill_inbox(do: Callable[..., Any], units: list[str]) -> None:
    grinder = next(unit for unit in units if unit.endswith("GR-04"))
    do(
        "guidance.recommend",
        code="maintenance.bearing",
        title="Replace the spindle bearing of GR-04",
        equipment=grinder,
        confidence=0.86,
        evidence=[{"kind": "prediction", "title": "Fails in days", "figures": {"life_h": 41}}],
        effect={"measure": "downtime", "unit": "h", "expected": 9, "low": 4, "high": 14},
    )
    alert = {"kind": "condition", "severity": "critical", "equipment": grinder}
    do("andon.raise_alert", **alert, title="Vibration above the alarm level", facts={}, link="")


def _fill_quality(do: Callable[..., Any]) -> None:
    """Gearboxes on the test bench whose noise rises at the end, judged gears, a gauge study."""
    chance = random.Random(8)
    now = datetime.now(UTC)
    bench, camera = "halden/test-and-pack/TB-01", "halden/inspection/VI-01"
    checks: list[dict[str, Any]] = []
    for number in range(200):
        lot, at = f"YG200-{number:04d}", (now - timedelta(minutes=20 * (200 - number))).isoformat()
        do("tracing.create_lot", lot=lot, material="YG200", quantity=1, unit="pcs")
        noise = chance.gauss(74, 1.4) + (4 if number > 180 else 0)
        bounds = {"equipment": bench, "lower": 0.0, "upper": 1100.0, "at": at}
        torque = chance.gauss(950, 12)
        for name, value in (("noise_dba", noise), ("torque_nm", torque)):
            checks.append({"lot": lot, "characteristic": name, "value": value} | bounds)
    do("quality.import_checks", checks=checks)
    pictures = [
        {"station": camera, "lot": "PG200-001", "unit": unit, "order": "WO-4100", "file": "",
         "at": (now - timedelta(minutes=24 * unit)).isoformat(),
         "judged": "flawed" if unit % 25 == 3 else "good"}
        for unit in range(800)
    ]  # fmt: skip
    do("quality.import_pictures", pictures=pictures)
    readings = [
        {"part": f"P{part}", "appraiser": f"user:{who}", "trial": trial,
         "value": 10 + part / 10 + chance.gauss(0, 0.03)}
        for part in range(8) for who in ("op", "qual") for trial in (1, 2, 3)
    ]  # fmt: skip
    do("quality.record_gauge_study", title="Caliper CAL-3", characteristic="width_mm",
       readings=readings, unit="mm", lower=9.5, upper=11.5)  # fmt: skip


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api")
    chromium = _chromium()
    with playwright.sync_playwright() as started:
        launched = started.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture
def visit(browser: Any, served: Served) -> Iterator[Callable[..., Any]]:
    """Open a page as somebody: ``visit("sup", "/inbox", scheme="dark")``."""
    contexts: list[Any] = []

    def open_page(login: str, path: str, *, scheme: str = "light", size: str = "1440x900") -> Any:
        width, height = (int(each) for each in size.split("x"))
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            locale="en-GB",
            bypass_csp=True,
            base_url=served.url,
        )
        contexts.append(context)
        page = context.new_page()
        page.broken = []
        page.on("pageerror", lambda error: page.broken.append(str(error)))
        if login:
            given = {"login": login, "password": PASSWORD}
            assert context.request.post("/api/v1/login", data=given).ok
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the pictures of the screens go: a folder that the environment names, or a fresh one."""
    given = os.environ.get("LINESIDE_PICTURES")
    folder = Path(given) if given else tmp_path_factory.mktemp("pictures")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def axe() -> str:
    """The accessibility checker's source."""
    if not AXE.exists():
        pytest.skip("axe-core is not installed: npm ci in web/")
    return AXE.read_text()
