"""A schedule problem from outside, solved through the door."""

import json

import pytest

from lineside.kernel.door import NotAllowed
from lineside.scheduling.errors import FormatUnknown, ProblemInvalid

# Three jobs on three machines: machine and ticks in turn.
SHOP = "3 3\n0 3 1 2 2 2\n0 2 2 1 1 4\n1 4 2 3 0 1\n"


def solve(person, problem, **more):
    return person.run("scheduling.solve_problem", problem=problem, seconds=0.3, **more).result


def plant_file(**more):
    job = {"release": 0, "due": 5, "weight": 2.0, "family": 0, "ops": [{"modes": [[0, 4]]}]}
    return json.dumps({"machines": 1, "setup": [[0]], "jobs": [job, job]} | more)


def test_a_job_shop_is_solved_and_checked(supervisor):
    found = solve(supervisor, SHOP, name="three")
    assert (found["name"], found["operations"], found["broken"]) == ("three", 9, [])
    # Machine 1 has ten ticks of work, and a job comes to it after two ticks at the soonest.
    assert found["lower_bound"] <= found["value"] <= 12
    assert max(bar["end"] for bar in found["bars"]) == found["parts"]["makespan"]
    assert len(found["bars"]) == 9


def test_where_jobs_are_due_their_tardiness_is_made_small(supervisor):
    found = solve(supervisor, plant_file())
    # One of two jobs of four ticks, both due at five, is three ticks late, at weight two.
    assert found["value"] == found["parts"]["tardiness"] == 6


@pytest.mark.parametrize("text", ["", "hello", "3 3\n0 3", "{", '{"machines": 1}'])
def test_what_is_no_problem_is_refused(supervisor, text):
    with pytest.raises(FormatUnknown):
        solve(supervisor, text)


def test_a_problem_that_contradicts_itself_is_refused(supervisor):
    with pytest.raises((ProblemInvalid, FormatUnknown)):
        solve(supervisor, plant_file(machines=0))


def test_it_takes_a_planners_right(operator):
    with pytest.raises(NotAllowed):
        solve(operator, SHOP)
