"""The Gateway API: which listeners take which routes, and what the routes do there."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from kubelint.finding import Place
from kubelint.kube.kinds import Gateway, GatewayRoute, Namespace
from kubelint.kube.objects import Object, dig, mapping, sequence
from kubelint.workspace.hosts import intersect

if TYPE_CHECKING:
    from kubelint.workspace.workspace import Workspace

GROUP = "gateway.networking.k8s.io"
_KINDS = {
    "HTTP": ("HTTPRoute", "GRPCRoute"),
    "HTTPS": ("HTTPRoute", "GRPCRoute"),
    "TLS": ("TLSRoute", "TCPRoute"),
    "TCP": ("TCPRoute",),
    "UDP": ("UDPRoute",),
}


class Listener(NamedTuple):
    """A listener of a Gateway."""

    gateway: Gateway
    number: int
    data: dict[str, Any]

    @property
    def place(self) -> Place:
        """Its first line."""
        return self.gateway.at("spec", "listeners", self.number)

    @property
    def name(self) -> str:
        """Its name."""
        return str(self.data.get("name") or "")

    @property
    def hostname(self) -> str:
        """Its host name, ``""`` for all."""
        return str(self.data.get("hostname") or "")

    @property
    def protocol(self) -> str:
        """``HTTP``, ``HTTPS``, ``TLS``, ``TCP``, ``UDP`` or an implementation's own."""
        return str(self.data.get("protocol") or "")


class Parent(NamedTuple):
    """A parent that a route names, and what becomes of it."""

    route: GatewayRoute
    number: int
    gateway: Gateway | None
    """None where the Gateway is not given, or the parent is no Gateway."""
    listeners: tuple[Listener, ...] = ()
    """Those that take the route."""
    fault: str = ""
    """Why no listener takes it, where that is provable."""
    field: str = "name"
    """Which field of the parent, or ``hostnames``, is at fault."""

    @property
    def data(self) -> dict[str, Any]:
        """The reference."""
        return mapping(dig(self.route.spec, "parentRefs", self.number))


def listeners(gateway: Gateway) -> list[Listener]:
    """The listeners of a Gateway."""
    items = sequence(gateway.spec.get("listeners"))
    return [Listener(gateway, number, item) for number, item in enumerate(items) if isinstance(item, dict)]


def hostnames(route: Object) -> list[str]:
    """A route's host names."""
    return [name for name in sequence(route.spec.get("hostnames")) if isinstance(name, str)]


def parents(route: GatewayRoute, workspace: Workspace) -> list[Parent]:
    """The Gateways that a route names as its parents, and the listeners of theirs that take it."""
    found = []
    for number, ref in enumerate(sequence(route.spec.get("parentRefs"))):
        ref = mapping(ref)
        if ref.get("kind", "Gateway") == "Gateway" and ref.get("group", GROUP) == GROUP:
            found.append(_parent(route, number, ref, workspace))
    return found


def _parent(route: GatewayRoute, number: int, ref: dict[str, Any], workspace: Workspace) -> Parent:
    """Of several Gateways of that name (versions of one, side by side) the closest that takes the route counts."""
    namespace = ref.get("namespace") or workspace.namespace(route)
    found = workspace.index.look_up(GROUP, "Gateway", str(ref.get("name")), route, str(namespace))
    given = sorted((g for g in found if isinstance(g, Gateway)), key=lambda g: _distance(route, g))
    tried = [_try(route, number, ref, gateway, workspace) for gateway in given]
    if not tried:
        return Parent(route, number, None)
    return next((p for p in tried if p.listeners), tried[0] if len(tried) == 1 else tried[0]._replace(fault=""))


def _distance(route: Object, gateway: Object) -> int:
    if route.file == gateway.file:
        return 0
    return 1 if route.file.rpartition("/")[0] == gateway.file.rpartition("/")[0] else 2


def _try(route: GatewayRoute, number: int, ref: dict[str, Any], gateway: Gateway, workspace: Workspace) -> Parent:
    taken = listeners(gateway)
    for step in (_named, _of_kind, _of_host, _of_namespace):
        left, fault, field = step(taken, route, ref, workspace)
        if not left:
            return Parent(route, number, gateway, (), fault if taken else "", field)
        taken = left
    return Parent(route, number, gateway, tuple(taken))


Step = tuple[list[Listener], str, str]


def _named(given: list[Listener], route: GatewayRoute, ref: dict[str, Any], workspace: Workspace) -> Step:
    section, port = ref.get("sectionName"), ref.get("port")
    left = [item for item in given if section in (None, item.name) and port in (None, item.data.get("port"))]
    names = ", ".join(f"`{item.name}`" for item in given)
    if section is not None and all(item.name != section for item in given):
        return left, f"has no listener `{section}`, only {names}", "sectionName"
    return left, f"has no listener on port {port}", "port"


def _of_kind(given: list[Listener], route: GatewayRoute, ref: dict[str, Any], workspace: Workspace) -> Step:
    left = [item for item in given if _allows_kind(item, route.kind)]
    named = ", ".join(f"`{item.name}` ({item.protocol})" for item in given)
    return (
        left,
        f"has no listener that takes a {route.kind}: {named}",
        "sectionName" if "sectionName" in ref else "name",
    )


def _allows_kind(item: Listener, kind: str) -> bool:
    kinds = [mapping(k).get("kind") for k in sequence(dig(item.data, "allowedRoutes", "kinds"))]
    return kind in (kinds or _KINDS.get(item.protocol, (kind,)))


def _of_host(given: list[Listener], route: GatewayRoute, ref: dict[str, Any], workspace: Workspace) -> Step:
    names = hostnames(route)
    left = [item for item in given if not names or any(intersect(item.hostname, name) for name in names)]
    served = ", ".join(f"`{item.hostname}`" for item in given)
    return left, f"serves {served} and none of the route's host names", "hostnames"


def _of_namespace(given: list[Listener], route: GatewayRoute, ref: dict[str, Any], workspace: Workspace) -> Step:
    left = [item for item in given if _allows_namespace(item, route, workspace)]
    where = workspace.namespace(route)
    return left, f"takes no routes from namespace `{where}` (`allowedRoutes.namespaces.from`)", "name"


def _allows_namespace(item: Listener, route: GatewayRoute, workspace: Workspace) -> bool:
    allowed = mapping(dig(item.data, "allowedRoutes", "namespaces"))
    own = workspace.namespace(item.gateway) == workspace.namespace(route)
    source = allowed.get("from", "Same")
    if source != "Selector":
        return source == "All" or (source == "Same" and own)
    namespace = next((n for n in workspace.of(Namespace) if n.name == workspace.namespace(route)), None)
    selector = mapping(allowed.get("selector"))
    if namespace is None or selector.get("matchExpressions"):
        return True
    labels = {**namespace.labels, "kubernetes.io/metadata.name": namespace.name}
    return mapping(selector.get("matchLabels")).items() <= labels.items()


def routes_by_gateway(workspace: Workspace) -> dict[int, list[Parent]]:
    """The attachments of all routes, by the ``id`` of the Gateway."""
    found: dict[int, list[Parent]] = defaultdict(list)
    for route in workspace.of(GatewayRoute):
        for parent in parents(route, workspace):
            if parent.gateway is not None:
                found[id(parent.gateway)].append(parent)
    return found


def redirects(rule: dict[str, Any]) -> bool:
    """Whether a rule of a route answers with a redirect to HTTPS."""
    return any(
        dig(item, "requestRedirect", "scheme") == "https"
        for item in sequence(rule.get("filters"))
        if mapping(item).get("type") == "RequestRedirect"
    )
