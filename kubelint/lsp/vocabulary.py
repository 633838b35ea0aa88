"""The words that a workspace has for a place: names of objects, keys, ports, labels."""

from __future__ import annotations

from collections.abc import Iterator

from kubelint.finding import Path
from kubelint.kube.kinds import Service, Workload
from kubelint.kube.objects import Object, dig, mapping, sequence
from kubelint.lsp.cursor import MARK, Cursor
from kubelint.lsp.naming import namings
from kubelint.workspace import Workspace
from kubelint.workspace.config import config_mentions, keys_of

Word = tuple[str, str]
"""A word, and what it is."""


def names_for(cursor: Cursor, workspace: Workspace) -> Iterator[Word]:
    """What may stand at the cursor as a value, as far as the workspace knows."""
    yield from _objects(cursor, workspace)
    yield from _config(cursor, workspace)
    yield from _ports(cursor, workspace)
    yield from _volumes(cursor)
    if cursor.path[:-1] in _SELECTORS:
        for labels in _labels(workspace):
            value = labels.get(str(cursor.path[-1]))
            if isinstance(value, str):
                yield value, "label of a pod template"


_SELECTORS: frozenset[Path] = frozenset(
    {
        ("spec", "selector"),
        ("spec", "selector", "matchLabels"),
        ("spec", "podSelector", "matchLabels"),
    }
)


def label_keys(cursor: Cursor, workspace: Workspace) -> set[str]:
    """The keys of pod templates' labels, in a selector."""
    if cursor.path[:-1] not in _SELECTORS:
        return set()
    return {key for labels in _labels(workspace) for key in labels}


def _labels(workspace: Workspace) -> Iterator[dict[str, object]]:
    return (pod.labels for pod in workspace.pods())


def _objects(cursor: Cursor, workspace: Workspace) -> Iterator[Word]:
    for mention in namings(cursor.object):
        if mention.path == cursor.path:
            yield from _of_kind(cursor.object, mention.group, mention.kind, mention.namespace, workspace)
    if cursor.path[-1:] == ("namespace",):
        yield from ((space, "namespace") for space in _spaces(workspace))


def _of_kind(user: Object, group: str, kind: str, namespace: str | None, workspace: Workspace) -> Iterator[Word]:
    """The objects of a kind that a user can name."""
    near = _standing(user, workspace)
    for obj in workspace.index.peers(group, kind, near, namespace or user.namespace) if near else ():
        yield obj.name, f"{kind} in {obj.file}"


def _find(user: Object, kind: str, name: str, workspace: Workspace) -> Object | None:
    near = _standing(user, workspace)
    return workspace.find("", kind, name, near, user.namespace) if near else None


def _standing(user: Object, workspace: Workspace) -> Object | None:
    """The object of the workspace that is being written; one as near to it as can be, where it cannot be read yet."""

    def nearness(obj: Object) -> tuple[bool, bool, bool]:
        folder = obj.file.rpartition("/")[0] == user.file.rpartition("/")[0]
        return obj.file == user.file and obj.identity == user.identity, obj.file == user.file, folder

    return max(workspace.objects, key=nearness, default=None)


def _spaces(workspace: Workspace) -> set[str]:
    return {obj.namespace for obj in workspace.objects if obj.namespace} | {
        obj.name for obj in workspace.of_kind("", "Namespace")
    }


def _config(cursor: Cursor, workspace: Workspace) -> Iterator[Word]:
    """ConfigMaps and Secrets, and their keys."""
    user = cursor.object
    for mention in config_mentions(user.pod) if isinstance(user, Workload) and user.pod else ():
        if mention.path == cursor.path:
            yield from _of_kind(user, "", mention.kind, None, workspace)
        if any(path == cursor.path for path, _ in mention.keys):
            found = _find(user, mention.kind, mention.name, workspace)
            for key in sorted(keys_of(found) or ()) if found else ():
                yield key, f"key of {mention.kind} {mention.name}"


def _ports(cursor: Cursor, workspace: Workspace) -> Iterator[Word]:
    path, user = cursor.path, cursor.object
    if isinstance(user, Service) and path[-1] == "targetPort":
        near = _standing(user, workspace)
        for pod in workspace.selected(mapping(user.spec.get("selector")), near) if near else ():
            for port in (port for container in pod.containers for port in container.ports):
                yield from _port(port, "name", "containerPort", f"port of {pod.owner.kind} {pod.owner.name}")
    if path[-2:] in (("port", "number"), ("port", "name")):
        name = user.get(*path[:-2], "name")
        service = _find(user, "Service", str(name), workspace)
        for port in map(mapping, sequence(service.spec.get("ports")) if service else ()):
            field = "port" if path[-1] == "number" else "name"
            yield from _port(port, field, field, f"port of Service {name}")


def _port(port: dict[str, object], *rest: str) -> Iterator[Word]:
    *fields, detail = rest
    yield from ((str(port[field]), detail) for field in fields if field in port)


def _volumes(cursor: Cursor) -> Iterator[Word]:
    user = cursor.object
    if cursor.path[-3:-2] == ("volumeMounts",) and isinstance(user, Workload) and user.pod:
        for volume in sequence(user.pod.spec.get("volumes")):
            name = dig(volume, "name")
            if isinstance(name, str) and name != MARK:
                yield name, "volume of this pod"
