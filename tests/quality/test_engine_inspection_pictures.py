"""Where public sets tell that a flaw is: masks beside pictures or in a folder, and shapes."""

from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from benchmarks._inspection.masks import drawn, mask_path
from benchmarks._inspection.pictures import collections


def picture(seed: int) -> bytes:
    grey = np.random.default_rng(seed).integers(0, 255, (40, 60)).astype(np.uint8)
    return bytes(cv2.imencode(".png", grey)[1].tobytes())


def mask(filled: bool) -> bytes:
    marked = np.zeros((40, 60), dtype=np.uint8)
    marked[10:20, 30:50] = 255 * filled
    return bytes(cv2.imencode(".png", marked)[1].tobytes())


def flaw_of(entry_mask: npt.NDArray[np.bool_] | None) -> tuple[int, int, int, int]:
    assert entry_mask is not None
    rows, columns = np.nonzero(entry_mask)
    return int(rows.min()), int(rows.max()), int(columns.min()), int(columns.max())


def test_masks_beside_the_pictures_tell_which_are_flawed(tmp_path: Path) -> None:
    folder = tmp_path / "plates" / "train"
    folder.mkdir(parents=True)
    for k in range(6):
        (folder / f"{k}.png").write_bytes(picture(k))
        (folder / f"{k}_GT.png").write_bytes(mask(k % 3 == 0))
    (found,) = collections(tmp_path)
    assert [entry.flawed for entry in found.entries] == [True, False, False, True, False, False]
    assert flaw_of(found.entries[0].where((40, 60))) == (10, 19, 30, 49)


def test_masks_in_another_folder_and_under_another_ending_are_found() -> None:
    def read() -> bytes:
        return b""

    files = dict.fromkeys(
        ("a/test/cut/1.png", "a/ground_truth/cut/1_mask.png", "b/7.jpg", "b/7.png", "c/1.jpg"), read
    )
    assert mask_path("a/test/cut/1.png", files) == "a/ground_truth/cut/1_mask.png"
    assert mask_path("b/7.jpg", files) == "b/7.png"
    assert mask_path("c/1.jpg", files) is None


def test_boxes_and_polygons_are_drawn_and_other_text_is_none() -> None:
    box = drawn("0 0.5 0.5 0.2 0.5", (40, 100))
    assert flaw_of(box) == (10, 30, 40, 60)
    triangle = drawn("0 0.1 0.1 0.9 0.1 0.5 0.9\n\n", (40, 100))
    assert triangle is not None
    assert triangle[5, 50]
    assert not triangle[30, 15]
    assert drawn("no shapes at all", (40, 100)) is None
