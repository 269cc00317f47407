"""What is public is a snapshot: a change of anything public is seen in the difference.

``LINESIDE_UPDATE_PUBLISHED=1 pytest tests/published`` writes the snapshots anew; a change that
breaks a user needs a line in the changelog.
"""

import importlib
import json
import os
import pkgutil
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI

import lineside
from lineside.app.cli.asking import entry_facts
from lineside.app.http.live import live_routes
from lineside.app.http.routes import catalogue_routes
from lineside.app.http.session import session_routes
from lineside.app.wiring import load_rooms
from lineside.kernel import catalogue, events
from lineside.kernel.errors import Refusal
from lineside.kernel.settings import Settings

HERE = Path(__file__).parent


def openapi() -> Any:
    load_rooms()
    app = FastAPI(title="Lineside", version="1")
    for router in (session_routes(), live_routes(), catalogue_routes()):
        app.include_router(router)
    return app.openapi()


def load_everything() -> None:
    """Import every module, so that what is told does not depend on what ran before."""
    for found in pkgutil.walk_packages(lineside.__path__, "lineside."):
        if not found.name.endswith("__main__"):
            importlib.import_module(found.name)


def entries() -> Any:
    load_rooms()
    return [entry_facts(each) for each in catalogue.entries()]


def news() -> Any:
    load_rooms()
    found = {}
    for name, kind in events.known().items():
        if not kind.__module__.startswith("lineside."):
            continue
        shape = {each.name: str(each.type) for each in fields(kind)}  # type: ignore[arg-type]
        found[name] = {"subject": kind.subject_field, "fields": shape}
    return found


def refusals() -> Any:
    load_everything()
    found, waiting = {}, [Refusal]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if kind.__module__.startswith("lineside."):
            meaning = (kind.__doc__ or "").split("\n")[0]
            found[kind.code] = {"status": kind.status, "meaning": meaning, "advice": kind.advice}
    return dict(sorted(found.items()))


def settings() -> Any:
    return {each.name: str(each.type) for each in fields(Settings)}


SNAPSHOTS = {
    "openapi": openapi,
    "catalogue": entries,
    "events": news,
    "errors": refusals,
    "settings": settings,
}


@pytest.mark.parametrize("name", SNAPSHOTS)
def test_nothing_public_changed_unseen(name: str) -> None:
    path = HERE / f"{name}.json"
    text = json.dumps(SNAPSHOTS[name](), indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    if os.environ.get("LINESIDE_UPDATE_PUBLISHED"):
        path.write_text(text, encoding="utf-8")
    assert path.exists(), "write the snapshots with LINESIDE_UPDATE_PUBLISHED=1"
    assert path.read_text(encoding="utf-8") == text, f"{path.name} changed: see how in git diff"
