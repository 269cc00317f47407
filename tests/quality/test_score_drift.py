"""Scores of passed pictures tell of a lamp or a lens that changes before good parts fail."""

from datetime import timedelta

import numpy as np
import pytest

from lineside.kernel.actors import service
from lineside.learning.errors import RowsTooFew
from lineside.quality import store

STATION = "halden/inspection/VI-01"


@pytest.fixture
def inspector(door):
    given = {"name": "inspection", "scope": STATION, "kind": "picture_inspector",
             "file": "0" * 64, "data_hash": "x",
             "figures": [{"name": "roc_auc", "model": 0.9, "baseline": 0.5}]}  # fmt: skip
    model = door.run("learning.register_model", given, service("app")).result
    door.run("learning.promote_model", {"model": model}, service("app"))
    return model


def see(world, model, scores, *, first=0, flawed=False):
    with world.work(service("quality")) as work:
        rows = [
            {"id": f"{first + n}", "station": STATION, "lot": f"L{first + n}", "unit": 1,
             "order": "", "at": work.at - timedelta(minutes=9000 - first - n), "file": "",
             "heat_file": "", "flawed": flawed, "score": float(score), "box": None,
             "latency_ms": 1.0, "model": model, "judged": "", "judged_by": "", "measured": {}}
            for n, score in enumerate(scores)
        ]  # fmt: skip
        store.add_pictures(work, rows)


def test_scores_that_move_are_seen_and_flawed_pictures_do_not_count(
    world, administrator, inspector
):
    chance = np.random.default_rng(0)
    see(world, inspector, 0.3 + 0.03 * chance.standard_normal(200))
    with pytest.raises(RowsTooFew):
        administrator.run("learning.check_drift", model=inspector)
    see(world, inspector, 0.3 + 0.03 * chance.standard_normal(200), first=1000)
    see(world, inspector, np.full(100, 0.95), first=2000, flawed=True)
    assert administrator.run("learning.check_drift", model=inspector).result["state"] == "stable"
    see(world, inspector, 0.36 + 0.03 * chance.standard_normal(200), first=3000)
    administrator._door.world.clock.set(administrator._door.world.clock.now() + timedelta(days=1))
    assert administrator.run("learning.check_drift", model=inspector).result["state"] == "moved"
    (alert,) = administrator.ask("andon.alerts")
    assert (alert.kind, alert.equipment) == ("drift.inspection", STATION)
