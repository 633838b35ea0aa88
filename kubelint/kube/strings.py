"""Every text in plain data, with its path."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kubelint.finding import Path


def strings(data: Any) -> Iterator[tuple[Path, str]]:
    """Every string value, in no order that anybody should rely on."""
    stack: list[tuple[Path, Any]] = [((), data)]
    while stack:
        path, value = stack.pop()
        if isinstance(value, str):
            yield path, value
        elif isinstance(value, dict):
            stack += (((*path, str(key)), inner) for key, inner in value.items())
        elif isinstance(value, list):
            stack += (((*path, number), inner) for number, inner in enumerate(value))
