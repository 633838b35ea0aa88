"""Suppressions in annotations: ``kubelint/ignore`` and its forms for one rule and for one container."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kubelint.finding import Operation, Patch, Path
from kubelint.kube.kinds import Workload
from kubelint.kube.objects import Object
from kubelint.suppression.comments import without
from kubelint.suppression.suppression import Scope, Suppression

PREFIX = "kubelint/ignore"
_CONTAINER = PREFIX + ".container."


def annotated(obj: Object) -> Iterator[tuple[Path, Path, dict[str, Any]]]:
    """The annotations of an object and of its pod template: (what they cover, where they stand, the mapping)."""
    if obj.annotations:
        yield (), ("metadata", "annotations"), obj.annotations
    if isinstance(obj, Workload) and obj.pod is not None and obj.pod.path and obj.pod.annotations:
        yield obj.pod.path, (*obj.pod.path, "metadata", "annotations"), obj.pod.annotations


def in_annotations(obj: Object) -> Iterator[Suppression]:
    """kubelint's own suppressions on an object and on its pod template."""
    for within, path, mapping in annotated(obj):
        for key, value in mapping.items():
            if key.startswith(PREFIX):
                yield _read(obj, within, (*path, key), key, str(value))


def _read(obj: Object, within: Path, path: Path, key: str, value: str) -> Suppression:
    names, reason, containers = _split(value), "", None
    if key.startswith(_CONTAINER):
        containers = frozenset({key.removeprefix(_CONTAINER)})
    elif key != PREFIX:
        names, reason = (key.removeprefix(PREFIX + "."),), value
    found = written(obj, path, names, Scope(obj.file, subject=obj, within=within, containers=containers), reason)
    if len(set(names)) > 1:
        operations = {name: Operation("replace", path, without(names, name)) for name in names}
        found.shorter = {name: (Patch(obj, (operation,)),) for name, operation in operations.items()}
    return found


def written(obj: Object, path: Path, rules: tuple[str, ...], scope: Scope, reason: str) -> Suppression:
    """A suppression that stands at an annotation of an object, with the change that would take it out."""
    span = obj.document.locate(obj.base + path, key=True)
    removal = (Patch(obj, (Operation("remove", path),)),)
    return Suppression(rules, scope, obj.document, span, reason, "annotation", removal)


def _split(value: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in value.split(",") if name.strip())
