"""The Gateway API: routes that no listener takes, references without a grant, listeners in each other's way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from kubelint.finding import Fix, Operation, Patch, Path, Place, Problem, Related
from kubelint.kube.kinds import Gateway, GatewayRoute
from kubelint.kube.nearness import nearest
from kubelint.kube.objects import Object, dig, mapping, sequence
from kubelint.kube.placeholders import unrendered
from kubelint.workspace import Workspace
from kubelint.workspace.gateways import GROUP, Listener, Parent, hostnames, listeners, parents

_SAME_PORT = ({"HTTPS", "TLS"}, {"HTTPS"}, {"TLS"}, {"HTTP"})
"""Protocols that may share a port, told apart by host name."""


def unattached_route(route: GatewayRoute, workspace: Workspace) -> Iterator[Problem]:
    """No listener takes the route."""
    for parent in parents(route, workspace):
        if parent.gateway is None:
            yield from _missing_gateway(route, parent, workspace)
        elif parent.fault and not _variable(route, parent):
            related = Related(parent.gateway.at("metadata", "name"), "the Gateway")
            message = f"Gateway `{parent.gateway.name}` {parent.fault}"
            yield Problem(_at(route, parent), message, (related,), _section_fix(route, parent))


def _missing_gateway(route: GatewayRoute, parent: Parent, workspace: Workspace) -> Iterator[Problem]:
    name, namespace = parent.data.get("name"), parent.data.get("namespace")
    if not isinstance(name, str):
        return
    answer = workspace.resolve(GROUP, "Gateway", name, route, namespace if isinstance(namespace, str) else None)
    if answer.wrong:
        related = (Related(answer.nearest.at("metadata", "name"), "the nearest"),) if answer.nearest else ()
        place = route.at("spec", "parentRefs", parent.number, "name")
        message = f"there is no Gateway `{name}`; {answer.hint}"
        yield Problem(place, message, related, severity=answer.severity)


def _variable(route: GatewayRoute, parent: Parent) -> bool:
    gateway = parent.gateway
    told = [*hostnames(route), *(item.hostname for item in listeners(gateway))] if gateway else []
    return any(unrendered(text) for text in (*told, *parent.data.values()))


def _at(route: GatewayRoute, parent: Parent) -> Place:
    if parent.field == "hostnames":
        return route.at("spec", "hostnames")
    return route.at("spec", "parentRefs", parent.number, parent.field)


def _section_fix(route: GatewayRoute, parent: Parent) -> Fix | None:
    if parent.field != "sectionName" or parent.gateway is None:
        return None
    near = nearest(str(parent.data.get("sectionName")), [item.name for item in listeners(parent.gateway)])
    if near is None:
        return None
    replace = Operation("replace", ("spec", "parentRefs", parent.number, "sectionName"), near)
    return Fix(f"name the listener `{near}`", (Patch(route, (replace,)),), safe=False)


class Reach(NamedTuple):
    """A reference into another namespace."""

    path: Path
    namespace: str
    group: str
    kind: str
    name: str


def missing_reference_grant(obj: Gateway | GatewayRoute, workspace: Workspace) -> Iterator[Problem]:
    """A reference into a namespace of the set that grants it nothing."""
    own = workspace.namespace(obj)
    for reach in _reaches(obj):
        if (
            reach.namespace in (own, "")
            or unrendered(reach.namespace)
            or not _is_given(reach.namespace, obj, workspace)
        ):
            continue
        if not any(_grants(grant, obj, own, reach) for grant in _grants_of(reach.namespace, workspace)):
            message = (
                f"namespace `{reach.namespace}` has no ReferenceGrant that lets {obj.kind}s of namespace `{own}`"
                f" refer to its {reach.kind} `{reach.name}`"
            )
            yield Problem(obj.at(*reach.path, "namespace"), message)


def _reaches(obj: Object) -> Iterator[Reach]:
    for path, reference, kind in _references(obj):
        namespace = reference.get("namespace")
        if isinstance(namespace, str):
            kind = str(reference.get("kind") or kind)
            yield Reach(path, namespace, str(reference.get("group") or ""), kind, str(reference.get("name")))


def _references(obj: Object) -> Iterator[tuple[Path, dict[str, Any], str]]:
    """Certificates of listeners, backends and mirrors of routes."""
    for number, item in enumerate(sequence(obj.spec.get("listeners"))):
        for position, reference in enumerate(sequence(dig(item, "tls", "certificateRefs"))):
            yield ("spec", "listeners", number, "tls", "certificateRefs", position), mapping(reference), "Secret"
    for number, rule in enumerate(sequence(obj.spec.get("rules"))):
        for position, reference in enumerate(sequence(mapping(rule).get("backendRefs"))):
            yield ("spec", "rules", number, "backendRefs", position), mapping(reference), "Service"
        for position, item in enumerate(sequence(mapping(rule).get("filters"))):
            mirrored = mapping(dig(item, "requestMirror", "backendRef"))
            yield ("spec", "rules", number, "filters", position, "requestMirror", "backendRef"), mirrored, "Service"


def _is_given(namespace: str, near: Object, workspace: Workspace) -> bool:
    """Whether the bundle holds objects of a namespace, other than routes: then its grants would be there too."""
    given = workspace.traffic.once(_by_namespace).get(namespace, ())
    return any(workspace.index.beside(near, obj) for obj in given)


def _by_namespace(workspace: Workspace) -> dict[str, list[Object]]:
    found: dict[str, list[Object]] = {}
    for obj in workspace.objects:
        name = obj.name if obj.kind == "Namespace" else obj.namespace
        if name and not isinstance(obj, GatewayRoute):
            found.setdefault(name, []).append(obj)
    return found


def _grants_of(namespace: str, workspace: Workspace) -> list[Object]:
    grants = workspace.of_kind(GROUP, "ReferenceGrant")
    return [grant for grant in grants if workspace.namespace(grant) == namespace]


def _grants(grant: Object, obj: Object, own: str, reach: Reach) -> bool:
    sources = [mapping(item) for item in sequence(grant.spec.get("from"))]
    targets = [mapping(item) for item in sequence(grant.spec.get("to"))]
    admitted = any((s.get("group"), s.get("kind"), s.get("namespace")) == (obj.group, obj.kind, own) for s in sources)
    return admitted and any(
        (t.get("group") or "") == reach.group and t.get("kind") == reach.kind and t.get("name") in (None, reach.name)
        for t in targets
    )


def conflicting_listener(gateway: Gateway) -> Iterator[Problem]:
    """Two listeners that cannot both be served."""
    seen: list[Listener] = []
    for item in listeners(gateway):
        other = next((first for first in seen if _conflict(first, item)), None)
        if other is None:
            seen.append(item)
            continue
        port = item.data.get("port")
        why = (
            f"the same port {port}, protocol and host name"
            if other.protocol == item.protocol
            else f"{other.protocol} and {item.protocol} on the same port {port}"
        )
        yield Problem(
            item.place, f"conflicts with listener `{other.name}`: {why}", (Related(other.place, "the first"),)
        )


def _conflict(one: Listener, other: Listener) -> bool:
    if one.data.get("port") != other.data.get("port") or not isinstance(one.data.get("port"), int):
        return False
    protocols = {one.protocol, other.protocol}
    known = {"HTTP", "HTTPS", "TLS", "TCP", "UDP"}
    if not protocols <= known or ("UDP" in protocols and len(protocols) == 2):
        return False
    if protocols not in _SAME_PORT:
        return True
    return one.hostname.lower() == other.hostname.lower() and len(protocols) == 1
