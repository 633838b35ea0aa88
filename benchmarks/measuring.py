"""What a command costs: seconds on the wall, seconds of the processors, and memory at its peak."""

from __future__ import annotations

import os
import pathlib
import statistics
import subprocess
import sys
import time
from typing import NamedTuple

ROOT = pathlib.Path(__file__).parent.parent
KUBELINT = (sys.executable, "-m", "kubelint")
_MEGA = 1024**2


class Cost(NamedTuple):
    """What a command took."""

    wall: float
    cpu: float
    peak: float
    """Megabytes of its largest process."""


def median(command: list[str], rounds: int = 5) -> Cost:
    """The median of each, one round before them to warm up the disk."""
    cost(command)
    found = [cost(command) for _ in range(rounds)]
    return Cost(*(statistics.median(column) for column in zip(*found, strict=True)))


def cost(command: list[str]) -> Cost:
    """What one run of a command takes, its own processes included."""
    start = time.perf_counter()
    started = subprocess.Popen(
        command, cwd=ROOT, env=_environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, _, used = os.wait4(started.pid, 0)
    wall = time.perf_counter() - start
    started.returncode = 0  # it was waited for
    unit = 1 if sys.platform == "darwin" else 1024
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss * unit / _MEGA)


def _environment() -> dict[str, str]:
    """The environment, without what would keep Python from using its compiled modules."""
    return {key: value for key, value in os.environ.items() if not key.startswith("PYTHONDONT")}
