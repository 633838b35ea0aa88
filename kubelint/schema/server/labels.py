"""Labels and annotations, wherever they stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kubelint.finding import Fault
from kubelint.kube import names
from kubelint.schema.scalars import is_pending

ANNOTATIONS_LIMIT = 256 * 1024


def label_faults(value: dict[str, Any], *path: str | int) -> Iterator[Fault]:
    """Faults of a map of labels; ``path`` is where it stands."""
    for key, text in value.items():
        problem = names.label_key(key)
        if problem and not is_pending(key):
            yield Fault("invalid-value", (*path, key), f"label key `{key}` {problem}", key=True)
        problem = names.label_value(text) if isinstance(text, str) else None
        if problem and not is_pending(text):
            yield Fault("invalid-value", (*path, key), f"`{text}` {problem}")


def annotation_faults(value: dict[str, Any], *path: str | int) -> Iterator[Fault]:
    """Faults of a map of annotations."""
    size = 0
    for key, text in value.items():
        size += len(key) + len(text) if isinstance(text, str) else 0
        problem = names.annotation_key(key)
        if problem and not is_pending(key):
            yield Fault("invalid-value", (*path, key), f"annotation key `{key}` {problem}", key=True)
    if size > ANNOTATIONS_LIMIT // 4 and (size := _bytes(value)) > ANNOTATIONS_LIMIT:
        message = f"the annotations have {size} bytes, at most {ANNOTATIONS_LIMIT} are allowed"
        yield Fault("invalid-value", path, message, key=True)


def _bytes(value: dict[str, Any]) -> int:
    return sum(len(key.encode()) + len(str(text).encode()) for key, text in value.items())
