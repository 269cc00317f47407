"""The exchange in memory, for tests and rehearsals."""

from lineside.enterprise.errors import FileUnknown
from lineside.enterprise.ports import Waiting


class MemoryExchange:
    """Files by name; ``inbox`` is filled by the test, ``out`` is what was delivered."""

    def __init__(self) -> None:
        self.inbox: dict[str, bytes] = {}
        self.shelves: dict[str, dict[str, bytes]] = {"done": {}, "parked": {}}
        self.out: dict[str, bytes] = {}

    def waiting(self) -> list[Waiting]:
        return [Waiting(name, len(content), 0.0) for name, content in self.inbox.items()]

    def read(self, name: str) -> bytes:
        if name not in self.inbox:
            raise FileUnknown(file=name)
        return self.inbox[name]

    def put_away(self, name: str, shelf: str) -> None:
        content = self.inbox.pop(name, None)
        if content is not None:
            self.shelves[shelf][name] = content

    def deliver(self, name: str, content: bytes) -> None:
        self.out[name] = content
