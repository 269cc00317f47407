"""The plant format: JSON with machines, families, set-ups, and jobs with releases and due dates.

``{"machines": 40, "setup": [[...]], "jobs": [{"family": 2, "weight": 1, "release": 0, "due": 900,
"ops": [{"modes": [[machine, ticks], ...]}, ...]}, ...]}``; set-ups are by family, on all machines.
"""

from typing import Any

from lineside.scheduling.errors import FormatUnknown
from lineside.scheduling.problem import Job, Machine, Mode, Operation, Problem
from lineside.scheduling.readers.text import MACHINES


def from_plant(data: dict[str, Any], name: str = "") -> Problem:
    """Read the plant format, parsed from JSON."""
    table = {
        (str(before), str(then)): int(ticks)
        for before, row in enumerate(data["setup"])
        for then, ticks in enumerate(row)
    }
    if int(data["machines"]) > MACHINES:
        raise FormatUnknown(name=name, machines=data["machines"], problem="too many machines")
    machines = tuple(Machine(f"M{i}", setups="family") for i in range(int(data["machines"])))
    jobs, operations = [], []
    for place, row in enumerate(data["jobs"]):
        job = f"J{place}"
        jobs.append(Job(job, int(row["release"]), int(row["due"]), float(row["weight"])))
        for step, op in enumerate(row["ops"]):
            modes = tuple(Mode(f"M{machine}", int(ticks)) for machine, ticks in op["modes"])
            after = (f"{job}/{step - 1}",) if step else ()
            operations.append(Operation(f"{job}/{step}", job, modes, after, str(row["family"])))
    return Problem(tuple(jobs), tuple(operations), machines, setups={"family": table}, name=name)
