"""The five kinds of refusal.

A refusal is the world's answer to a request that cannot be met: it carries a stable code and facts,
never a sentence to be parsed. Bugs are assertions, not refusals.
"""

from typing import Any, ClassVar


class Refusal(Exception):
    """Base of everything that may be refused.

    ``code`` names the refusal (``room.Name``) and never changes once published; ``status`` is the
    HTTP status of its kind; ``facts`` are plain values that say what was refused and where.
    ``advice`` tells a person what to do next.
    """

    code: ClassVar[str] = "kernel.Refusal"
    status: ClassVar[int] = 500
    advice: ClassVar[str] = "Read what was refused, correct it and try again."

    def __init__(self, **facts: Any) -> None:
        self.facts = facts
        super().__init__(self.line())

    def __reduce__(self) -> tuple[Any, ...]:
        """A refusal of another process comes back as what it was, with its facts."""
        return _again, (type(self), self.facts)

    def line(self) -> str:
        """One line for people: the code, then the facts."""
        told = ", ".join(f"{name}={value}" for name, value in self.facts.items())
        return f"{self.code}: {told}" if told else self.code

    def as_data(self) -> dict[str, Any]:
        """The same as plain values, for JSON answers."""
        facts = {name: plain(value) for name, value in self.facts.items()}
        return {"code": self.code, "status": self.status, "facts": facts, "advice": self.advice}


def _again(kind: type[Refusal], facts: dict[str, Any]) -> Refusal:
    return kind(**facts)


def plain(value: Any) -> Any:
    """A value as JSON can hold it; what JSON does not know becomes its text."""
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(each) for each in value]
    if isinstance(value, dict):
        return {str(name): plain(each) for name, each in value.items()}
    return str(value)


class Invalid(Refusal):
    """What was sent cannot be understood or breaks a rule (422)."""

    code = "kernel.Invalid"
    status = 422


class Missing(Refusal):
    """What was asked for does not exist, or the asker may not know that it does (404)."""

    code = "kernel.Missing"
    status = 404


class Conflict(Refusal):
    """The present state does not allow it; another order of events would (409)."""

    code = "kernel.Conflict"
    status = 409


class Forbidden(Refusal):
    """The asker may not do this (403)."""

    code = "kernel.Forbidden"
    status = 403


class Unavailable(Refusal):
    """Something that is needed does not answer now; a later try may succeed (503)."""

    code = "kernel.Unavailable"
    status = 503
