"""What cameras send while it cannot be taken waits in its order; what is no picture is parked."""

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from lineside.app.ingest.cameras import Cameras

HALDEN = Path(__file__).parents[2] / "plants" / "halden"
TOPIC = "halden/camera/VI-01"
PICTURE = cv2.imencode(".png", np.eye(128, dtype=np.uint8) * 200)[1].tobytes()


@pytest.fixture
def cameras(world, door, administrator):
    administrator.run("plant.load_plant", folder=str(HALDEN))
    return Cameras(world, door, {"VI-01": "halden/inspection/VI-01"})


def message(unit, content=PICTURE):
    header = {"lot": "L-1", "unit": unit, "at": "2026-10-05T05:00:00+00:00"}
    return json.dumps(header).encode() + b"\n" + content


def seen(person):
    return sorted(each.unit for each in person.ask("quality.pictures"))


def test_pictures_wait_while_quality_is_stopped_and_are_taken_in_order(cameras, administrator):
    administrator.run("kernel.stop_room", room="quality", reason="new lenses")
    done = []
    for unit in (1, 2):
        cameras.take(TOPIC, message(unit), lambda unit=unit: done.append(unit))
    cameras.flush()
    assert done == []
    administrator.run("kernel.start_room", room="quality")
    cameras.flush()
    assert done == [1, 2]
    assert administrator.ask("kernel.parked") == []
    assert seen(administrator) == [1, 2]


def test_what_waits_comes_before_the_next_picture(cameras, administrator):
    administrator.run("kernel.stop_room", room="quality", reason="new lenses")
    done = []
    cameras.take(TOPIC, message(1), lambda: done.append(1))
    administrator.run("kernel.start_room", room="quality")
    cameras.take(TOPIC, message(2), lambda: done.append(2))
    assert done == [1, 2]


@pytest.mark.parametrize("payload", [b"", b"no json\nxx", b"{}\npicture", message(1, b"")])
def test_what_is_no_message_is_parked_and_done(cameras, administrator, payload):
    done = []
    cameras.take(TOPIC, payload, lambda: done.append(True))
    assert done == [True]
    parked = administrator.ask("kernel.parked")
    assert [(each.source, each.code) for each in parked] == [
        ("camera VI-01", "app.PictureMessageInvalid")
    ]
