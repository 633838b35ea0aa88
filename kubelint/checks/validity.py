"""Validity beyond one object: what the server would take for the same thing twice."""

from __future__ import annotations

from collections.abc import Iterator

from kubelint.finding import Problem, Related
from kubelint.kube.objects import Object
from kubelint.kube.placeholders import unrendered
from kubelint.workspace import Workspace
from kubelint.workspace.index import IN_EVERY_FILE


def duplicate_object(workspace: Workspace) -> Iterator[Problem]:
    """The same group, kind, namespace and name twice within one bundle; told at each but the first."""
    told: set[int] = set()
    for same in workspace.index.repeated():
        for number, obj in enumerate(same):
            first = next((other for other in same[:number] if _twice(other, obj, workspace)), None)
            if first is not None and id(obj) not in told:
                told.add(id(obj))
                yield Problem(
                    obj.at("metadata", "name"),
                    f"{obj.kind} `{obj.name}` is defined twice: whichever is applied last replaces the other",
                    related=(Related(first.at("metadata", "name"), "the first definition"),),
                )


def _twice(first: Object, obj: Object, workspace: Workspace) -> bool:
    """Whether two of one name are one object: in some bundle they get the same full name in the same namespace."""
    if obj.group == "kustomize.config.k8s.io" or unrendered(f"{obj.name} {obj.namespace}"):
        return False
    homes = workspace.index.homes
    full = {(id(home.bundle), home.space, home.prefix + first.name + home.suffix) for home in homes.of(first)}
    return _meant(first, obj, workspace) and any(
        (id(home.bundle), home.space, home.prefix + obj.name + home.suffix) in full for home in homes.of(obj)
    )


def _meant(first: Object, obj: Object, workspace: Workspace) -> bool:
    """Whether the repetition is a mistake: no alternatives, no Namespace that each file brings along."""
    if first.file == obj.file:
        return True
    brought = obj.kind in IN_EVERY_FILE and first.data == obj.data
    return not brought and not workspace.index.alternatives.apart(first.file, obj.file)
