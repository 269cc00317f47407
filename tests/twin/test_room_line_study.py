"""Any line as plain data, studied through the door."""

import pytest
from pydantic import TypeAdapter

from lineside.kernel.errors import Refusal
from lineside.twin.errors import DistributionInvalid, LineInvalid, RunInvalid, RunTooLong
from lineside.twin.model import LineStudy


def exponential(mean):
    return {"kind": "exponential", "mean": mean}


def queue(service=0.5, every=1.0, **more):
    """One machine, random arrivals: M/M/1."""
    return {
        "name": "queue",
        "stations": [{"name": "S", "machines": [{"name": "S1"}]}],
        "products": [{"name": "P", "route": [{"station": "S", "time_s": exponential(service)}]}],
        "sources": [{"product": "P", "every_s": exponential(every)}],
    } | more


def study(person, line, **more):
    given = {"line": line, "horizon_h": 4.0, "replications": 10} | more
    return TypeAdapter(LineStudy).validate_python(person.run("twin.study_line", **given).result)


def test_a_queue_stands_where_its_formula_says(supervisor):
    found = study(supervisor, queue())
    figures = {each.name: each for each in found.figures}
    # M/M/1 at half load: one part in the system, and as long as two services.
    here = figures["station.S.here"]
    assert here.low - 3 * here.standard_error <= 1.0 <= here.high + 3 * here.standard_error
    assert figures["product.P.sojourn_s"].mean == pytest.approx(1.0, rel=0.1)
    assert figures["machine.S1.running"].mean == pytest.approx(0.5, rel=0.05)
    assert found.events > 100_000


def test_the_machine_with_the_most_work_is_the_bottleneck(supervisor):
    route = [
        {"station": name, "time_s": exponential(mean)} for name, mean in (("A", 0.3), ("B", 0.8))
    ]
    stations = [{"name": n, "machines": [{"name": f"{n}1"}], "buffer": 5} for n in ("A", "B")]
    line = queue(stations=stations, products=[{"name": "P", "route": route}])
    assert study(supervisor, line).bottleneck == "B1"


def test_a_warm_up_is_found_or_taken_as_given(supervisor):
    assert study(supervisor, queue(), warm_up_h=0.5).warm_up_h == 0.5
    assert 0 <= study(supervisor, queue()).warm_up_h <= 2.0


def test_the_same_seed_gives_the_same_figures(supervisor):
    assert study(supervisor, queue(), seed=4) == study(supervisor, queue(), seed=4)


@pytest.mark.parametrize(
    ("line", "more", "refused"),
    [
        (queue(stations=[]), {}, LineInvalid),
        (queue(service=-1.0), {}, Refusal),
        (queue(sources=[{"product": "Q", "every_s": exponential(1)}]), {}, LineInvalid),
        (queue(every=1e-6, service=1e-7), {}, RunTooLong),
        (queue(stations="S"), {}, LineInvalid),
        (queue(sources=[{"product": "P", "every_s": {"kind": "gauss"}}]), {}, DistributionInvalid),
        (queue(every="soon"), {}, DistributionInvalid),
        (
            queue(stations=[{"name": "S", "machines": [{"name": "S1", "spede": 2}]}]),
            {},
            LineInvalid,
        ),
        ({}, {}, LineInvalid),
        (queue(), {"horizon_h": 0}, RunInvalid),
        (queue(), {"replications": 1}, RunInvalid),
        (queue(), {"warm_up_h": -1.0}, RunInvalid),
    ],
)
def test_what_cannot_be_studied_is_refused(supervisor, line, more, refused):
    with pytest.raises(refused):
        study(supervisor, line, **more)
