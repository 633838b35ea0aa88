"""Operations of a JSON Patch on plain data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kubelint.finding import Operation, Path


class CannotEdit(Exception):  # noqa: N818 - the fix is dropped, nothing is wrong with the program
    """An operation that does not fit the document."""


def patched(data: Any, operations: Sequence[Operation]) -> Any:
    """A copy of the data with the operations applied. Raises CannotEdit where one does not fit."""
    data = copy(data)
    for operation in operations:
        data = _apply(data, operation)
    return data


def copy(data: Any) -> Any:
    """A deep copy in which nothing is shared, though aliases may have shared it."""
    if isinstance(data, dict):
        return {key: copy(value) for key, value in data.items()}
    if isinstance(data, list):
        return [copy(value) for value in data]
    return data


def value_at(data: Any, path: Path) -> Any:
    """The value at a path. Raises CannotEdit where there is none."""
    for step in path:
        if not _has(data, step):
            raise CannotEdit(f"there is no `{step}`")
        data = data[step]
    return data


def _has(data: Any, step: str | int) -> bool:
    if isinstance(data, dict):
        return step in data
    return isinstance(data, list) and isinstance(step, int) and 0 <= step < len(data)


def _apply(data: Any, operation: Operation) -> Any:
    if operation.op == "move":
        if operation.source is None:
            raise CannotEdit("a move needs a source")
        value = value_at(data, operation.source)
        _remove(data, operation.source)
        return _add(data, operation.path, value)
    if operation.op == "remove":
        _remove(data, operation.path)
    elif operation.op == "rename":
        _rename(data, operation.path, operation.value)
    else:
        if operation.op == "replace":
            value_at(data, operation.path)
        return _add(data, operation.path, copy(operation.value), replace=operation.op == "replace")
    return data


def _remove(data: Any, path: Path) -> None:
    if not path:
        raise CannotEdit("a document cannot be removed")
    value_at(data, path)
    del value_at(data, path[:-1])[path[-1]]


def _rename(data: Any, path: Path, name: str) -> None:
    value_at(data, path)
    parent = value_at(data, path[:-1])
    if not isinstance(parent, dict) or name in parent:
        raise CannotEdit(f"`{name}` is there already")
    members = [(name if key == path[-1] else key, value) for key, value in parent.items()]
    parent.clear()
    parent.update(members)


def _add(data: Any, path: Path, value: Any, replace: bool = False) -> Any:
    if not path:
        return value
    parent, step = value_at(data, path[:-1]), path[-1]
    if isinstance(parent, dict) and not isinstance(step, str):
        raise CannotEdit(f"`{step}` is no key")
    if replace or isinstance(parent, dict):
        parent[step] = value
    elif isinstance(parent, list) and (step == "-" or (isinstance(step, int) and 0 <= step <= len(parent))):
        parent.insert(len(parent) if isinstance(step, str) else step, value)
    else:
        raise CannotEdit(f"`{step}` cannot be added there")
    return data
