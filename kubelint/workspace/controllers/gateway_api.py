"""The Gateway API, by any implementation: every listener is a way in, the routes decide what it does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from kubelint.finding import Change, Fix, NewDocument, Operation, Patch
from kubelint.kube.kinds import Gateway, GatewayRoute
from kubelint.kube.objects import Object, dig, mapping, sequence
from kubelint.workspace.balancers import internal_by_annotation
from kubelint.workspace.entries import UNKNOWN, Backend, Entry, Host, Route, Scope, State, Verdict
from kubelint.workspace.families import Family
from kubelint.workspace.gateways import (
    GROUP,
    Listener,
    Parent,
    hostnames,
    listeners,
    parents,
    redirects,
    routes_by_gateway,
)
from kubelint.workspace.hosts import intersect

if TYPE_CHECKING:
    from kubelint.workspace.workspace import Workspace

_INSIDE = ("internal", "private", "rilb", "waypoint", "mesh", "east-west", "eastwest")
_ACME = "/.well-known/"
Rules = list[tuple[Parent, dict[str, Any]]]


class GatewayApi(Family):
    """Gateways and the routes attached to them."""

    name = "Gateway API"
    kinds = (*Gateway.kinds, *GatewayRoute.kinds)

    def entries(self, obj: Object, workspace: Workspace) -> Iterator[Entry]:
        """One for each listener; one for a route whose Gateway is not given."""
        if isinstance(obj, Gateway):
            scope = _scope(obj, workspace)
            attached = workspace.traffic.once(routes_by_gateway).get(id(obj), [])
            for listener in listeners(obj):
                if listener.protocol in ("HTTP", "HTTPS", "TLS"):
                    yield _listener_entry(listener, attached, scope, workspace)
        elif isinstance(obj, GatewayRoute) and _has_way_in(obj) and not _attached(obj, workspace):
            yield _orphan(obj, workspace)


def _has_way_in(route: GatewayRoute) -> bool:
    """Whether a route has a parent that is no Service of a mesh."""
    refs = [mapping(ref) for ref in sequence(route.spec.get("parentRefs"))]
    return any(ref.get("kind", "Gateway") not in ("Service", "ServiceEntry") for ref in refs)


def _attached(route: GatewayRoute, workspace: Workspace) -> bool:
    """Whether one of its Gateways is given; its listeners are then the way in."""
    return any(parent.gateway is not None for parent in parents(route, workspace))


def _scope(gateway: Gateway, workspace: Workspace) -> Scope | None:
    name = gateway.spec.get("gatewayClassName")
    found = workspace.find(GROUP, "GatewayClass", name, gateway) if isinstance(name, str) else None
    controller = str(found.get("spec", "controllerName")) if found else ""
    text = f"{name} {gateway.name}"
    infrastructure = mapping(dig(gateway.spec, "infrastructure", "annotations"))
    if any(word in text.lower() for word in _INSIDE) or internal_by_annotation(infrastructure | gateway.annotations):
        return "inside"
    if infrastructure.get("networking.istio.io/service-type") == "ClusterIP":
        return "inside"
    return "inside" if controller.startswith("gateway.k8s.aws/") and not _opened(workspace) else None


def _opened(workspace: Workspace) -> bool:
    configs = workspace.of_kind("gateway.k8s.aws", "LoadBalancerConfiguration")
    return any(config.get("spec", "scheme") == "internet-facing" for config in configs)


def _listener_entry(item: Listener, attached: list[Parent], scope: Scope | None, workspace: Workspace) -> Entry:
    here = [parent for parent in attached if any(taker.number == item.number for taker in parent.listeners)]
    tls, rules = item.protocol in ("HTTPS", "TLS"), _Rules(here)
    return Entry(
        object=item.gateway,
        place=item.place,
        controller=str(item.gateway.spec.get("gatewayClassName") or GatewayApi.name),
        scope=scope,
        hosts=tuple(Host(name, item.place, _verdict(item, name, rules)) for name in _hosts(item, here)),
        routes=tuple(route for parent in here for route in routes_of(parent.route, workspace, item.hostname)),
        tls_place=item.gateway.at("spec", "listeners", item.number, "tls") if tls else None,
        point=f"{item.gateway.namespace}/{item.gateway.name}/{item.name}",
    )


def _hosts(item: Listener, here: list[Parent]) -> list[str]:
    """What a listener answers for: the hosts of its routes as far as its own host name allows them."""
    found: dict[str, None] = {}
    for parent in here:
        for name in hostnames(parent.route) or [item.hostname]:
            if intersect(name, item.hostname):
                found[item.hostname if name.startswith("*") and item.hostname else name] = None
    return list(found)


class _Rules:
    """The rules of the routes on a listener, by host name: the most specific name decides."""

    def __init__(self, here: list[Parent]) -> None:
        self.named: dict[str, Rules] = defaultdict(list)
        for parent in here:
            rules = [(parent, rule) for rule in sequence(parent.route.spec.get("rules")) if isinstance(rule, dict)]
            for name in hostnames(parent.route) or [""]:
                self.named[name] += rules
        self.wild = [name for name in self.named if name.startswith("*")]

    def levels(self, host: str) -> Iterator[Rules]:
        """The rules for a host: those of its own name, of wildcards, of routes for all names."""
        if host:
            yield self.named.get(host, [])
            yield [rule for name in self.wild if name != host and intersect(name, host) for rule in self.named[name]]
        yield self.named.get("", [])


def _verdict(item: Listener, host: str, rules: _Rules) -> Verdict:
    if item.protocol == "TLS":
        return Verdict(State.PASSTHROUGH if dig(item.data, "tls", "mode") == "Passthrough" else State.HTTPS_ONLY)
    if item.protocol == "HTTPS":
        return Verdict(State.HTTPS_ONLY)
    partial: Rules = []
    for level in rules.levels(host):
        if any(redirects(rule) and _whole(rule) for _, rule in level):
            return Verdict(State.REDIRECTED)
        partial += (found for found in level if _serves(found[1]))
        if any(_whole(rule) for _, rule in partial):
            break
    return _open(item, host, partial) if partial else Verdict(State.REDIRECTED)


def _paths(rule: dict[str, Any]) -> list[str]:
    return [str(dig(match, "path", "value") or "/") for match in sequence(rule.get("matches"))] or ["/"]


def _whole(rule: dict[str, Any]) -> bool:
    return "/" in _paths(rule)


def _serves(rule: dict[str, Any]) -> bool:
    """Whether a rule hands the application out: not a redirect, not the challenge of a certificate authority."""
    redirected = any(mapping(item).get("type") == "RequestRedirect" for item in sequence(rule.get("filters")))
    challenge = all(path.startswith(_ACME) for path in _paths(rule))
    return bool(sequence(rule.get("backendRefs"))) and not redirected and not challenge


def _open(item: Listener, host: str, serving: Rules) -> Verdict:
    secure = [
        other for other in listeners(item.gateway) if other.protocol == "HTTPS" and intersect(other.hostname, host)
    ]
    routes = {id(parent.route): parent.route for parent, _ in serving}.values()
    names = ", ".join(f"`{route.name}`" for route in routes)
    if not secure:
        return Verdict(State.HTTP_ONLY, item.place, f"{_kinds(routes)} {names} served without TLS")
    why = f"{_kinds(routes)} {names} attached to the HTTP listener `{item.name}`"
    return Verdict(State.BOTH_OPEN, item.place, why, _redirect_fix(item, secure, serving))


def _kinds(routes: Any) -> str:
    kinds = {route.kind for route in routes}
    return kinds.pop() if len(kinds) == 1 else "routes"


def _redirect_fix(item: Listener, secure: list[Listener], serving: Rules) -> Fix | None:
    """Bind the routes to the HTTPS listener and give the HTTP listener a route that redirects."""
    if len(secure) != 1 or not secure[0].name:
        return None
    changes: list[Change] = []
    for parent in {id(p.data): p for p, _ in serving}.values():
        if parent.route.kind != "HTTPRoute" or not {"sectionName", "port"}.isdisjoint(parent.data):
            return None
        path = ("spec", "parentRefs", parent.number, "sectionName")
        if parent.route.file != serving[0][0].route.file:
            return None
        changes += [Patch(parent.route, (Operation("add", path, secure[0].name),)), _redirect(parent, item)]
    return Fix(f"serve by the listener `{secure[0].name}` alone and redirect the others to it", tuple(changes))


def _redirect(parent: Parent, item: Listener) -> NewDocument:
    route = parent.route
    place = {"namespace": route.namespace} if route.namespace else {}
    names = {"hostnames": hostnames(route)} if hostnames(route) else {}
    answer = {"type": "RequestRedirect", "requestRedirect": {"scheme": "https", "statusCode": 301}}
    data = {
        "apiVersion": route.api_version,
        "kind": "HTTPRoute",
        "metadata": {"name": f"{route.name}-redirect", **place},
        "spec": {"parentRefs": [{**parent.data, "sectionName": item.name}], **names, "rules": [{"filters": [answer]}]},
    }
    return NewDocument(route, data)


def _orphan(route: GatewayRoute, workspace: Workspace) -> Entry:
    names = hostnames(route) or [""]
    hosts = tuple(Host(name, route.at("spec"), UNKNOWN) for name in names)
    found = tuple(routes_of(route, workspace, ""))
    refs = repr(sequence(route.spec.get("parentRefs")))
    return Entry(route, route.at("spec"), GatewayApi.name, None, hosts, found, point=refs)


def routes_of(route: GatewayRoute, workspace: Workspace, hostname: str) -> Iterator[Route]:
    """A route's matches with their backends."""
    names = tuple(hostnames(route)) or (hostname,)
    for number, rule in enumerate(sequence(route.spec.get("rules"))):
        rule = mapping(rule)
        backends = tuple(backends_of(route, number, rule, workspace))
        for position, match in enumerate(sequence(rule.get("matches")) or [None]):
            yield _route(route, number, position, match, names, backends)


