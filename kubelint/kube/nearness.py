"""Near misses: which of the known words somebody probably meant, and which of the names that are told by a letter."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

_DIGITS = re.compile(r"\d+")
_SEPARATORS = re.compile(r"[-._/]")
_SHORTEST = 3
"""Words of so many letters may lack one or have two swapped; only longer ones may have another letter."""


def one_edit(left: str, right: str) -> bool:
    """Whether two texts differ by one letter (replaced, added, left out) or by two neighbours swapped."""
    if left == right or abs(len(left) - len(right)) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))
    rest_left, rest_right = left[start:], right[start:]
    if len(left) != len(right):
        return rest_left[1:] == rest_right or rest_left == rest_right[1:]
    swapped = rest_left[:2] == rest_right[1::-1] and rest_left[2:] == rest_right[2:]
    return swapped or rest_left[1:] == rest_right[1:]


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The only known name within one edit, None where there is none or more than one."""
    found = {other for other in known if one_edit(name, other)}
    return found.pop() if len(found) == 1 else None


def one_slip(given: str, other: str) -> bool:
    """Whether two names differ by one edit, two swapped neighbours, or letter case.

    What tells two things apart is no slip: digits (``web-1``, ``web-2``), short words (``-a``, ``-b``; ``-rw``,
    ``-ro``), another letter in a word of three (``api``, ``app``), ``http`` and ``https``.
    """
    if given.lower() == other.lower():
        return given != other
    if not one_edit(given, other) or _DIGITS.findall(given) != _DIGITS.findall(other):
        return False
    ours, theirs = _differing(given, other)
    replaced = len(ours) == len(theirs) and sorted(ours) != sorted(theirs)
    return min(len(ours), len(theirs)) >= _SHORTEST + replaced and {ours, theirs} != {"http", "https"}


class Nearby:
    """Names, so laid out that those a slip away from another are found without looking at all of them."""

    def __init__(self, names: Iterable[str]) -> None:
        self._found: dict[str, set[str]] = defaultdict(set)
        for name in names:
            for rest in _rests(name):
                self._found[rest].add(name)

    def of(self, given: str) -> set[str]:
        """The names that are a slip away from the given one."""
        candidates = set[str]().union(*(self._found.get(rest, ()) for rest in _rests(given)))
        return {name for name in candidates if one_slip(given, name)}


def _rests(name: str) -> set[str]:
    """What is left of a name without one of its letters, and the name: two that are an edit apart share one."""
    name = name.lower()
    return {name, *(name[:n] + name[n + 1 :] for n in range(len(name)))}


def slip_of(given: str, known: Iterable[str]) -> str | None:
    """The one name among a few that is a slip away; None where there is none, or several."""
    found = {name for name in known if one_slip(given, name)}
    return found.pop() if len(found) == 1 else None


def _differing(given: str, other: str) -> tuple[str, str]:
    """The one word in which two names differ; the whole names, where the words cannot be paired."""
    ours, theirs = _SEPARATORS.split(given), _SEPARATORS.split(other)
    pairs = [(a, b) for a, b in zip(ours, theirs, strict=False) if a != b]
    return pairs[0] if len(ours) == len(theirs) and len(pairs) == 1 else (given, other)
