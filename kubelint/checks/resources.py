"""Resources: what containers ask for, what holds them back, and numbers whose unit slipped."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kubelint.finding import Fix, Place, Problem
from kubelint.kube.kinds import LimitRange, PersistentVolumeClaim, ResourceQuota, StatefulSet
from kubelint.kube.objects import Object, dig, mapping, sequence
from kubelint.kube.placeholders import unrendered
from kubelint.kube.pods import Container, Pod
from kubelint.kube.quantity import ONE, nanos
from kubelint.workspace import Workspace
from kubelint.workspace.mending import with_field

_MEBIBYTE = 1024 * 1024 * ONE
_BYTES = {"memory": "Mi", "ephemeral-storage": "Mi", "sizeLimit": "Mi", "storage": "Gi"}
"""Quantities of bytes, with the unit that somebody who wrote none most likely had in mind."""


class MissingResourceRequestsOptions(NamedTuple):
    """Options of ``missing-resource-requests``."""

    resources: Sequence[str] = ("cpu", "memory")
    """The resources that have to be requested."""


class RequestsBelowLimitsOptions(NamedTuple):
    """Options of ``requests-below-limits``."""

    resources: Sequence[str] = ("cpu", "memory")
    """The resources that are compared."""
    ratio: float = 1
    """How many times its request a limit may be."""


def missing_resource_requests(
    container: Container, workspace: Workspace, options: MissingResourceRequestsOptions
) -> Iterator[Problem]:
    """The scheduler cannot know what the container needs."""
    missing = [name for name in options.resources if not _said(container, name, "requests", "limits")]
    if missing and not _managed(container):
        missing = [name for name in missing if not _decided(container, name, workspace)]
    if missing and not _managed(container):
        names = " and no ".join(f"`{name}`" for name in missing)
        yield Problem(container.at("resources"), f"requests no {names}: the scheduler takes it for nothing")


def missing_memory_limit(container: Container, workspace: Workspace) -> Iterator[Problem]:
    """Nothing keeps the container from taking all memory of the node."""
    if any(container.get("resources", part) for part in ("requests", "limits")):
        yield from _without_limit(container, workspace, "memory", "it may take all of the node's")


def missing_cpu_limit(container: Container, workspace: Workspace) -> Iterator[Problem]:
    """Nothing keeps the container from taking all idle CPU of the node."""
    yield from _without_limit(container, workspace, "cpu", "it may take all that is idle")


def _without_limit(container: Container, workspace: Workspace, name: str, what: str) -> Iterator[Problem]:
    if _said(container, name, "limits") or _managed(container) or _decided(container, name, workspace, "default"):
        return
    yield Problem(container.at("resources"), f"has no limit for `{name}`: {what}")


def unbounded_ephemeral_storage(container: Container, workspace: Workspace) -> Iterator[Problem]:
    """Logs and scratch files may fill the node's disk."""
    name = "ephemeral-storage"
    if _said(container, name, "limits") or _managed(container) or _decided(container, name, workspace, "default"):
        return
    half = " limit" if _said(container, name, "requests") else " request and limit"
    yield Problem(container.at("resources"), f"has no{half} for `{name}`: logs and scratch files may fill the node")


def _said(container: Container, name: str, *parts: str) -> bool:
    resources = container.get("resources")
    stated = [resources, *(dig(resources, part) for part in parts)]
    return any(map(unrendered, stated)) or any(dig(resources, part, name) is not None for part in parts)


def _managed(container: Container) -> bool:
    """Whether somebody else writes the resources: a sidecar that is injected, or the pod as a whole."""
    return container.image in ("", "auto") or bool(mapping(container.pod.spec.get("resources")))


def _decided(container: Container, name: str, workspace: Workspace, *defaults: str) -> bool:
    owner = container.pod.owner
    if workspace.scaling.vertical(owner) or workspace.overwritten(owner, "resources", "limits"):
        return True
    return any(
        dig(item, default, name) is not None
        for limits in workspace.of(LimitRange)
        if workspace.namespace(limits) == workspace.namespace(owner)
        for item in sequence(limits.spec.get("limits"))
        if mapping(item).get("type") == "Container"
        # The server takes the maximum for a default that is not given, and the default limit for the request.
        for default in (*(defaults or ("defaultRequest", "default")), "max")
    )


