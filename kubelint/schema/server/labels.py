"""Labels and annotations, wherever they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from kubelint.finding import Fault, Path
from kubelint.kube import names
from kubelint.schema.scalars import is_pending

ANNOTATIONS_LIMIT = 256 * 1024


_FINE: set[tuple[str, str]] = set()
"""Labels that were found fine: the same ones stand all over an estate."""
_FINE_KEYS: set[str] = set()
"""Annotation keys that were found fine."""


def label_faults(value: dict[str, Any], *path: str | int) -> Iterable[Fault]:
    """Faults of a map of labels; ``path`` is where it stands."""
    return () if _FINE.issuperset(value.items()) else _label_faults(value, path)


def _label_faults(value: dict[str, Any], path: Path) -> Iterator[Fault]:
    for key, text in value.items():
        of_key = names.label_key(key)
        of_value = names.label_value(text) if isinstance(text, str) else None
        if of_key and not is_pending(key):
            yield Fault("invalid-value", (*path, key), f"label key `{key}` {of_key}", key=True)
        if of_value and not is_pending(text):
            yield Fault("invalid-value", (*path, key), f"`{text}` {of_value}")
        if not of_key and not of_value and len(_FINE) < 10_000:
            _FINE.add((key, text))


def annotation_faults(value: dict[str, Any], *path: str | int) -> Iterator[Fault]:
    """Faults of a map of annotations."""
    if not _FINE_KEYS.issuperset(value):
        for key in value:
            problem = names.annotation_key(key)
            if problem and not is_pending(key):
                yield Fault("invalid-value", (*path, key), f"annotation key `{key}` {problem}", key=True)
            elif not problem and len(_FINE_KEYS) < 10_000:
                _FINE_KEYS.add(key)
    if sum(map(len, value.values())) > ANNOTATIONS_LIMIT // 5 and (size := _bytes(value)) > ANNOTATIONS_LIMIT:
        message = f"the annotations have {size} bytes, at most {ANNOTATIONS_LIMIT} are allowed"
        yield Fault("invalid-value", path, message, key=True)


def _bytes(value: dict[str, Any]) -> int:
    return sum(len(key.encode()) + len(text.encode()) for key, text in value.items())
