"""Operations that set a value deep in an object, with the mappings that are still missing on the way."""

from __future__ import annotations

from typing import Any

from kubelint.finding import Operation, Path
from kubelint.kube.objects import dig, mapping


def put(data: Any, path: Path, value: Any) -> Operation:
    """The operation that sets the value at a path of an object's data."""
    known = max(n for n in range(len(path)) if n == 0 or isinstance(dig(data, *path[:n]), dict | list))
    target = path[: known + 1]
    for step in reversed(path[known + 1 :]):
        value = {step: value}
    present = path[known] in mapping(dig(data, *path[:known]) if known else data)
    return Operation("replace" if present else "add", target, value)
