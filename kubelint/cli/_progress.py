"""A line on the terminal while a run takes long."""

from __future__ import annotations

import os
import sys
import time

_PATIENCE = 1.0
"""Seconds before anything is shown."""
_PAUSE = 0.1


class Progress:
    """Counts files on stderr, in one line that is gone before anything else is printed."""

    def __init__(self, quiet: bool) -> None:
        watched = sys.stderr.isatty() and not any(os.environ.get(name) for name in ("CI", "PRE_COMMIT"))
        self._next = time.monotonic() + _PATIENCE if watched and not quiet else float("inf")
        self._shown = False

    def __call__(self, done: int, total: int) -> None:
        """So many files of all were read; the line goes with the last."""
        if done == total:
            self._clear()
        elif time.monotonic() >= self._next:
            self._next = time.monotonic() + _PAUSE
            self._shown = True
            sys.stderr.write(f"\r{done} of {total} files")
            sys.stderr.flush()

    def _clear(self) -> None:
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
