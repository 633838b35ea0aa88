"""Near misses: which of the known names somebody probably meant."""

from __future__ import annotations

from collections.abc import Iterable


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
