"""The newest value of each tag, kept in memory for live screens."""

import math
import threading
from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class LiveState:
    """Newest value by tag. Late samples do not overwrite newer ones."""

    def __init__(self) -> None:
        self._values: dict[str, tuple[float, int, int, int]] = {}
        self._version = 0
        self._lock = threading.Lock()

    def update(self, samples: pa.Table) -> None:
        """Take the newest sample of each tag from a batch (``telemetry.samples`` columns)."""
        if not samples.num_rows:
            return
        column = samples["tag"].combine_chunks()
        codes = column.indices.to_numpy(zero_copy_only=False)
        names = column.dictionary.to_pylist()
        times = samples["time"].cast(pa.int64()).to_numpy()
        values = samples["value"].to_numpy()
        quality = samples["quality"].to_numpy()
        order = np.lexsort((times, codes))
        last = order[np.append(np.diff(codes[order]) != 0, True)]
        with self._lock:
            self._version += 1
            for row in last:
                self._keep(
                    names[codes[row]], float(values[row]), int(quality[row]), int(times[row])
                )

    def _keep(self, tag: str, value: float, quality: int, time_us: int) -> None:
        known = self._values.get(tag)
        if known is not None and known[2] > time_us:
            return
        if known is not None and math.isnan(value):
            # A lost source tells that it knows nothing; what it last knew is still worth showing.
            value, time_us = known[0], known[2]
        self._values[tag] = (value, quality, time_us, self._version)

    def changed_since(self, version: int) -> tuple[int, list[list[object]]]:
        """The newest version, and ``[tag, value, quality, time]`` of each tag changed since."""
        with self._lock:
            changed: list[list[object]] = [
                [tag, None if value != value else value, quality, _moment(time_us).isoformat()]
                for tag, (value, quality, time_us, at) in self._values.items()
                if at > version
            ]
            return self._version, changed

    def value(self, tag: str) -> tuple[float, int, datetime] | None:
        """Value, quality and source time of a tag, or None when it was never heard."""
        with self._lock:
            known = self._values.get(tag)
        return (known[0], known[1], _moment(known[2])) if known else None


def _moment(time_us: int) -> datetime:
    return _EPOCH + timedelta(microseconds=time_us)
