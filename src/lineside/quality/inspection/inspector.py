"""An inspector: fitted from good pictures only, it scores a picture and shows its flaws."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from time import perf_counter

import cv2
import numpy as np
import numpy.typing as npt

from lineside.quality.errors import InspectorInvalid, PictureSizeDiffers
from lineside.quality.inspection import bank, flaws, learner
from lineside.quality.inspection.cells import Judge, inputs
from lineside.quality.inspection.normal import Place, Sums
from lineside.quality.inspection.picture import (
    Floats,
    Picture,
    as_grey,
    brought_to,
    working_shape,
)
from lineside.quality.inspection.strokes import STROKES
from lineside.quality.inspection.template import (
    Template,
    find_template,
    matched,
    pixel_sums,
    template_of,
)

LEAST_PICTURES = 8
_LESSONS_PER_PICTURE = 3
_BAD_CELLS = 50
_GOOD_CELLS = 100
_EPOCHS = 4
_BLUR = 2.0
_TOP = 60
# So many spreads long lines must stand clear of good pictures' where the network sees all flaws.
_CLEAR = 3.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an inspection found.

    ``score`` is 0 for an ordinary good picture and 1 at the threshold. ``heat_map`` has the
    picture's own height and width, above 1 where cells look flawed. ``box`` is the hottest region
    (left, top, right, bottom) in pixels, None where nothing is above 1.
    """

    score: float
    flawed: bool
    heat_map: Floats
    box: tuple[int, int, int, int] | None
    latency_s: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """Where the scores of good pictures lie, and what the threshold finds.

    ``line_weight`` is how much long lines count: the share of drawn flaws that the other scores
    overlook on their own.
    """

    middle: Floats
    spread: Floats
    threshold: float
    line_weight: float
    false_alarm_rate: float
    found_of_drawn_flaws: float
    good_pictures: int


@dataclass(slots=True, repr=False)
class Inspector:
    """Fitted by ``fit``; kept and read as plain arrays by ``save`` and ``load`` (files.py)."""

    shape: tuple[int, int]
    any_size: bool
    template: Template
    place: Place
    networks: list[learner.Network]
    judge: Judge
    novelty: Floats
    calibration: Calibration

    def inspect(self, picture: Picture) -> Verdict:
        """Score one picture of the size the inspector was fitted for."""
        start = perf_counter()
        grey = as_grey(picture)
        self._check_size(grey.shape)
        laid = self.template.laid_over(brought_to(grey, working_shape(self.shape)))
        seen = bank.features_and_strokes(self.template.added(laid))
        raw, cells, lines = judged(self.place.standardised(seen), self.judge, self.novelty)
        score = scored(raw, self.calibration)
        heat = self._heat(cells, lines, grey.shape)
        box = _hottest(heat) if score > 1 else None
        return Verdict(score, score > 1, heat, box, perf_counter() - start)

    def _check_size(self, shape: tuple[int, ...]) -> None:
        if not self.any_size and shape != self.shape:
            raise PictureSizeDiffers(sent=list(shape), fitted_for=list(self.shape))

    def _heat(self, cells: Floats, lines: Floats, shape: tuple[int, ...]) -> Floats:
        known = self.calibration
        level = (cells - known.middle[0]) / known.spread[0]
        level += _counted((lines - known.middle[-1]) / known.spread[-1], known.line_weight)
        wide = cv2.resize(
            level / known.threshold, (shape[1], shape[0]), interpolation=cv2.INTER_LINEAR
        )
        return np.asarray(wide, dtype=np.float32)


