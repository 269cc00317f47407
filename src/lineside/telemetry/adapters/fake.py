"""A source without an outside: values that a test or a demonstration puts in."""

from collections.abc import AsyncIterator, Mapping, Sequence

from lineside.kernel.clock import Clock
from lineside.telemetry.adapters.inbox import Inbox
from lineside.telemetry.errors import SignalUnknown, SourceUnavailable, WriteRefused
from lineside.telemetry.model import Found, Health, Quality, Signal, SourceState
from lineside.telemetry.ports import Batch, Quarantine


class FakeSource:
    """Has the addresses it is given; ``put`` is what a machine would send."""

    def __init__(
        self,
        addresses: Mapping[str, float],
        *,
        clock: Clock,
        quarantine: Quarantine,
        name: str = "fake",
        writable: bool = False,
    ) -> None:
        self.values = dict(addresses)
        self.reachable = True
        self._writable = writable
        self._inbox = Inbox(name, clock, quarantine)
        self._tags: dict[str, str] = {}

    async def connect(self) -> None:
        """Reach it; refuses while ``reachable`` is false."""
        if not self.reachable:
            self._inbox.stand(SourceState.REFUSED)
            raise SourceUnavailable(source=self._inbox.name)
        self._inbox.stand(SourceState.LIVE)

    async def browse(self, under: str | None = None, *, limit: int = 1000) -> list[Found]:
        """The addresses that begin with ``under``."""
        names = [each for each in sorted(self.values) if each.startswith(under or "")]
        return [
            Found(name, name, False, "float", writable=self._writable) for name in names[:limit]
        ]

    async def subscribe(self, signals: Sequence[Signal]) -> AsyncIterator[Batch]:
        """What is put in."""
        unknown = [each.address for each in signals if each.address not in self.values]
        if unknown:
            raise SignalUnknown(address=unknown[0])
        self._tags |= {each.address: each.tag for each in signals}
        async for batch in self._inbox.batches():
            yield batch

    def put(self, address: str, time_us: int, value: object) -> None:
        """A value arrives; what is no number is quarantined."""
        tag = self._tags.get(address)
        if tag is None:
            return
        if not isinstance(value, int | float):
            self._inbox.refuse(address, "no number", repr(value).encode())
            return
        self.values[address] = float(value)
        self._inbox.take([(tag, time_us, float(value), int(Quality.GOOD))])

    def lose(self) -> None:
        """The source goes away."""
        self._inbox.stand(SourceState.LOST)
        self._inbox.lose()

    def find(self) -> None:
        """The source comes back."""
        self._inbox.stand(SourceState.LIVE)

    async def write(self, address: str, value: float | bool | str) -> None:
        """Set a value."""
        if not self._writable or address not in self.values or isinstance(value, str):
            raise WriteRefused(address=address)
        self.values[address] = float(value)

    async def read(self, address: str) -> float | None:
        """The present value."""
        if address not in self.values:
            raise SignalUnknown(address=address)
        return self.values[address]

    async def close(self) -> None:
        """End the subscription."""
        self._inbox.close()

    def health(self) -> Health:
        """State and counts."""
        return self._inbox.health()
