"""Small random shops that have a little of everything."""

import numpy as np

from lineside.scheduling.problem import (
    Job,
    Lock,
    Machine,
    Mode,
    Operation,
    Operator,
    Problem,
    TariffStep,
    Window,
)


def windows(rng: np.random.Generator, count: int, hard: bool) -> tuple[Window, ...]:
    starts = rng.integers(0, 150, count)
    return tuple(Window(int(t), int(t + rng.integers(1, 15)), hard) for t in starts)


def shop(seed: int, jobs: int = 5, machines: int = 3, *, plain: bool = False) -> Problem:
    """Jobs with merging precedence, alternatives, set-ups, calendars, people, batches, a lock."""
    rng = np.random.default_rng(seed)
    operations: list[Operation] = []
    for j in range(jobs):
        for k in range(int(rng.integers(1, 5))):
            after = [f"J{j}/{b}" for b in range(k) if b == k - 1 or rng.random() < 0.2]
            chosen = rng.permutation(machines)[: int(rng.integers(1, machines + 1))]
            modes = tuple(
                Mode(f"M{m}", int(rng.integers(0, 12)), float(rng.integers(0, 5)), 3.0)
                for m in chosen
            )
            skill = None if plain or rng.random() < 0.5 else str(rng.choice(["weld", "turn"]))
            material = 0 if plain else int(rng.integers(0, 20))
            family = str(rng.choice(["red", "blue"]))
            operations.append(
                Operation(f"J{j}/{k}", f"J{j}", modes, tuple(after), family, skill, material)
            )
    batch_modes = (Mode("Oven", 9), Mode("Oven2", 11))
    for j in range(0 if plain else jobs):
        last = [each.id for each in operations if each.job == f"J{j}"][-1]
        operations.append(
            Operation(f"J{j}/heat", f"J{j}", batch_modes, (last,), batch=f"B{j // 2}")
        )
    table = {("red", "blue"): 4, ("blue", "red"): 7}
    people = (
        ()
        if plain
        else (
            Operator("Ann", frozenset({"weld", "turn"}), windows(rng, 2, hard=False)),
            Operator("Bob", frozenset({"weld"}), windows(rng, 2, hard=True)),
        )
    )
    shops = tuple(
        Machine(
            f"M{m}",
            () if plain else windows(rng, 2, hard=False) + windows(rng, 1, hard=True),
            "colour",
            None if plain or rng.random() < 0.5 else "red",
        )
        for m in range(machines)
    )
    ovens = () if plain else (Machine("Oven", capacity=2), Machine("Oven2", capacity=2))
    locked = operations[int(rng.integers(len(operations)))]
    return Problem(
        tuple(
            Job(f"J{j}", int(rng.integers(0, 30)), int(rng.integers(20, 80)), float(j + 1))
            for j in range(jobs)
        ),
        tuple(operations),
        shops + ovens,
        people,
        {"colour": table},
        () if plain or locked.batch else (Lock(locked.id, locked.modes[0].machine),),
        (TariffStep(0, 0.2), TariffStep(40, 0.5)),
    )
