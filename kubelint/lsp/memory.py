"""Memory is tidied up after an answer, not before one: of a large workspace that takes longer than a report."""

from __future__ import annotations

import gc


def take_over() -> None:
    """From now on nothing is collected but by ``tidy``."""
    gc.disable()


def keep() -> None:
    """What there is now, a workspace that was just read, is here to stay and need not be looked at again."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def tidy() -> None:
    """Collect what the latest keystrokes have left."""
    gc.collect()
