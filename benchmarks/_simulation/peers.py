"""The same two models in SimPy, Ciw and salabim: a single queue and five stations with buffers.

An event is an arrival or the end of a service: what the model does, not what a library does inside.
Every figure is of whole use: building the model, running it, reading the result.
"""

import random
import time
from collections.abc import Callable
from typing import Any

from lineside.twin.distributions import Distribution as D
from lineside.twin.line import Line, Product, Source, Station, Step
from lineside.twin.simulation import Run

STATIONS, BUFFER = 5, 5


def ours_queue(customers: int, seed: int) -> int:
    """M/M/1 with utilisation 0.8; returns the number of events."""
    line = Line(
        "queue",
        (Station.single("S"),),
        (Product("P", (Step("S", D.exponential(1.0)),)),),
        (Source("P", D.exponential(1.25), limit=customers),),
    )
    run = Run(line, seed=seed)
    run.advance(customers * 100.0)
    run.figures()
    return run.events


def ours_line(customers: int, seed: int) -> int:
    """Five exponential stations, saturated, five places between."""
    stations = tuple(Station.single(f"S{i}", BUFFER if i else None) for i in range(STATIONS))
    route = tuple(Step(f"S{i}", D.exponential(1.0)) for i in range(STATIONS))
    run = Run(Line("line", stations, (Product("P", route, endless=True),)), seed=seed)
    run.advance(customers / 0.79)
    run.figures()
    return run.events


def simpy_queue(customers: int, seed: int) -> int:
    """The queue as SimPy's documentation builds it."""
    import simpy

    env, draw = simpy.Environment(), random.Random(seed)
    server = simpy.Resource(env, 1)
    waits: list[float] = []

    def customer() -> Any:
        came = env.now
        with server.request() as turn:
            yield turn
            waits.append(env.now - came)
            yield env.timeout(draw.expovariate(1.0))

    def source() -> Any:
        for _ in range(customers):
            yield env.timeout(draw.expovariate(0.8))
            env.process(customer())

    env.process(source())
    env.run()
    return 2 * len(waits)


def simpy_line(customers: int, seed: int) -> int:
    """Machines as processes, buffers as stores: a put into a full store blocks."""
    import simpy

    env, draw = simpy.Environment(), random.Random(seed)
    stores = [simpy.Store(env, BUFFER) for _ in range(STATIONS - 1)]
    done = [0] * STATIONS

    def machine(i: int) -> Any:
        while True:
            part = (yield stores[i - 1].get()) if i else object()
            yield env.timeout(draw.expovariate(1.0))
            done[i] += 1
            if i < STATIONS - 1:
                yield stores[i].put(part)

    for i in range(STATIONS):
        env.process(machine(i))
    env.run(until=customers / 0.79)
    return sum(done)


def ciw_queue(customers: int, seed: int) -> int:
    """The queue in Ciw."""
    import ciw

    ciw.seed(seed)
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(0.8)],
        service_distributions=[ciw.dists.Exponential(1.0)],
        number_of_servers=[1],
    )
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_customers(customers, method="Finish")
    return 2 * len(simulation.get_all_records())


def ciw_line(customers: int, seed: int) -> int:
    """Five stations in Ciw: type I blocking; arrivals faster than the line keep it saturated."""
    import ciw

    ciw.seed(seed)
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(1.2)] + [None] * (STATIONS - 1),
        service_distributions=[ciw.dists.Exponential(1.0)] * STATIONS,
        routing=[[float(j == i + 1) for j in range(STATIONS)] for i in range(STATIONS)],
        number_of_servers=[1] * STATIONS,
        queue_capacities=[20] + [BUFFER] * (STATIONS - 1),
    )
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_time(customers / 0.79)
    return len([r for r in simulation.get_all_records() if r.record_type == "service"])


def salabim_queue(customers: int, seed: int) -> int:
    """The queue in salabim."""
    import salabim as sim

    env = sim.Environment(random_seed=seed, trace=False, yieldless=False)
    draw = random.Random(seed)
    server = sim.Resource("server", 1, env=env)
    done = [0]

    class Customer(sim.Component):  # type: ignore[misc]
        def process(self) -> Any:
            yield self.request(server)
            yield self.hold(draw.expovariate(1.0))
            self.release()
            done[0] += 1

    class Arrivals(sim.Component):  # type: ignore[misc]
        def process(self) -> Any:
            for _ in range(customers):
                yield self.hold(draw.expovariate(0.8))
                Customer(env=env)

    Arrivals(env=env)
    env.run()
    return 2 * done[0]


Model = Callable[[int, int], int]
OURS: dict[str, tuple[Model, int]] = {
    "mm1": (ours_queue, 1_000_000),
    "five_stations": (ours_line, 400_000),
}
PEERS: dict[str, dict[str, tuple[Model, int]]] = {
    "simpy": {"mm1": (simpy_queue, 40_000), "five_stations": (simpy_line, 15_000)},
    "ciw": {"mm1": (ciw_queue, 8_000), "five_stations": (ciw_line, 1_500)},
    "salabim": {"mm1": (salabim_queue, 3_000)},
}


def events_per_cpu_second(model: Model, size: int, seed: int, rounds: int = 3) -> float:
    """Best of a few rounds, in events per second of this process's CPU time."""
    best = 0.0
    for k in range(rounds):
        began = time.process_time()
        events = model(size, seed + k)
        best = max(best, events / max(time.process_time() - began, 1e-9))
    return best
