"""Pods: containers, volumes and names in relation to each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kubelint.finding import Fault, Severity
from kubelint.kube import names
from kubelint.kube.nearness import nearest
from kubelint.schema.scalars import is_pending
from kubelint.schema.server import facts, labels
from kubelint.schema.server.core.probes import grace, init_container
from kubelint.schema.server.core.security import pod_security
from kubelint.schema.server.registry import Context, fields, items, judges

CORE = "io.k8s.api.core.v1."

_name = facts.syntax(names.dns_subdomain, empty=True)
_label = facts.syntax(names.dns_label, empty=True)

fields(
    CORE + "PodSpec",
    restartPolicy=facts.one_of("Always", "OnFailure", "Never"),
    dnsPolicy=facts.one_of("ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"),
    preemptionPolicy=facts.one_of("PreemptLowerPriority", "Never"),
    activeDeadlineSeconds=facts.number(1, 2147483647),
    serviceAccountName=_name,
    priorityClassName=_name,
    runtimeClassName=facts.subdomain,
    nodeName=_name,
    hostname=_label,
    hostnameOverride=facts.syntax(lambda value: names.too_long(value, 64) or names.dns_subdomain(value), empty=True),
    subdomain=_label,
)
fields(CORE + "PodOS", name=facts.one_of("linux", "windows", empty=False))
fields(CORE + "HostAlias", ip=facts.ip_address, hostnames=items(facts.subdomain))
fields(CORE + "PodDNSConfig", nameservers=items(facts.ip_address))
fields(CORE + "PodReadinessGate", conditionType=facts.label_key)
fields(CORE + "PodSchedulingGate", name=facts.label_key)


@judges(CORE + "PodTemplateSpec")
def template(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """Labels and annotations of the pods to be made."""
    metadata = value.get("metadata") or {}
    if "labels" in metadata:
        yield from labels.label_faults(metadata["labels"], "metadata", "labels")
    if "annotations" in metadata:
        yield from labels.annotation_faults(metadata["annotations"], "metadata", "annotations")
    if "spec" not in value:
        yield Fault("missing-field", (), "lacks `spec` with `containers`")


@judges(CORE + "PodSpec")
def pod(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """Containers and volumes in relation to each other."""
    if value.get("containers") == []:
        yield facts.missing(value, "containers")
    yield from _names(value)
    volumes = value.get("volumes", [])
    known = {volume.get("name") for volume in volumes}
    if len(known) < len(volumes):
        yield from facts.below("volumes", facts.repeated(volumes, "name", "volume"))
    if ctx.kind == "StatefulSet":
        known |= _claimed(ctx)
    for member in ("containers", "initContainers"):
        for index, container in enumerate(value.get(member, ())):
            if member == "containers" and _NEEDS_ITS_POD.isdisjoint(container):
                continue
            for fault in _container(container, member, value, known, ctx):
                yield fault._replace(path=(member, index, *fault.path))


_NEEDS_ITS_POD = frozenset({"volumeMounts", "volumeDevices", "restartPolicy", "lifecycle", "resources"})


def _claimed(ctx: Context) -> set[Any]:
    """The names of a StatefulSet's claim templates, which serve as volumes."""
    templates = (ctx.root.get("spec") or {}).get("volumeClaimTemplates") or ()
    return {(template.get("metadata") or {}).get("name") for template in templates}


def _names(spec: dict[str, Any]) -> Iterator[Fault]:
    """Names are unique among all containers; the server looks at the init containers last."""
    seen: set[str] = set()
    for member in ("containers", "initContainers"):
        for index, container in enumerate(spec.get(member, ())):
            name = container.get("name")
            if name in seen:
                yield Fault("duplicate-item", (member, index, "name"), f"container name `{name}` is used twice")
            if name:
                seen.add(name)


