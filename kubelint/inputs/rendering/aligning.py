"""The same field in two forms of an object: lists are matched by what Kubernetes merges them by, not by position."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kubelint.finding import Path

_KEYS = ("name", "containerPort", "port", "mountPath", "devicePath", "topologyKey", "ip", "key", "type", "host")


def aligned(data: Any, path: Path, other: Any) -> Path | None:
    """The path in ``other`` of what stands at ``path`` in ``data``; None where it is not there."""
    found: list[str | int] = []
    for step in path:
        if isinstance(data, dict) and isinstance(step, str):
            data, target = data.get(step), step
            other = other.get(step, _ABSENT) if isinstance(other, dict) else _ABSENT
        elif isinstance(data, list) and isinstance(step, int) and step < len(data) and isinstance(other, list):
            index = _index(data, step, other)
            if index is None:
                return None
            data, target, other = data[step], index, other[index]  # type: ignore[assignment]
        else:
            return None
        if other is _ABSENT:
            return None
        found.append(target)
    return tuple(found)


class _Absent:
    pass


_ABSENT = _Absent()


def _index(items: list[Any], position: int, others: list[Any]) -> int | None:
    """The position in ``others`` of an item; None where it is not there, or where two could be meant."""
    item = items[position]
    if not isinstance(item, dict):
        return _only(number for number, other in enumerate(others) if other == item and type(other) is type(item))
    for key in _KEYS:
        if key in item and not isinstance(item[key], (dict, list)):
            found = [n for n, other in enumerate(others) if isinstance(other, dict) and other.get(key) == item[key]]
            if len(found) == 1:
                return found[0]
    same = [number for number, other in enumerate(others) if other == item]
    if len(same) == 1:
        return same[0]
    return position if len(items) == len(others) and not any(key in item for key in _KEYS) else None


def _only(found: Iterator[int]) -> int | None:
    numbers = list(found)
    return numbers[0] if len(numbers) == 1 else None