def fit(
    pictures: Sequence[Picture],
    *,
    seed: int = 0,
    false_alarm_rate: float = 0.01,
    any_size: bool = False,
    threads: int = 2,
    lessons: int = 240,
    progress: Callable[[float], None] = lambda share: None,
) -> Inspector:
    """Learn from good pictures alone what a good picture is.

    All pictures have one size, unless ``any_size`` allows them to be brought to the first one's.
    ``false_alarm_rate`` is the share of good pictures that the threshold may call flawed.
    ``lessons`` is how many good pictures flaws are drawn onto, three times each: fewer are faster.
    ``progress`` hears the share of the work that is done.
    """
    if not 0 < false_alarm_rate < 0.5:
        raise InspectorInvalid(problem="false alarm rate between 0 and 0.5", rate=false_alarm_rate)
    if lessons < 2:
        raise InspectorInvalid(problem="two lessons or more are needed", lessons=lessons)
    greys = [as_grey(each) for each in pictures]
    if len(greys) < LEAST_PICTURES:
        raise InspectorInvalid(problem="too few good pictures", sent=len(greys))
    shape = (greys[0].shape[0], greys[0].shape[1])
    _check_sizes(greys, shape, any_size)
    ready = [brought_to(grey, working_shape(shape)) for grey in greys]
    with ThreadPoolExecutor(max_workers=threads) as pool:
        return _Fitting(ready, shape, any_size, seed, pool, progress).run(false_alarm_rate, lessons)


def _check_sizes(greys: list[Picture], shape: tuple[int, int], any_size: bool) -> None:
    for number, grey in enumerate(greys):
        if not any_size and grey.shape != shape:
            raise PictureSizeDiffers(picture=number, sent=list(grey.shape), fitted_for=list(shape))


