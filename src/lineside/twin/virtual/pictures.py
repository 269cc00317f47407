"""Grey pictures of a gear's teeth, drawn: light, position and grain vary; a flaw is drawn on some.

The view is along the tooth flanks of an arc of the gear, as a ring light and a line of sight a
little from above give it.
"""

import cv2
import numpy as np
import numpy.typing as npt

SIZE = 160
FLAWS = ("chatter", "burn", "pit", "scratch")
Grey = npt.NDArray[np.float32]


def _grid() -> tuple[Grey, Grey]:
    y, x = np.mgrid[0:SIZE, 0:SIZE].astype(np.float32)
    return x, y


def _teeth(generator: np.random.Generator, teeth: int) -> tuple[Grey, Grey, Grey]:
    """Brightness, the place along a tooth's pitch (0 to 1) and the depth below the tip."""
    x, y = _grid()
    centre_x = SIZE / 2 + generator.normal(0, 3.0)
    centre_y = SIZE * 2.15 + generator.normal(0, 3.0)
    angle = np.arctan2(x - centre_x, centre_y - y)
    radius = np.hypot(x - centre_x, y - centre_y)
    pitch = 2 * np.pi / (teeth * 1.9)
    place = np.mod(angle / pitch + generator.uniform(), 1.0).astype(np.float32)
    depth = ((SIZE * 1.95 - radius) / SIZE).astype(np.float32)
    profile = np.abs(place - 0.5) * 2
    edge = 0.42 + 0.55 * np.clip(depth / 0.42, 0, 1)
    body = 1 / (1 + np.exp((profile - edge) * 26))
    inside = body * (depth > 0) + (depth > 0.42)
    metal = np.clip(inside, 0, 1)
    flank = 150 + 46 * np.cos((place - 0.32) * 2 * np.pi) * (depth < 0.42)
    return (22 + metal * (flank - 22)).astype(np.float32), place, depth


def _mark(
    picture: Grey, place: Grey, depth: Grey, flaw: str, size: float, generator: np.random.Generator
) -> Grey:
    """Draw the flaw, the stronger the larger `size` (about 0.4 to 1)."""
    x, y = _grid()
    flank = (depth > 0.04) & (depth < 0.4) & (np.abs(place - 0.5) < 0.3)
    if flaw == "chatter":
        stripes = np.sin(2 * np.pi * depth * SIZE / (5.0 + generator.uniform(-0.6, 0.6)))
        return np.asarray(picture + np.where(flank, 34 * size * stripes, 0), np.float32)
    cx, cy = generator.uniform(0.3, 0.7) * SIZE, generator.uniform(0.3, 0.55) * SIZE
    if flaw == "burn":
        spread = (0.09 + 0.07 * size) * SIZE
        shade = np.exp(-((x - cx) ** 2 + (y - cy) ** 2) / (2 * spread**2))
        return np.asarray(picture * (1 - 0.62 * size * shade * flank), np.float32)
    if flaw == "pit":
        for _ in range(3 + int(5 * size)):
            px, py = cx + generator.normal(0, 14), cy + generator.normal(0, 10)
            hole = np.exp(-((x - px) ** 2 + (y - py) ** 2) / (2 * (1.2 + size) ** 2))
            picture = picture - (110 * size * hole).astype(np.float32)
        return picture
    tilt = generator.uniform(-0.7, 0.7)
    far = np.abs((y - cy) - tilt * (x - cx))
    line = np.exp(-(far**2) / 1.6) * (np.abs(x - cx) < 20 + 24 * size)
    return np.asarray(picture + 82 * size * line * (depth > 0), np.float32)


def tooth_picture(generator: np.random.Generator, teeth: int, flaw: str | None) -> bytes:
    """A PNG of SIZE by SIZE grey pixels; `flaw` is one of FLAWS or None."""
    picture, place, depth = _teeth(generator, teeth)
    fine = generator.standard_normal((SIZE, SIZE)).astype(np.float32)
    grain = cv2.GaussianBlur(fine, (0, 0), sigmaX=0.5, sigmaY=2.2)
    picture = picture + 5.0 * grain * (depth > 0)
    if flaw is not None:
        size = float(np.clip(generator.normal(0.75, 0.15), 0.4, 1.0))
        picture = _mark(picture, place, depth, flaw, size, generator)
    x, y = _grid()
    slope = generator.normal(0, 0.06, 2)
    light = 1 + slope[0] * (x / SIZE - 0.5) + slope[1] * (y / SIZE - 0.5)
    picture = picture * light * (1 + generator.normal(0, 0.05)) + generator.normal(0, 2.0)
    picture = picture + 3.2 * generator.standard_normal((SIZE, SIZE))
    found, png = cv2.imencode(".png", np.clip(picture, 0, 255).astype(np.uint8))
    assert found, "a drawn picture can be encoded"
    return bytes(png.tobytes())