def _container(
    container: dict[str, Any], member: str, spec: dict[str, Any], volumes: set[Any], ctx: Context
) -> Iterator[Fault]:
    """What a container says, in its pod."""
    for use in ("volumeMounts", "volumeDevices"):
        for index, mount in enumerate(container.get(use, ())):
            name = mount.get("name")
            if name and name not in volumes and not is_pending(name):
                yield facts.invalid(f"no volume `{name}` in this pod{_near(name, volumes)}", use, index, "name")
    if member == "initContainers":
        yield from init_container(container)
    if container.get("restartPolicy"):
        yield from _restart_policy(container, member, ctx)
    if "lifecycle" in container:
        yield from grace(container, spec.get("terminationGracePeriodSeconds", 30), ctx.minor)
    if "claims" in container.get("resources", ()):
        yield from _claims(container["resources"]["claims"], spec)
    if "volumeDevices" in container:
        yield from _devices(container["volumeDevices"], spec)


def _claims(claims: list[dict[str, Any]], spec: dict[str, Any]) -> Iterator[Fault]:
    """Each claim on a resource is one of the pod's, and named once."""
    path = ("resources", "claims")
    known = {claim.get("name") for claim in spec.get("resourceClaims", ())}
    seen: set[tuple[Any, Any]] = set()
    for index, claim in enumerate(claims):
        name, request = claim.get("name"), claim.get("request")
        if name and name not in known:
            yield Fault("invalid-value", (*path, index, "name"), f"no resource claim `{name}` in this pod")
        if seen & {(name, request), (name, None)}:
            yield Fault("duplicate-item", (*path, index), f"resource claim `{name}` is used twice")
        seen.add((name, request))


def _devices(devices: list[dict[str, Any]], spec: dict[str, Any]) -> Iterator[Fault]:
    """Only claimed volumes can be devices."""
    others = {
        volume.get("name")
        for volume in spec.get("volumes", ())
        if "persistentVolumeClaim" not in volume and "ephemeral" not in volume
    }
    for index, device in enumerate(devices):
        name = device.get("name")
        if name in others:
            message = f"volume `{name}` cannot be a device: it is no `persistentVolumeClaim` and not `ephemeral`"
            yield facts.invalid(message, "volumeDevices", index, "name")


def _near(name: str, volumes: set[Any]) -> str:
    known = sorted(volume for volume in volumes if volume)
    near = nearest(name, known)
    if near:
        return f"; did you mean `{near}`?"
    return f", which has {', '.join(f'`{volume}`' for volume in known)}" if known else ", which has no volumes"


_SIDECAR = facts.one_of("Always")
_ANY = facts.one_of("Always", "OnFailure", "Never")


def _restart_policy(container: dict[str, Any], member: str, ctx: Context) -> Iterator[Fault]:
    """A container's own policy: for sidecars, and from 1.35 for all."""
    if member == "initContainers" or ctx.minor >= 35:
        check = _ANY if ctx.minor >= 35 else _SIDECAR
        if verdict := check(container["restartPolicy"], ctx.minor):
            yield verdict.fault(("restartPolicy",))
    else:
        yield facts.forbidden("`restartPolicy` may only be set on init containers before 1.35", "restartPolicy")


