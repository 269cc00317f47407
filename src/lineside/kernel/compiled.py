"""Compilation of hot loops: Numba behind one typed name, cached on disk between runs."""

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, cast

import numba

P = ParamSpec("P")
R = TypeVar("R")


def njit(**options: Any) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Compile a function of arrays and numbers to machine code; takes Numba's options."""
    return cast(
        "Callable[[Callable[P, R]], Callable[P, R]]", numba.njit(**{"cache": True, **options})
    )
