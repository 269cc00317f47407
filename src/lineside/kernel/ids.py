"""New identifiers: sortable by time, unique, and repeatable when a run is replayed from a seed."""

import random
import threading
from datetime import datetime

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


class Ids:
    """Makes identifiers of 26 letters and digits: 10 tell the millisecond, 16 are random.

    With a ``seed`` the random part repeats, so that a simulated run gives the same ids again.
    """

    def __init__(self, seed: int | None = None) -> None:
        self._random = random.Random(seed) if seed is not None else random.SystemRandom()
        self._lock = threading.Lock()

    def new(self, at: datetime) -> str:
        """Return a fresh id that sorts after those made at an earlier millisecond."""
        with self._lock:
            chance = self._random.getrandbits(80)
        return _encode(int(at.timestamp() * 1000), 10) + _encode(chance, 16)


def _encode(number: int, length: int) -> str:
    digits = []
    for _ in range(length):
        digits.append(_ALPHABET[number & 31])
        number >>= 5
    return "".join(reversed(digits))
