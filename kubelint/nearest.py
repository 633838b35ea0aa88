"""The nearest name to one that nobody knows."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that was probably meant, or None where nothing comes near."""
    from difflib import get_close_matches

    by_folded = {candidate.lower(): candidate for candidate in known}
    found = get_close_matches(name.lower(), by_folded, n=1, cutoff=0.7)
    return by_folded[found[0]] if found else None


def suggestion(name: str, known: Iterable[str]) -> str:
    """``; did you mean `web`?``, or nothing."""
    found = nearest(name, known)
    return f"; did you mean `{found}`?" if found else ""
