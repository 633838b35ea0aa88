"""What other linters' checks are called here, and which part of a rule they mean."""

from __future__ import annotations

import functools

from kubelint.aliases import aliases, aliases_of


@functools.cache
def rules_of_alias(peer: str, name: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """The rules that a peer's check (``*``: all of them) silences, each with the words that narrow it."""
    if name == "*":
        every = {rule for alias in aliases() if alias.peer == peer for rule in alias.rules}
        return tuple((rule, frozenset()) for rule in sorted(every))
    return tuple((rule, frozenset(alias.only)) for alias in aliases_of(name, peer) for rule in alias.rules)
