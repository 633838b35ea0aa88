"""Words for people who mistyped a name."""

from __future__ import annotations

from collections.abc import Iterable


def suggestion(name: str, known: Iterable[str]) -> str:
    """``; did you mean `web`?``, or nothing where no known name comes near."""
    from difflib import get_close_matches

    by_folded = {candidate.lower(): candidate for candidate in known}
    found = get_close_matches(name.lower(), by_folded, n=1, cutoff=0.7)
    return f"; did you mean `{by_folded[found[0]]}`?" if found else ""