def _route(
    route: GatewayRoute, number: int, position: int, match: Any, hosts: tuple[str, ...], backends: tuple[Backend, ...]
) -> Route:
    base: tuple[str | int, ...] = ("spec", "rules", number)
    path = mapping(dig(match, "path"))
    value = str(path.get("value") or "/")
    rest = {key: item for key, item in mapping(match).items() if key != "path"}
    place = route.at(*base, "matches", position, "path", "value") if path.get("value") else route.at(*base)
    conditions = repr(rest) if rest else ""
    return Route(place, hosts, value, str(path.get("type") or "PathPrefix"), backends, conditions, route)


def backends_of(route: GatewayRoute, number: int, rule: dict[str, Any], workspace: Workspace) -> Iterator[Backend]:
    """The backends of one rule."""
    for position, ref in enumerate(sequence(rule.get("backendRefs"))):
        name = mapping(ref).get("name")
        if not isinstance(name, str):
            continue
        at = ("spec", "rules", number, "backendRefs", position)
        namespace = ref.get("namespace")
        yield Backend(
            name=name,
            namespace=namespace if isinstance(namespace, str) else workspace.namespace(route),
            place=route.at(*at, "name"),
            port=ref.get("port"),
            port_place=route.at(*at, "port") if "port" in ref else None,
            group=str(ref.get("group") or ""),
            kind=str(ref.get("kind") or "Service"),
            weight=ref.get("weight") if isinstance(ref.get("weight"), int) else None,
            weight_place=route.at(*at, "weight") if "weight" in ref else None,
            cross_namespace=isinstance(namespace, str),
        )
