"""Fits of large tables in a process of their own, so that the house answers meanwhile."""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

LARGE_BYTES = 150_000


def apart(content: bytes, function: Callable[P, R], /, *given: P.args, **named: P.kwargs) -> R:
    """Call the function here, or in another process where the content is large."""
    if len(content) < LARGE_BYTES:
        return function(*given, **named)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(function, *given, **named).result()
