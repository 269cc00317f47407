"""Models as plain arrays with their facts in an ``npz`` file; nothing in it is executed."""

import io
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from zipfile import BadZipFile

import numpy as np

from lineside.maintenance.errors import ModelFileUnreadable


def packed(version: int, facts: Mapping[str, Any], arrays: Mapping[str, Any]) -> bytes:
    """The bytes of a file of this version of its format."""
    told = json.dumps({"format": version, **facts}).encode()
    buffer = io.BytesIO()
    np.savez_compressed(
        buffer, allow_pickle=False, facts=np.frombuffer(told, dtype=np.uint8), **arrays
    )
    return buffer.getvalue()


@contextmanager
def unpacked(
    digest: str, content: bytes, version: int
) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """The facts and arrays of such a file, for the length of the block that makes a model of them.

    Raises ``ModelFileUnreadable`` for another version, for what is no such file, and where the
    block misses something in it.
    """
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as held:
            arrays = {name: held[name] for name in held.files}
        facts = json.loads(arrays.pop("facts").tobytes())
        if facts["format"] != version:
            raise ModelFileUnreadable(file=digest, format=facts["format"], readable=version)
        yield facts, arrays
    except (ValueError, KeyError, OSError, EOFError, BadZipFile) as error:
        raise ModelFileUnreadable(file=digest, problem=type(error).__name__) from error
