"""Whether a defect has begun to recur: a watch on the defect rate with a stated false-alarm rate.

An e-detector of Shiryaev-Roberts type (Shin, Ramdas and Rinaldo, New England Journal of Statistics
in Data Science 2 (2024) 229-260): after each sample the evidence is E <- (1 + E) likelihood ratio,
averaged over several possible rises. While the true rate stays at or below the usual one, E - n has
no upward drift, so the mean number of samples to a false alarm is at least the alarm level: no
tables, and no assumption on how large a rise will be. The rise's beginning is where the cumulative
sum of the same log ratio last stood at zero (Page, Biometrika 41 (1954)).
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy import stats

from lineside.kernel.compiled import njit
from lineside.quality.errors import ChartInvalid

Floats = npt.NDArray[np.float64]
RATIOS = (1.5, 2.0, 3.0, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class RateWatch:
    """The watch after ``samples`` samples; ``after`` gives the watch after more of them.

    ``usual_rate`` is the rate that is no news; ``false_alarm_every`` the mean number of samples
    between false alarms, at least. ``evidence`` stands against that number. ``since`` is the sample
    (from 0) at which the rise most likely began; ``alarm_at`` the sample that raised the alarm.
    """

    usual_rate: float
    false_alarm_every: float
    ratios: Floats
    samples: int
    log_evidence: Floats
    sums: Floats
    starts: npt.NDArray[np.int64]
    alarm_at: int | None

    @property
    def evidence(self) -> float:
        return float(np.exp(np.minimum(self.log_evidence, 700)).mean())

    @property
    def alarmed(self) -> bool:
        return self.alarm_at is not None

    @property
    def since(self) -> int:
        return int(self.starts[int(self.log_evidence.argmax())])

    def after(self, flawed: npt.ArrayLike, parts: npt.ArrayLike = 1) -> "RateWatch":
        """The watch after further samples of ``parts`` parts with ``flawed`` flawed ones each."""
        bad, all_parts = _samples(flawed, parts)
        log_evidence, sums, starts = self.log_evidence.copy(), self.sums.copy(), self.starts.copy()
        rates = np.minimum(self.usual_rate * self.ratios, 0.5 + self.usual_rate / 2)
        gain = np.log(rates / self.usual_rate)
        loss = np.log((1 - rates) / (1 - self.usual_rate))
        alarm = _advance(
            bad,
            all_parts,
            gain,
            loss,
            np.log(self.false_alarm_every),
            self.samples,
            log_evidence,
            sums,
            starts,
        )
        at = self.alarm_at if self.alarm_at is not None else (alarm if alarm >= 0 else None)
        return replace(
            self,
            samples=self.samples + len(bad),
            log_evidence=log_evidence,
            sums=sums,
            starts=starts,
            alarm_at=at,
        )


def watch_rate(
    usual_rate: float,
    *,
    false_alarm_every: float = 10_000.0,
    ratios: tuple[float, ...] = RATIOS,
) -> RateWatch:
    """A fresh watch for a rise of the rate above ``usual_rate``.

    ``ratios`` are the rises, as multiples of the usual rate, that are looked for together.
    """
    if not 0 < usual_rate < 0.5:
        raise ChartInvalid(problem="the usual rate lies between 0 and 0.5", usual_rate=usual_rate)
    if not false_alarm_every > 1 or not ratios or min(ratios) <= 1:
        raise ChartInvalid(problem="false alarms more than one sample apart, ratios above 1")
    count = len(ratios)
    return RateWatch(
        usual_rate=float(usual_rate),
        false_alarm_every=float(false_alarm_every),
        ratios=np.array(ratios, dtype=np.float64),
        samples=0,
        log_evidence=np.full(count, -np.inf),
        sums=np.zeros(count),
        starts=np.zeros(count, dtype=np.int64),
        alarm_at=None,
    )


def usual_rate(flawed: int, parts: int, *, confidence: float = 0.9) -> float:
    """A rate that the true one stays below with ``confidence``, from a quiet past.

    The upper Clopper-Pearson limit, so that a lucky past does not turn the watch jumpy.
    """
    if not (0 <= flawed <= parts and parts > 0):
        raise ChartInvalid(problem="flawed parts among parts", flawed=flawed, parts=parts)
    return float(stats.beta.ppf(confidence, flawed + 1, max(parts - flawed, 1e-9)))


def _samples(flawed: npt.ArrayLike, parts: npt.ArrayLike) -> tuple[Floats, Floats]:
    bad = np.atleast_1d(np.asarray(flawed, dtype=np.float64))
    size = np.broadcast_to(np.asarray(parts, dtype=np.float64), bad.shape)
    sound = np.isfinite(bad) & np.isfinite(size)
    wrong = np.flatnonzero(~sound | (bad < 0) | (bad > size) | (size <= 0))
    if bad.ndim != 1 or len(wrong):
        index = int(wrong[0]) if len(wrong) else 0
        raise ChartInvalid(problem="samples of parts with flawed ones among them", index=index)
    return bad, np.ascontiguousarray(size)


@njit()
def _advance(
    bad: Floats,
    parts: Floats,
    gain: Floats,
    loss: Floats,
    level: float,
    done: int,
    log_evidence: Floats,
    sums: Floats,
    starts: npt.NDArray[np.int64],
) -> int:
    """Carry the state over the samples in place; the number of the first alarming one, or -1."""
    alarm = -1
    count = len(gain)
    for i in range(len(bad)):
        total = 0.0
        for k in range(count):
            ratio = bad[i] * gain[k] + (parts[i] - bad[i]) * loss[k]
            if sums[k] <= 0.0:
                sums[k], starts[k] = 0.0, done + i
            sums[k] += ratio
            log_evidence[k] = np.logaddexp(0.0, log_evidence[k]) + ratio
            total += np.exp(min(log_evidence[k], 700.0)) / count
        if alarm < 0 and np.log(total) >= level:
            alarm = done + i
    return alarm
