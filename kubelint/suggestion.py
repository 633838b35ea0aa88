"""Words for people who mistyped a name."""

from __future__ import annotations

from collections.abc import Iterable


def closest(name: str, known: Iterable[str], least: float = 0.75) -> str | None:
    """The known name that a misspelt one most resembles, case, ``-`` and ``_`` apart; None where none does."""
    from difflib import get_close_matches

    by_letters = {_letters(other): other for other in sorted(known)}
    found = get_close_matches(_letters(name), by_letters, 1, least)
    return by_letters[found[0]] if found else None


def suggestion(name: str, known: Iterable[str]) -> str:
    """``; did you mean `web`?``, or nothing where no known name comes near."""
    found = closest(name, known, 0.7)
    return f"; did you mean `{found}`?" if found else ""


def _letters(name: str) -> str:
    return name.lower().replace("-", "").replace("_", "")
