"""Regular expressions that strangers write: read as Go's, and run only where they cannot take for ever."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_LONGEST = 512
# What Go's syntax has and Python's has not, or reads otherwise.
_FOREIGN = re.compile(r"\[\[:|\\[pPQCEzU]|\(\?[a-zA-Z]*[U]|\(\?P?<(?![=!])")
_REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)
_MANY = 8


def matches(pattern: str, value: str) -> bool | None:
    """Whether a pattern is found in a value; None where that cannot be told here."""
    compiled = _compiled(pattern)
    if compiled is None or len(value) > _LONGEST:
        return None
    return compiled.search(value) is not None


@lru_cache(1000)
def _compiled(pattern: str) -> re.Pattern[str] | None:
    if _FOREIGN.search(pattern):
        return None
    try:
        tree = parser.parse(pattern)
        return re.compile(pattern) if _is_tame(tree) else None
    except (re.error, RecursionError, OverflowError):
        return None


def _is_tame(tree: Any) -> bool:
    """No more than a few open repeats, and none in another save where each round begins with a mark of its own.

    The second rules out the patterns whose cost grows exponentially, the first the worst of the polynomial ones.
    """
    repeats = [argument for code, argument in _nodes(tree) if code in _REPEATS and argument[1] > 1]
    if any(code in (codes.GROUPREF, codes.ASSERT, codes.ASSERT_NOT) for code, _ in _nodes(tree)):
        return False
    return len(repeats) <= _MANY and all(_begins_with_mark(body) for _, _, body in repeats if _varies(body))


def _nodes(tree: Any) -> Iterator[tuple[Any, Any]]:
    """All nodes of a parsed pattern."""
    for code, argument in tree:
        yield code, argument
        for part in _parts(code, argument):
            yield from _nodes(part)


def _parts(code: Any, argument: Any) -> list[Any]:
    if code in _REPEATS:
        return [argument[2]]
    if code is codes.SUBPATTERN:
        return [argument[3]]
    if code is codes.BRANCH:
        return list(argument[1])
    return [argument] if code is codes.ATOMIC_GROUP else []


def _varies(body: Any) -> bool:
    return any((code in _REPEATS and a[0] != a[1]) or code is codes.BRANCH for code, a in _nodes(body))


def _begins_with_mark(body: Any) -> bool:
    """Whether a repeated part begins with a letter that nothing else in it can match."""
    items = list(body)
    while len(items) == 1 and items[0][0] is codes.SUBPATTERN:
        items = list(items[0][1][3])
    if not items or items[0][0] is not codes.LITERAL:
        return False
    mark = chr(items[0][1])
    return not any(code is codes.BRANCH or _can_match(code, a, mark) for code, a in _nodes(items[1:]))


def _can_match(code: Any, argument: Any, letter: str) -> bool:
    if code is codes.LITERAL:
        return bool(argument == ord(letter))
    if code is codes.IN:
        return re.match(_class_source(argument), letter) is not None if _is_plain(argument) else True
    return code in (codes.ANY, codes.NOT_LITERAL, codes.CATEGORY)


def _is_plain(members: Any) -> bool:
    return all(code in (codes.LITERAL, codes.RANGE) for code, _ in members)


def _class_source(members: Any) -> str:
    parts = [
        re.escape(chr(a)) if code is codes.LITERAL else f"{re.escape(chr(a[0]))}-{re.escape(chr(a[1]))}"
        for code, a in members
    ]
    return f"[{''.join(parts)}]"
