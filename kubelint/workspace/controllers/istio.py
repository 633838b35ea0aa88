"""Istio: every server of a Gateway is a listener of its own; its Ingress mode cannot redirect."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from kubelint.kube.kinds import Ingress, IstioGateway, Service
from kubelint.kube.objects import Object, dig, mapping, sequence
from kubelint.workspace.edges import tls_in_front
from kubelint.workspace.entries import Backend, Entry, Host, Route, State, Verdict
from kubelint.workspace.families import Family, IngressFamily
from kubelint.workspace.hosts import intersect
from kubelint.workspace.ingresses import has_tls, routes
from kubelint.workspace.mending import with_field

if TYPE_CHECKING:
    from kubelint.workspace.workspace import Workspace

GROUP = "networking.istio.io"
_PLAIN = ("HTTP", "HTTP2", "GRPC", "GRPC-WEB")
_INSIDE = ("eastwest", "east-west", "egress", "internal", "private", "mesh")


class IstioIngress(IngressFamily):
    """Ingress objects served by Istio: port 80 is open for every host and nothing closes it."""

    name = "Istio"
    annotation_classes = ("istio",)
    field_classes = ("istio",)
    controllers = ("istio.io/ingress-controller",)

    def verdict(self, ingress: Ingress, host: str, workspace: Workspace) -> Verdict:
        """Open by HTTP, always."""
        why = "Istio cannot redirect for an Ingress; use a Gateway"
        return Verdict(State.BOTH_OPEN, None, why) if has_tls(ingress) else Verdict(State.HTTP_ONLY)


class IstioServers(Family):
    """Gateways of Istio."""

    name = "Istio Gateway"
    kinds = IstioGateway.kinds

    def entries(self, obj: Object, workspace: Workspace) -> Iterator[Entry]:
        """One for each server that speaks HTTP or terminates TLS."""
        bound = workspace.traffic.once(_services_by_gateway).get((workspace.namespace(obj), obj.name), [])
        servers = [server if isinstance(server, dict) else {} for server in sequence(obj.spec.get("servers"))]
        for number, server in enumerate(servers):
            protocol = str(dig(server, "port", "protocol") or "").upper()
            if protocol in (*_PLAIN, "HTTPS", "TLS"):
                yield _entry(obj, number, servers, protocol, bound, workspace)


def _entry(
    obj: Object, number: int, servers: list[dict[str, Any]], protocol: str, bound: list[Object], workspace: Workspace
) -> Entry:
    place = obj.at("spec", "servers", number)
    hosts = _hosts(servers[number])
    text = f"{obj.name} {sorted(mapping(obj.spec.get('selector')).values(), key=str)}".lower()
    found = [route for service in bound for route in _routes(service, hosts, workspace)]
    return Entry(
        object=obj,
        place=place,
        controller=IstioIngress.name,
        scope="inside" if any(word in text for word in _INSIDE) or _behind_another(obj, workspace) else None,
        hosts=tuple(Host(host, place, _verdict(obj, number, servers, protocol, host, bound)) for host in hosts),
        routes=tuple(found),
        tls_place=obj.at("spec", "servers", number, "tls") if protocol in ("HTTPS", "TLS") else None,
        point=f"{workspace.namespace(obj)}/{obj.name}/{number}",
    )


def _behind_another(obj: Object, workspace: Workspace) -> bool:
    """Whether something in front of the gateway's pods ends TLS: their load balancer, or an Ingress before it."""
    if tls_in_front(obj, workspace):
        return True
    selector = mapping(obj.spec.get("selector")).items()
    backends = workspace.traffic.once(_ingress_backends)
    return bool(selector) and any(
        selector <= mapping(service.spec.get("selector")).items()
        and (workspace.namespace(service), service.name) in backends
        for service in workspace.of(Service)
    )


def _ingress_backends(workspace: Workspace) -> set[tuple[str, str]]:
    return {
        (backend.namespace, backend.name)
        for ingress in workspace.of(Ingress)
        for route in routes(ingress, workspace.namespace(ingress))
        for backend in route.backends
    }


