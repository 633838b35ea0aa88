"""Data without the members that are of a wrong type, for checks that trust types."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kubelint.finding import Fault, Path


def prune(data: dict[str, Any], faults: Iterable[Fault]) -> dict[str, Any]:
    """The data without what ``wrong-type`` speaks of, copied only along the paths that change.

    A list item gives way to an empty value of the right type, so that the others keep their places.
    """
    result: Any = data
    for fault in faults:
        if fault.rule == "wrong-type" and fault.path:
            result = _without(result, fault.path, fault.stand_in)
    return result if isinstance(result, dict) else data


def _without(value: Any, path: Path, stand_in: Any) -> Any:
    step, *rest = path
    if isinstance(value, dict):
        if step not in value:
            return value
        changed = dict(value)
        if rest:
            changed[str(step)] = _without(value[step], tuple(rest), stand_in)
        else:
            del changed[step]
        return changed
    if isinstance(value, list) and isinstance(step, int) and step < len(value):
        item = _without(value[step], tuple(rest), stand_in) if rest else stand_in
        return [*value[:step], item, *value[step + 1 :]]
    return value
