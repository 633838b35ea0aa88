"""Metadata: what does not belong into a manifest, names that are too long, labels and namespaces by convention."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from itertools import pairwise
from typing import Annotated, Any, NamedTuple

from kubelint.finding import Path, Place, Problem, Related
from kubelint.kube.kinds import CustomResourceDefinition, DaemonSet, Ingress, Job, Service, StatefulSet, Workload
from kubelint.kube.objects import Object, dig, mapping, sequence
from kubelint.kube.placeholders import unrendered
from kubelint.kube.pods import Pod
from kubelint.schema.apis import is_namespaced
from kubelint.workspace import Workspace
from kubelint.workspace.mending import with_field, without_annotation, without_field

_WRITTEN = ("uid", "resourceVersion", "generation", "managedFields", "ownerReferences", "selfLink", "creationTimestamp")
_LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"
_ANNOTATIONS_LIMIT = 262_144
_SYSTEM = ("kube-system", "kube-public", "kube-node-lease")
_INSTANCE = "app.kubernetes.io/instance"


class DefaultNamespaceOptions(NamedTuple):
    """Options of ``default-namespace``."""

    unset: bool = False
    """Whether an object that names no namespace counts as well."""


class WantedKey(NamedTuple):
    """A label or annotation that objects have to carry."""

    key: str
    pattern: Annotated[str, {"format": "regex"}] = ""
    """What its value has to match, as a regular expression; empty for any."""
    kinds: Sequence[str] = ()
    """The kinds of which it is asked; none means all."""


class MissingLabelOptions(NamedTuple):
    """Options of ``missing-label``."""

    labels: Sequence[WantedKey] = ()
    """The labels that are asked for."""
    annotations: Sequence[WantedKey] = ()
    """The annotations that are asked for."""


def server_written_field(obj: Object) -> Iterator[Problem]:
    """The manifest was copied from a live cluster."""
    for field in _WRITTEN:
        if obj.metadata.get(field) and not unrendered(obj.metadata[field]):
            yield _copied(obj, ("metadata", field), f"`{field}` is written by the server, never by hand")
    if _filled(obj):
        yield _copied(obj, ("status",), "`status` is written by the cluster, never by hand")
    if _LAST_APPLIED in obj.annotations:
        message = "`last-applied-configuration` is written by `kubectl apply`, and repeats the whole object"
        fix = without_annotation(obj, _LAST_APPLIED, "take the annotation away")
        yield Problem(obj.key("metadata", "annotations", _LAST_APPLIED), message, fix=fix)


def _copied(obj: Object, path: Path, message: str) -> Problem:
    return Problem(obj.key(*path), message, fix=without_field(obj, path, f"take `{path[-1]}` away"))


def _filled(obj: Object) -> bool:
    """Whether there is a status with something in it, beyond what generators print."""
    status = obj.get("status")
    if isinstance(obj, CustomResourceDefinition) and not dig(status, "conditions"):
        return False
    return isinstance(status, dict) and _says(status)


def _says(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(_says, value.values()))
    if isinstance(value, list):
        return any(map(_says, value))
    return bool(value)


def overlong_name(obj: StatefulSet | Job | Service, workspace: Workspace) -> Iterator[Problem]:
    """The name is accepted; what is made of it is not."""
    if isinstance(obj, Service):
        yield from _overlong_ports(obj, workspace)
        return
    limit, made = (52, "revision label of its pods") if isinstance(obj, StatefulSet) else (63, "label of its pods")
    if len(obj.name) > limit and not unrendered(obj.name):
        message = f"`{obj.name}` has {len(obj.name)} characters; the {made} allows {limit}, so no pod is created"
        yield Problem(obj.at("metadata", "name"), message)


def _overlong_ports(service: Service, workspace: Workspace) -> Iterator[Problem]:
    for number, port in enumerate(sequence(service.spec.get("ports"))):
        name = mapping(port).get("name")
        if isinstance(name, str) and len(name) > 15 and (user := _user(service, name, workspace)) is not None:
            message = f"the port `{name}` has {len(name)} characters; an Ingress can name 15"
            related = (Related(user, "named here"),)
            yield Problem(service.at("spec", "ports", number, "name"), message, related)


def _user(service: Service, port: str, workspace: Workspace) -> Place | None:
    """Where an Ingress of the set names that port of the Service."""
    for entry in workspace.traffic.entries_to(service):
        for route in entry.routes if isinstance(entry.object, Ingress) else ():
            for backend in route.backends:
                if (backend.name, backend.port) == (service.name, port):
                    return backend.port_place or backend.place
    return None


def oversized_manifest(obj: Object) -> Iterator[Problem]:
    """The object is too large for the annotation of client-side apply."""
    span = obj.document.span
    # JSON is hardly ever longer than YAML; measuring it takes a while, and almost no object comes near.
    if span.end - span.start > _ANNOTATIONS_LIMIT // 2:
        size = len(json.dumps(obj.data, separators=(",", ":"), default=str).encode("utf-8", "surrogatepass"))
        if size > _ANNOTATIONS_LIMIT:
            message = f"has {size // 1024} KiB; `kubectl apply` needs `--server-side` above 256 KiB"
            yield Problem(obj.at(), message)


def default_namespace(obj: Object, workspace: Workspace, options: DefaultNamespaceOptions) -> Iterator[Problem]:
    """The object lives among whatever else nobody gave a home."""
    said = obj.namespace == "default"
    if not said and not (options.unset and obj.namespace is None and is_namespaced(obj.group, obj.kind)):
        return
    if workspace.namespace(obj) == "default":
        message = "lives in the namespace `default`" if said else "names no namespace, so it lives in `default`"
        yield Problem(obj.at("metadata", "namespace"), f"{message}: give it one of its own")


def system_namespace(obj: Workload | Service | Ingress, workspace: Workspace) -> Iterator[Problem]:
    """An app lives beside the cluster's own."""
    if obj.namespace in _SYSTEM and not _of_the_system(obj, workspace):
        yield Problem(obj.at("metadata", "namespace"), f"lives in `{obj.namespace}`, beside the cluster's own pods")


