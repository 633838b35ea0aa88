"""The end of a process: at once, without taking a run's objects apart one by one."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

_held: list[object] = []


def hold(value: object) -> None:
    """Keep something alive until the process ends, or until the next such thing."""
    _held[:] = [value]


def leave(code: int) -> NoReturn:
    """End the process as ``sys.exit`` does, but for what nobody would notice: a tenth of a large run."""
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        pass
    os._exit(code)