class _Fitting:
    """The steps of one fit, over pictures at their working size."""

    def __init__(
        self,
        pictures: list[Floats],
        shape: tuple[int, int],
        any_size: bool,
        seed: int,
        pool: ThreadPoolExecutor,
        progress: Callable[[float], None],
    ) -> None:
        self._template, self._pictures = find_template(pictures)
        self._pixels = pixel_sums(self._pictures, self._template.mean)
        self._shape = shape
        self._any_size = any_size
        self._seed = seed
        self._pool = pool
        self._progress = progress
        self._sums = Sums(self._seen(0).shape)

    def run(self, false_alarm_rate: float, lessons: int) -> Inspector:
        numbers = range(len(self._pictures))
        for features in self._pool.map(self._seen, numbers):
            self._sums.add(features)
        self._progress(0.1)
        tops = self._tops()
        networks = [self._network(half, lessons // 2) for half in (0, 1)]
        return self._calibrated(networks, tops, false_alarm_rate)

    def _others(self, number: int) -> Template:
        """The template of all good pictures but ``number``."""
        own = matched(self._pictures[number], self._template.mean)
        return template_of(self._pixels, self._template.aligns, without=own)

    def _seen(self, number: int) -> Floats:
        """Features and strokes of a good picture over the template of all the others."""
        return bank.features_and_strokes(self._others(number).added(self._pictures[number]))

    def _tops(self) -> Floats:
        """Each feature's greatest value in each good picture, judged by all the others."""

        def greatest(number: int) -> Floats:
            seen = self._seen(number)
            usual = self._sums.place(without=seen).standardised(seen)
            return np.asarray(usual.max(axis=(1, 2)), dtype=np.float32)

        tops = np.stack(list(self._pool.map(greatest, range(len(self._pictures)))))
        self._progress(0.25)
        return tops

    def _network(self, half: int, lessons: int) -> learner.Network:
        """A network taught on every second picture, so that the others can judge it."""
        own = list(range(half, len(self._pictures), 2))
        jobs = range(half * lessons, (half + 1) * lessons)
        taught = list(self._pool.map(lambda job: self._lessons(own, job), jobs))
        rows = np.concatenate([rows for rows, _ in taught])
        truth = np.concatenate([truth for _, truth in taught])
        self._progress(0.4 + 0.3 * half)
        rng = np.random.default_rng([self._seed, 7, half])
        return learner.train(rows, truth, epochs=_EPOCHS, rng=rng)

    def _lessons(self, own: list[int], job: int) -> tuple[Floats, Floats]:
        """Cells of one picture with flaws drawn in several ways: inputs, and which are flawed."""
        rng = np.random.default_rng([self._seed, job])
        number = own[int(rng.integers(len(own)))]
        others = self._others(number)
        place = self._sums.place(without=bank.features(others.added(self._pictures[number])))
        told = []
        for _ in range(_LESSONS_PER_PICTURE):
            flawed, where = self._drawn(number, own, rng)
            usual = place.standardised(bank.features(others.added(flawed)))
            told.append(_lesson(usual, where, rng))
        return np.concatenate([a for a, _ in told]), np.concatenate([b for _, b in told])

    def _drawn(
        self, number: int, own: list[int], rng: np.random.Generator
    ) -> tuple[Floats, npt.NDArray[np.bool_]]:
        donors = [self._pictures[own[each]] for each in rng.integers(len(own), size=4)]
        return flaws.draw_flaw(self._pictures[number], donors, rng)

    def _calibrated(
        self, networks: list[learner.Network], tops: Floats, false_alarm_rate: float
    ) -> Inspector:
        count = len(self._pictures)
        good = np.stack(list(self._pool.map(self._judge(networks, tops, False), range(count))))
        self._progress(0.85)
        tests = range(min(count, 60))
        drawn = np.stack(list(self._pool.map(self._judge(networks, tops, True), tests)))
        self._progress(1.0)
        return Inspector(
            self._shape,
            self._any_size,
            self._template,
            self._sums.place(),
            networks,
            Judge(networks),
            novelty_of(tops),
            calibrated(good, drawn, false_alarm_rate),
        )

    def _judge(
        self, networks: list[learner.Network], tops: Floats, drawn: bool
    ) -> Callable[[int], Floats]:
        """Raw scores of a good picture by the network that was not taught on it."""

        judges = [Judge([network]) for network in networks]
        common = novelty_of(tops)

        def judge(number: int) -> Floats:
            seen = self._seen(number)
            place = self._sums.place(without=seen)
            if drawn:
                seen = self._seen_flawed(number)
            novelty = common.copy()
            # what is usual in long lines is told by the others: else new pictures seem novel
            novelty[:, -STROKES:] = novelty_of(np.delete(tops, number, axis=0))[:, -STROKES:]
            return judged(place.standardised(seen), judges[1 - number % 2], novelty)[0]

        return judge

    def _seen_flawed(self, number: int) -> Floats:
        """What is seen of a good picture with flaws drawn onto it."""
        rng = np.random.default_rng([self._seed, 11, number])
        flawed = self._drawn(number, list(range(len(self._pictures))), rng)[0]
        return bank.features_and_strokes(self._others(number).added(flawed))


def _lesson(
    usual: Floats, where: npt.NDArray[np.bool_], rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """Some flawed and some good cells of one picture; those at a flaw's rim are left out."""
    size = usual.shape[:0:-1]
    cells = cv2.resize(where.astype(np.float32), size, interpolation=cv2.INTER_AREA)
    near = cv2.dilate(cells, np.ones((3, 3), dtype=np.uint8))
    bad = _some(np.flatnonzero(cells.ravel() > 0.15), _BAD_CELLS, rng)
    good = _some(np.flatnonzero(near.ravel() == 0), _GOOD_CELLS, rng)
    rows = inputs(usual)[np.concatenate([bad, good])]
    return rows, np.repeat(np.array([1, 0], dtype=np.float32), [len(bad), len(good)])


def novelty_of(tops: Floats) -> Floats:
    """Median and reach, to the 98 % point, of each feature's greatest value in good pictures."""
    middle, high = np.quantile(tops, [0.5, 0.98], axis=0)
    return np.stack([middle, np.maximum(high - middle, 0.5)]).astype(np.float32)


def judged(usual: Floats, judge: Judge, novelty: Floats) -> tuple[Floats, Floats, Floats]:
    """Raw scores (peak, extent, novelty, long lines), maps of log-odds and of long lines."""
    cells = judge.log_odds(usual[:-STROKES])
    smooth = np.asarray(cv2.GaussianBlur(cells, (0, 0), _BLUR), dtype=np.float32)
    top = min(_TOP, cells.size // 16)
    extent = np.partition(cells.ravel(), -top)[-top:].mean()
    excess = (usual.max(axis=(1, 2)) - novelty[0]) / novelty[1]
    strange, lined = excess[:-STROKES].max(), _together(excess[-STROKES:])
    lines = (usual[-STROKES:] - novelty[0, -STROKES:, None, None]) / novelty[
        1, -STROKES:, None, None
    ]
    return np.array([smooth.max(), extent, strange, lined], np.float32), smooth, _together(lines)


def _together(excess: Floats) -> Floats:
    """The root of the sum of squares of what lies above the usual."""
    return np.asarray(np.sqrt((np.maximum(excess, 0) ** 2).sum(axis=0)), dtype=np.float32)


def _counted(distance: Floats, weight: float) -> Floats:
    """What long lines add: the less they count, the clearer they must stand."""
    clear = _CLEAR * (1 - weight)
    return np.asarray(weight * np.maximum(distance - clear, 0), dtype=np.float32)


def scored(raw: Floats, known: Calibration) -> float:
    """One figure from the raw scores of a picture."""
    return float(_joined(raw, known.middle, known.spread, known.line_weight) / known.threshold)


def _joined(
    raw: Floats, middle: Floats, spread: Floats, line_weight: float
) -> npt.NDArray[np.float64]:
    """The first three scores' mean distance from good pictures', and long lines that stand clear.

    The scores are along the last axis of ``raw``.
    """
    distance = (raw - middle) / spread
    lines = _counted(distance[..., -1], line_weight)
    return np.asarray(distance[..., :-1].mean(axis=-1) + lines, dtype=np.float64)


def calibrated(good: Floats, drawn: Floats, false_alarm_rate: float) -> Calibration:
    """The threshold, and how much long lines count, from raw scores of good and drawn-on pictures.

    Long lines count by the share of drawn flaws that the network and novelty overlook: where those
    see well, lines would only add the good pictures' own chance lines.
    """
    middle = np.median(good, axis=0).astype(np.float32)
    spread = np.maximum(np.quantile(good, 0.84, axis=0) - middle, 1e-3).astype(np.float32)

    def threshold_and_found(line_weight: float) -> tuple[float, float]:
        threshold = _tail(_joined(good, middle, spread, line_weight), false_alarm_rate)
        return threshold, float(np.mean(_joined(drawn, middle, spread, line_weight) > threshold))

    line_weight = 1 - threshold_and_found(0.0)[1]
    threshold, found = threshold_and_found(line_weight)
    return Calibration(middle, spread, threshold, line_weight, false_alarm_rate, found, len(good))


def _tail(scores: npt.NDArray[np.float64], rate: float) -> float:
    """The score that a share ``rate`` of good pictures exceeds.

    The tail is an exponential above the 75 % point (peaks over threshold; Pickands, Annals of
    Statistics 3 (1975)), its scale taken from the median excess: one flawed picture among the good
    ones must not lift the threshold over every flaw.
    """
    start = float(np.quantile(scores, 0.75))
    over = scores[scores > start] - start
    scale = float(np.median(over) / np.log(2)) if len(over) else 1e-3
    # few good pictures know their tail badly: stay on the side of fewer false alarms
    scale *= 1 + 1.5 / float(np.sqrt(max(len(over), 1)))
    return max(start + scale * float(np.log(max(0.25 / rate, 1.0))), 1e-3)


def _some(
    places: npt.NDArray[np.int64], most: int, rng: np.random.Generator
) -> npt.NDArray[np.int64]:
    return places if len(places) <= most else rng.choice(places, most, replace=False)


def _hottest(heat: Floats) -> tuple[int, int, int, int] | None:
    """The region above 1 that holds the greatest heat."""
    peak = float(heat.max())
    level = min(1.0, peak * 0.5) if peak > 0 else peak
    _, labels, found, _ = cv2.connectedComponentsWithStats((heat > level).astype(np.uint8))
    at = labels[np.unravel_index(int(heat.argmax()), heat.shape)]
    if at == 0:
        return None
    left, top, width, height = (int(each) for each in found[at][:4])
    return left, top, left + width, top + height