def _hosts(server: dict[str, Any]) -> list[str]:
    """The server's hosts without their namespaces; ``""`` for all."""
    names = [host.rpartition("/")[2] for host in sequence(server.get("hosts")) if isinstance(host, str)]
    return ["" if name == "*" else name for name in names]


def _verdict(
    obj: Object, number: int, servers: list[dict[str, Any]], protocol: str, host: str, bound: list[Object]
) -> Verdict:
    mode = dig(servers[number], "tls", "mode")
    if protocol in ("HTTPS", "TLS"):
        passed = mode in ("PASSTHROUGH", "AUTO_PASSTHROUGH")
        return Verdict(State.PASSTHROUGH if passed else State.HTTPS_ONLY)
    if dig(servers[number], "tls", "httpsRedirect") is True or any(_redirects(service, host) for service in bound):
        return Verdict(State.REDIRECTED)
    path = ("spec", "servers", number, "tls", "httpsRedirect")
    if not any(_secure(server) and any(intersect(name, host) for name in _hosts(server)) for server in servers):
        return Verdict(State.HTTP_ONLY, obj.at("spec", "servers", number))
    fix = with_field(obj, path, True, "redirect HTTP to HTTPS")
    return Verdict(State.BOTH_OPEN, obj.at("spec", "servers", number), "`tls.httpsRedirect` is not true", fix)


def _secure(server: dict[str, Any]) -> bool:
    return str(dig(server, "port", "protocol")).upper() in ("HTTPS", "TLS")


def _redirects(service: Object, host: str) -> bool:
    """Whether a VirtualService redirects a host to HTTPS."""
    names = [name for name in sequence(service.spec.get("hosts")) if isinstance(name, str)]
    rules = sequence(service.spec.get("http"))
    return any(intersect(name, host) for name in names) and any(
        dig(rule, "redirect", "scheme") == "https" for rule in rules
    )


def _services_by_gateway(workspace: Workspace) -> dict[tuple[str, str], list[Object]]:
    """VirtualServices by namespace and name of the Gateways that they are bound to."""
    found: dict[tuple[str, str], list[Object]] = defaultdict(list)
    for service in workspace.of_kind(GROUP, "VirtualService"):
        for reference in sequence(service.spec.get("gateways")):
            namespace, slash, name = str(reference).rpartition("/")
            found[namespace if slash else workspace.namespace(service), name].append(service)
    return found


def _routes(service: Object, hosts: list[str], workspace: Workspace) -> Iterator[Route]:
    names = [name for name in sequence(service.spec.get("hosts")) if isinstance(name, str)]
    served = tuple(name for name in names if any(intersect(name, host) for host in hosts))
    for number, rule in enumerate(sequence(service.spec.get("http")) if served else []):
        rule = mapping(rule)
        at = ("spec", "http", number)
        backends = tuple(_backends(service, at, rule, workspace))
        matches = sequence(rule.get("match"))
        uri = mapping(dig(matches, 0, "uri"))
        path = next((str(value) for value in uri.values()), "/")
        yield Route(service.at(*at), served, path, next(iter(uri), "prefix"), backends, repr(matches), service)


def _backends(
    service: Object, at: tuple[str | int, ...], rule: dict[str, Any], workspace: Workspace
) -> Iterator[Backend]:
    for position, item in enumerate(sequence(rule.get("route"))):
        host = dig(item, "destination", "host")
        target = service_name(host, workspace.namespace(service))
        if target is None:
            continue
        where = (*at, "route", position)
        yield Backend(
            name=target[0],
            namespace=target[1],
            place=service.at(*where, "destination", "host"),
            port=dig(item, "destination", "port", "number"),
            port_place=service.at(*where, "destination", "port", "number"),
            weight=item.get("weight") if isinstance(item.get("weight"), int) else None,
            weight_place=service.at(*where, "weight") if "weight" in item else None,
        )


def service_name(host: Any, namespace: str) -> tuple[str, str] | None:
    """Name and namespace of the Service that a destination names; None for a host outside the cluster."""
    if not isinstance(host, str) or not host:
        return None
    parts = host.split(".")
    if len(parts) == 1:
        return host, namespace
    return (parts[0], parts[1]) if parts[2:3] == ["svc"] else None