def _of_the_system(obj: Workload | Service | Ingress, workspace: Workspace) -> bool:
    if isinstance(obj, Service):
        pods = workspace.pods_of(obj)
        return bool(pods) and all(map(_critical, pods))
    return isinstance(obj, Workload) and obj.pod is not None and _critical(obj.pod)


def _critical(pod: Pod) -> bool:
    return isinstance(pod.owner, DaemonSet) or str(pod.spec.get("priorityClassName")).startswith("system-")


def missing_label(obj: Object, options: MissingLabelOptions) -> Iterator[Problem]:
    """The object lacks a label or annotation that the team asks for."""
    for field, wanted in (("labels", options.labels), ("annotations", options.annotations)):
        present = mapping(obj.metadata.get(field))
        for each in map(_wanted, wanted):
            if each.kinds and not any(fnmatchcase(obj.kind, kind) for kind in each.kinds):
                continue
            if each.key not in present:
                yield Problem(obj.at("metadata", field), f"has no {field[:-1]} `{each.key}`")
            elif not _fits(present[each.key], each.pattern):
                message = f"the {field[:-1]} `{each.key}` is `{present[each.key]}`; `{each.pattern}` was expected"
                yield Problem(obj.at("metadata", field, each.key), message)


def _wanted(given: WantedKey | Mapping[str, Any]) -> WantedKey:
    return given if isinstance(given, WantedKey) else WantedKey(**given)


def _fits(value: Any, pattern: str) -> bool:
    return not pattern or unrendered(value) or (isinstance(value, str) and bool(re.fullmatch(pattern, value)))


def mismatched_instance_label(obj: Object) -> Iterator[Problem]:
    """The label names another instance than the object."""
    instance = obj.labels.get(_INSTANCE)
    if isinstance(instance, str) and obj.name and instance != obj.name and not unrendered(instance):
        place = obj.at("metadata", "labels", _INSTANCE)
        fix = with_field(obj, place.path, obj.name, f"write `{obj.name}`", safe=False)
        yield Problem(place, f"`{instance}` is not the object's name, `{obj.name}`", fix=fix)


def unsorted_keys(obj: Object) -> Iterator[Problem]:
    """The keys are not in alphabetical order."""
    yield from _unsorted(obj, (), obj.data)


def _unsorted(obj: Object, path: Path, value: Any) -> Iterator[Problem]:
    if isinstance(value, dict):
        keys = [str(key) for key in value]
        for before, key in pairwise(keys):
            if key < before:
                yield Problem(obj.key(*path, key), f"`{key}` stands behind `{before}`; the alphabet puts it before")
        for name, below in value.items():
            yield from _unsorted(obj, (*path, name), below)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _unsorted(obj, (*path, number), item)