@judges(CORE + "PodSpec")
def surroundings(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """What the pod asks of its node and network."""
    if "nodeSelector" in value:
        yield from labels.label_faults(value["nodeSelector"], "nodeSelector")
    if value.get("ephemeralContainers"):
        yield facts.forbidden("`ephemeralContainers` may only be added to a running pod", "ephemeralContainers")
    if value.get("terminationGracePeriodSeconds", 0) < 0:
        message = "a negative grace period counts as 1 second"
        yield facts.invalid(message, "terminationGracePeriodSeconds")._replace(severity=Severity.WARNING)
    if value.get("dnsPolicy") == "None" and not (value.get("dnsConfig") or {}).get("nameservers"):
        message = "lacks `dnsConfig` with `nameservers`, which `dnsPolicy: None` needs"
        yield Fault("missing-field", ("dnsConfig",), message)
    if "schedulingGates" in value:
        yield from facts.below("schedulingGates", facts.repeated(value["schedulingGates"], "name", "gate"))
        if value["schedulingGates"] and value.get("nodeName"):
            yield facts.forbidden("`nodeName` may not be set while there are `schedulingGates`", "nodeName")
    if "imagePullSecrets" in value or "hostAliases" in value:
        yield from _repeated(value)
    yield from pod_security(value, ctx)


def _repeated(value: dict[str, Any]) -> Iterator[Fault]:
    """Pull secrets and host aliases: a repetition is stored with a warning."""
    for member, key, what in (("imagePullSecrets", "name", "pull secret"), ("hostAliases", "ip", "address")):
        for fault in facts.repeated(value.get(member, []), key, what):
            path = (member, *fault.path)
            yield fault._replace(rule="shadowed-item", path=path, severity=Severity.WARNING)
    for index, secret in enumerate(value.get("imagePullSecrets", ())):
        if not secret.get("name"):
            message = "lacks `name`, so it is no secret"
            yield Fault("missing-field", ("imagePullSecrets", index), message, severity=Severity.WARNING)


@judges(CORE + "PodDNSConfig")
def dns_config(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """Limits of a resolver's configuration."""
    for member, most in (("nameservers", 3), ("searches", 32)):
        if len(value.get(member, ())) > most:
            yield facts.invalid(f"has {len(value[member])} items, at most {most} are allowed", member)
    searches = value.get("searches", ())
    if sum(map(len, searches)) + len(searches) > 2049:
        yield facts.invalid("has more than 2048 characters in all", "searches")
    for index, search in enumerate(searches):
        problem = _search(search.removesuffix("."), ctx.minor)
        if problem and not is_pending(search):
            yield facts.invalid(f"`{search}` {problem}", "searches", index)
    for index, option in enumerate(value.get("options", ())):
        if not option.get("name"):
            yield Fault("missing-field", ("options", index), "lacks `name`")


@judges(CORE + "PodSpec")
def ports(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """Ports on the node are taken once; the same port of two containers is stored with a warning."""
    taken: set[tuple[Any, ...]] = set()
    used: set[tuple[Any, ...]] = set()
    named: dict[Any, int] = {}
    host_network = value.get("hostNetwork") is True
    for number, container in enumerate(value.get("containers", ())):
        for index, port in enumerate(container.get("ports", ())):
            path = ("containers", number, "ports", index)
            protocol = port.get("protocol") or "TCP"
            inner, outer = port.get("containerPort"), port.get("hostPort")
            if (protocol, inner, outer) in used and inner:
                message = f"port {inner}/{protocol} is declared twice in this pod"
                yield Fault("shadowed-item", path, message, severity=Severity.WARNING)
            used.add((protocol, inner, outer))
            name = port.get("name")
            if name and named.setdefault(name, number) != number:
                message = f"port name `{name}` stands for another container's port already, which Services will use"
                yield Fault("shadowed-item", (*path, "name"), message, severity=Severity.WARNING)
            if not outer:
                if port.get("hostIP"):
                    message = "`hostIP` does nothing without a `hostPort`"
                    yield facts.invalid(message, *path, "hostIP")._replace(severity=Severity.WARNING)
                continue
            if host_network and outer != inner:
                message = f"`{outer}` differs from `containerPort: {inner}`, which it must equal in the host's network"
                yield facts.invalid(message, *path, "hostPort")
            key = protocol, port.get("hostIP") or "", outer
            if key in taken:
                yield Fault("duplicate-item", (*path, "hostPort"), f"host port {outer}/{protocol} is used twice")
            taken.add(key)


def _search(value: str, minor: int) -> str | None:
    """A search domain; 1.33 made underscores and the root domain legal."""
    if minor >= 33:
        return names.dns_subdomain(value.replace("_", "x")) if value else None
    return names.dns_subdomain(value)
