"""What other linters' checks are called here, and which part of a rule they mean."""

from __future__ import annotations

import functools


@functools.cache
def rules_of_alias(peer: str, name: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """The rules that a peer's check silences, each with the words that narrow it."""
    return ()