def requests_below_limits(container: Container, options: RequestsBelowLimitsOptions) -> Iterator[Problem]:
    """The container may take more than it was given room for."""
    for name in options.resources:
        request, limit = (nanos(container.get("resources", part, name)) for part in ("requests", "limits"))
        if request is not None and limit is not None and limit > request * options.ratio:
            written = container.get("resources", "limits", name)
            bound = "is below" if options.ratio == 1 else f"is less than one part in {options.ratio:g} of"
            message = f"the request for `{name}` {bound} the limit (`{written}`)"
            place = container.at("resources", "requests", name)
            fix = with_field(container.pod.owner, place.path, written, f"request `{written}`", safe=False)
            yield Problem(place, message, fix=fix)


def implausible_quantity(subject: Pod | PersistentVolumeClaim | StatefulSet) -> Iterator[Problem]:
    """A unit slipped."""
    for owner, place, name in _quantities(subject):
        value = dig(owner.data, *place.path)
        if isinstance(value, str | int | float) and (slip := _slip(name, value)) is not None:
            message, instead = slip
            yield Problem(place, f"`{name}: {value}` is {message}", fix=_with_unit(owner, place, instead))


def _quantities(subject: Pod | Object) -> Iterator[tuple[Object, Place, str]]:
    if isinstance(subject, Pod):
        yield from _of_pod(subject)
    elif isinstance(subject, PersistentVolumeClaim):
        yield subject, subject.at("spec", "resources", "requests", "storage"), "storage"
    else:
        for number, _ in enumerate(sequence(subject.spec.get("volumeClaimTemplates"))):
            path = ("spec", "volumeClaimTemplates", number, "spec", "resources", "requests", "storage")
            yield subject, subject.at(*path), "storage"


def _of_pod(pod: Pod) -> Iterator[tuple[Object, Place, str]]:
    views = [(pod.at("resources"), pod.spec.get("resources"))]
    views += [(c.at("resources"), c.get("resources")) for c in (*pod.containers, *pod.init_containers)]
    for place, resources in views:
        for part in ("requests", "limits"):
            for name in mapping(mapping(resources).get(part)):
                yield pod.owner, place.down(part, name), name
    for number, volume in enumerate(sequence(pod.spec.get("volumes"))):
        if dig(volume, "emptyDir", "sizeLimit") is not None:
            yield pod.owner, pod.at("volumes", number, "emptyDir", "sizeLimit"), "sizeLimit"


@functools.lru_cache(maxsize=4096)
def _slip(name: str, value: str | float) -> tuple[str, str | None] | None:
    amount = nanos(value)
    if amount is None or amount <= 0:
        return None
    text = str(value).strip()
    if name == "cpu" and amount >= 100 * ONE and text.isdigit():
        return f"{text} whole CPUs; did you mean `{text}m`?", f"{text}m"
    if name in _BYTES and amount < _MEBIBYTE:
        if text.endswith("m"):
            meant = text[:-1] + _BYTES[name]
            return f"in thousandths of a byte; did you mean `{meant}`?", meant
        if text.isdigit():
            return f"less than 1 MiB; did you mean `{text}{_BYTES[name]}`?", text + _BYTES[name]
        return "less than 1 MiB", None
    return None


def _with_unit(owner: Object, place: Place, instead: str | None) -> Fix | None:
    return with_field(owner, place.path, instead, f"write `{instead}`", safe=False) if instead else None


def incomplete_quota(subject: ResourceQuota | LimitRange, workspace: Workspace) -> Iterator[Problem]:
    """The namespace's bounds leave a gap."""
    if isinstance(subject, LimitRange):
        yield from _open_limits(subject)
        return
    namespace = workspace.namespace(subject)
    together = [quota for quota in workspace.of(ResourceQuota) if workspace.namespace(quota) == namespace]
    bounded = {str(key).rpartition(".")[2] for quota in together for key in mapping(quota.spec.get("hard"))}
    if missing := [name for name in ("cpu", "memory") if name not in bounded]:
        names = " and ".join(f"`{name}`" for name in missing)
        yield Problem(subject.at("spec", "hard"), f"bounds no {names}: the namespace may take all of it")


def _open_limits(limits: LimitRange) -> Iterator[Problem]:
    for number, item in enumerate(sequence(limits.spec.get("limits"))):
        if mapping(item).get("type") == "Container":
            missing = [part for part in ("min", "max", "default", "defaultRequest") if part not in item]
            if missing:
                names = ", ".join(f"`{part}`" for part in missing)
                yield Problem(limits.at("spec", "limits", number), f"leaves containers without {names}")
