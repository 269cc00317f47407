"""JSON bodies read strictly: what two readers might read differently is refused.

Python's own reader takes ``NaN``, numbers past all bounds, the same key twice and half a surrogate
pair. Each of them would be stored as something else than was meant, or not at all.
"""

import json
import math
from collections.abc import Callable, Coroutine
from typing import Any, NoReturn

from fastapi import Request, Response
from fastapi.routing import APIRoute

from lineside.kernel.catalogue import is_storable

DEEPEST = 64


class StrictRoute(APIRoute):
    """A route whose JSON body is read strictly."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def strictly(request: Request) -> Response:
            return await handle(_StrictRequest(request.scope, request.receive))

        return strictly


class _StrictRequest(Request):
    async def json(self) -> Any:
        return read(await self.body())


def read(content: bytes) -> Any:
    """The value of a JSON document; raises ``json.JSONDecodeError`` when it is not plain JSON."""
    try:
        value = json.loads(
            content.decode("utf-8"),
            parse_constant=_no_constant,
            parse_float=_finite,
            object_pairs_hook=_each_key_once,
        )
    except RecursionError:
        raise _problem("nested too deeply") from None
    except ValueError as error:
        raise _problem(str(error)) from None
    _check(value)
    return value


def _check(value: Any) -> None:
    """Refuse depth and text that cannot be stored, without recursion of our own."""
    waiting = [(value, 0)]
    while waiting:
        part, depth = waiting.pop()
        if depth > DEEPEST:
            raise _problem("nested too deeply")
        if isinstance(part, str) and not is_storable(part):
            raise _problem("text with a zero byte or half a surrogate pair")
        if isinstance(part, dict):
            waiting += [(each, depth + 1) for pair in part.items() for each in pair]
        elif isinstance(part, list):
            waiting += [(each, depth + 1) for each in part]


def _no_constant(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number of JSON")


def _finite(word: str) -> float:
    number = float(word)
    if not math.isfinite(number):
        raise ValueError("a number past all bounds")
    return number


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise ValueError("the same key twice")
    return made


def _problem(text: str) -> json.JSONDecodeError:
    return json.JSONDecodeError(text[:200], "", 0)
