"""News: what happened, in the past tense, as plain values.

A noun's verb returns an event; the unit of work writes it to the outbox in the same transaction.
"""

from functools import lru_cache
from typing import Any, ClassVar

from pydantic import TypeAdapter

_known: dict[str, type["Event"]] = {}


class Event:
    """Base of all news. Subclasses are frozen dataclasses of plain values.

    ``class LotHeld(Event, subject="lot")``: news about the same subject is heard in order.
    """

    news_name: ClassVar[str] = "kernel.Event"
    subject_field: ClassVar[str] = ""

    def __init_subclass__(cls, subject: str = "", **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        room = cls.__module__.removeprefix("lineside.").split(".")[0]
        cls.news_name = f"{room}.{cls.__name__}"
        cls.subject_field = subject
        _known[cls.news_name] = cls

    @property
    def subject(self) -> str:
        """What orders this news: the room's name and the value of the subject field."""
        value = getattr(self, self.subject_field) if self.subject_field else "all"
        return f"{self.news_name.split('.')[0]}:{value}"


@lru_cache(maxsize=512)
def _adapter(name: str) -> TypeAdapter[Event]:
    return TypeAdapter(_known[name])


def dump(event: Event) -> dict[str, Any]:
    """The event's facts as plain values for JSON."""
    facts: dict[str, Any] = _adapter(event.news_name).dump_python(event, mode="json")
    return facts


def restore(name: str, facts: dict[str, Any]) -> Event:
    """The event that ``dump`` wrote."""
    return _adapter(name).validate_python(facts)


def known() -> dict[str, type[Event]]:
    """Every kind of news that the loaded rooms can tell, by name."""
    return dict(sorted(_known.items()))
