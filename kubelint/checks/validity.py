"""Validity beyond one object: what the server would take for the same thing twice."""

from __future__ import annotations

from collections.abc import Iterator

from kubelint.finding import Problem, Related
from kubelint.kube.objects import Object
from kubelint.kube.placeholders import unrendered
from kubelint.workspace import Workspace
from kubelint.workspace.index import IN_EVERY_FILE, Home, named

_Key = tuple[int, tuple[str, str, str], str | None]


def duplicate_object(workspace: Workspace) -> Iterator[Problem]:
    """The same group, kind, namespace and name twice within one bundle."""
    seen: dict[_Key, Object] = {}
    for obj in workspace.objects:
        if not obj.name or obj.group == "kustomize.config.k8s.io" or unrendered(f"{obj.name} {obj.namespace}"):
            continue
        keys = [_key(obj, home) for home in workspace.index.homes.of(obj)]
        first = next((seen[key] for key in keys if key in seen and _again(seen[key], obj, workspace)), None)
        if first is not None:
            yield Problem(
                obj.at("metadata", "name"),
                f"{obj.kind} `{obj.name}` is defined twice: whichever is applied last replaces the other",
                related=(Related(first.at("metadata", "name"), "the first definition"),),
            )
        for key in keys:
            seen.setdefault(key, obj)


def _key(obj: Object, home: Home) -> _Key:
    return id(home.bundle), named(obj.group, obj.kind, home.prefix + obj.name + home.suffix), home.space


def _again(first: Object, obj: Object, workspace: Workspace) -> bool:
    """Whether two of one identity are a mistake: no alternatives, no Namespace that each file brings along."""
    if first.file == obj.file:
        return True
    if obj.kind in IN_EVERY_FILE and first.data == obj.data:
        return False
    return not workspace.index.alternatives.apart(first.file, obj.file)
