"""A label is shown and printed; a photograph of it leads back to its lot; pictures are read."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from test_browser_screens import grave_problems

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LOT = "PG200-002"


@pytest.fixture
def label(visit: Callable[..., Any]) -> Any:
    """The page of a lot with its label open."""
    page = visit("qual", f"/trace/{LOT}")
    page.get_by_role("button", name="Print label").click()
    page.wait_for_selector(".label-shown")
    page.wait_for_timeout(500)
    return page


def photographed(page: Any, file: Path) -> Path:
    """The label as a camera sees it: turned, uneven in light, noisy."""
    page.locator(".label-shown").screenshot(path=file)
    shown = cv2.imread(str(file))
    sheet = np.full((700, 900, 3), 110, np.uint8)
    sheet[150 : 150 + shown.shape[0], 150 : 150 + shown.shape[1]] = shown
    way = cv2.getRotationMatrix2D((450, 350), -11, 1.1)
    seen = cv2.warpAffine(sheet, way, (900, 700), borderValue=(110, 110, 110)).astype(np.float32)
    seen = seen * np.linspace(0.6, 1.0, 900)[None, :, None]
    noisy = np.clip(seen + np.random.default_rng(2).normal(0, 6, seen.shape), 0, 255)
    photo = file.with_suffix(".jpg")
    cv2.imwrite(str(photo), noisy.astype(np.uint8))
    return photo


@pytest.mark.parametrize("symbol", ["Data Matrix", "QR code"])
def test_a_photograph_of_a_label_opens_its_lot(
    label: Any, axe: str, pictures: Path, tmp_path: Path, symbol: str
) -> None:
    label.get_by_text(symbol, exact=True).click()
    label.wait_for_timeout(800)
    label.screenshot(path=pictures / f"label-{symbol.replace(' ', '-').lower()}.png")
    assert grave_problems(label, axe) == []
    photo = photographed(label, tmp_path / "label.png")
    label.goto("/trace")
    label.get_by_role("button", name="Find by picture").click()
    label.set_input_files("input[type=file][capture]", photo)
    label.get_by_role("button", name=LOT).first.wait_for(timeout=30_000)
    label.screenshot(path=pictures / f"find-{symbol.replace(' ', '-').lower()}.png")
    assert grave_problems(label, axe) == []
    assert label.locator(".find-frame polygon").count() >= 1
    label.get_by_role("button", name=LOT).first.click()
    label.wait_for_url(f"**/trace/{LOT}")
    assert label.broken == []


def test_a_label_goes_to_a_label_printer(label: Any) -> None:
    with label.expect_download() as started:
        label.get_by_role("link", name="For a label printer (ZPL)").click()
    assert started.value.suggested_filename == f"{LOT}.zpl"
    zpl = Path(started.value.path()).read_text(encoding="utf-8")
    assert zpl.startswith("^XA")
    assert f"^FD{LOT}^FS" in zpl


def test_the_printed_page_is_the_label_alone(label: Any) -> None:
    label.emulate_media(media="print")
    shown = "[...document.body.children].filter(e => e.offsetParent || e.offsetHeight)"
    seen = label.evaluate(f"{shown}.map(e => e.className)")
    assert seen == ["label-paper"]
    width, height = label.evaluate(
        "(() => { const box = document.querySelector('.label-paper img').getBoundingClientRect();"
        " return [box.width, box.height]; })()"
    )
    assert (width / 96 * 25.4, height / 96 * 25.4) == pytest.approx((100, 60), abs=0.5)


def test_a_file_that_is_no_picture_is_told(visit: Callable[..., Any], tmp_path: Path) -> None:
    page = visit("qual", "/trace")
    page.get_by_role("button", name="Find by picture").click()
    wrong = tmp_path / "notes.txt"
    wrong.write_text("not a picture")
    page.set_input_files("input[type=file]:not([capture])", wrong)
    page.get_by_text("This file is not a picture").wait_for()
