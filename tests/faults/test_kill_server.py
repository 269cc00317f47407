"""kill -9 of the serving process while people book: nothing acknowledged is lost or repeated."""

import time

import pytest
from serving import PART, Bookers, Serving, assert_nothing_lost_or_repeated, furnish

READY_S = 10
READY_IN_A_CROWD_S = 40


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_kill_at_random_moments_loses_and_repeats_nothing(
    door, machine, database_url, tmp_path, chance, long
):
    furnish(door)
    parts = machine.ask("inventory.availability", part=PART).on_hand
    serving = Serving(tmp_path, database_url)
    serving.start()
    try:
        with Bookers(serving, chance.randrange(10**6)).at_work() as booked:
            for _ in range(20 if long else 4):
                time.sleep(chance.uniform(0.2, 3.0 if long else 1.2))
                serving.kill()
                ready_s = serving.start()
                print(f"ready again after {ready_s:.1f} s")
                assert ready_s < (READY_S if long else READY_IN_A_CROWD_S)
    finally:
        serving.stop()
    assert_nothing_lost_or_repeated(door, machine.actor, booked, parts)
