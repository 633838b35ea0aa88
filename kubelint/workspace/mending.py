"""Changes that close an entry point's plain HTTP: annotations set and taken away, fields set."""

from __future__ import annotations

from typing import Any

from kubelint.finding import Fix, Operation, Patch, Path
from kubelint.kube.objects import Object, mapping


def annotated(obj: Object, pairs: dict[str, str], title: str, safe: bool = True) -> Fix:
    """Annotations set to these values."""
    return Fix(title, (Patch(obj, setting_annotations(obj, pairs)),), safe)


def setting_annotations(obj: Object, pairs: dict[str, str]) -> tuple[Operation, ...]:
    """The operations that give an object these annotations."""
    if not isinstance(obj.metadata.get("annotations"), dict):
        return (Operation("add", ("metadata", "annotations"), pairs),)
    return tuple(
        Operation("replace" if key in obj.annotations else "add", ("metadata", "annotations", key), value)
        for key, value in pairs.items()
    )


def removing_annotation(obj: Object, key: str) -> Operation:
    """The operation that takes an annotation away, the mapping too where nothing is left in it."""
    last = len(obj.annotations) == 1
    return Operation("remove", ("metadata", "annotations", *(() if last else (key,))))


def without_annotation(obj: Object, key: str, title: str, safe: bool = True) -> Fix:
    """An annotation taken away."""
    return Fix(title, (Patch(obj, (removing_annotation(obj, key),)),), safe)


def with_field(obj: Object, path: Path, value: Any, title: str, safe: bool = True) -> Fix:
    """A field set; the mappings on the way are made where they are missing, or where something else is in the way."""
    data: Any = obj.data
    for depth, step in enumerate(path[:-1]):
        below = data.get(step) if isinstance(data, dict) and isinstance(step, str) else None
        if isinstance(data, list) and isinstance(step, int):
            below = data[step] if step < len(data) else None
        if not isinstance(below, dict | list):
            for key in reversed(path[depth + 1 :]):
                value = {key: value}
            return Fix(title, (Patch(obj, (Operation("add", path[: depth + 1], value),)),), safe)
        data = below
    present = path[-1] in (range(len(data)) if isinstance(data, list) else mapping(data))
    return Fix(title, (Patch(obj, (Operation("replace" if present else "add", path, value),)),), safe)


def without_field(obj: Object, path: Path, title: str, safe: bool = True) -> Fix:
    """A field taken away."""
    return Fix(title, (Patch(obj, (Operation("remove", path),)),), safe)
