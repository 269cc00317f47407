"""A writer to be killed: appends numbered points for ever and tells each acknowledged number.

Run as a child process: ``python historian_child.py FOLDER FIRST``.
"""

import sys
from pathlib import Path

import numpy as np

from lineside.telemetry.adapters.parquet_historian import ParquetHistorian
from lineside.telemetry.samples import samples

POINTS = 40


def main() -> None:
    folder, number = Path(sys.argv[1]), int(sys.argv[2])
    historian = ParquetHistorian(folder, seal_points=400)
    while True:
        steps = np.arange(number, number + POINTS)
        tags = [f"t{step % 7}" for step in steps.tolist()]
        historian.append(samples(tags, steps * 1_000, steps))
        number += POINTS
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
