"""Contour: Ingress, where HTTP stays open, and HTTPProxy, where it does not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from kubelint.kube.kinds import Ingress
from kubelint.kube.objects import Object, dig, mapping, sequence
from kubelint.workspace.entries import UNKNOWN, Backend, Entry, Host, Route, State, Verdict
from kubelint.workspace.families import Family, IngressFamily
from kubelint.workspace.ingresses import annotation, annotation_place, has_tls, tls_hosts
from kubelint.workspace.mending import annotated, without_field

if TYPE_CHECKING:
    from kubelint.workspace.workspace import Workspace

FORCE = "ingress.kubernetes.io/force-ssl-redirect"
ALLOW_HTTP = "kubernetes.io/ingress.allow-http"
_NAMES = """
ingress.class max-connections max-pending-requests max-requests max-retries num-retries per-host-max-connections
per-try-timeout response-timeout retry-on tls-cert-namespace tls-maximum-protocol-version
tls-minimum-protocol-version upstream-protocol.h2 upstream-protocol.h2c upstream-protocol.tls websocket-routes
"""


class Contour(IngressFamily):
    """TLS for hosts that ``spec.tls`` lists literally; HTTP beside it until a redirect is asked for."""

    name = "Contour"
    annotation_classes = ("contour",)
    field_classes = ("contour",)
    prefixes = ("projectcontour.io/",)
    known = frozenset(f"projectcontour.io/{name}" for name in _NAMES.split())

    def covered(self, ingress: Ingress, host: str, workspace: Workspace) -> bool | None:
        """Only hosts that stand in ``spec.tls`` word for word."""
        patterns = tls_hosts(ingress)
        return host in patterns if host and patterns is not None else None

    def verdict(self, ingress: Ingress, host: str, workspace: Workspace) -> Verdict:
        """By ``force-ssl-redirect`` and ``allow-http``, compared as lower-case text."""
        closed = annotation(ingress, ALLOW_HTTP) == "false"
        if not has_tls(ingress) or not host or self.covered(ingress, host, workspace) is False:
            why = f"`{ALLOW_HTTP}` closes HTTP and there is no TLS: nothing is served"
            return Verdict(State.IGNORED, annotation_place(ingress, ALLOW_HTTP), why) if closed else _bare(ingress)
        if closed or annotation(ingress, FORCE) == "true":
            return Verdict(State.HTTPS_ONLY if closed else State.REDIRECTED)
        opener = annotation_place(ingress, FORCE) if annotation(ingress, FORCE) is not None else None
        fix = annotated(ingress, {FORCE: "true"}, "redirect HTTP to HTTPS")
        return Verdict(State.BOTH_OPEN, opener, f"Contour only redirects where `{FORCE}` is `true`", fix)


def _bare(ingress: Ingress) -> Verdict:
    return UNKNOWN if has_tls(ingress) and tls_hosts(ingress) is None else Verdict(State.HTTP_ONLY)


class HttpProxy(Family):
    """Contour's own resource: with TLS every route redirects, save those that permit insecure requests."""

    name = "Contour HTTPProxy"
    kinds = (("projectcontour.io", "HTTPProxy"),)

    def entries(self, obj: Object, workspace: Workspace) -> Iterator[Entry]:
        """One for each root; what a root includes inherits its TLS."""
        virtual = mapping(obj.spec.get("virtualhost"))
        if not virtual:
            return
        host = str(virtual.get("fqdn") or "")
        place = obj.at("spec", "virtualhost", "fqdn")
        yield Entry(
            object=obj,
            place=obj.at("spec"),
            controller=Contour.name,
            scope=None,
            hosts=(Host(host, place, _proxy_verdict(obj, mapping(virtual.get("tls")))),),
            routes=tuple(_routes(obj, host, workspace.namespace(obj))),
            tls_place=obj.at("spec", "virtualhost", "tls") if virtual.get("tls") else None,
            point=Contour.name,
        )


def _proxy_verdict(obj: Object, tls: dict[str, Any]) -> Verdict:
    if not tls:
        return Verdict(State.HTTP_ONLY)
    if tls.get("passthrough"):
        return Verdict(State.PASSTHROUGH)
    for number, route in enumerate(sequence(obj.spec.get("routes"))):
        if mapping(route).get("permitInsecure") is True and not _challenge(route):
            path = ("spec", "routes", number, "permitInsecure")
            fix = without_field(obj, path, "remove `permitInsecure`, so that HTTP is redirected")
            return Verdict(State.BOTH_OPEN, obj.at(*path), "`permitInsecure` serves the route over HTTP too", fix)
    return Verdict(State.REDIRECTED)


def _challenge(route: Any) -> bool:
    prefixes = [str(mapping(c).get("prefix") or mapping(c).get("exact")) for c in sequence(route.get("conditions"))]
    return any(prefix.startswith("/.well-known/") for prefix in prefixes)


def _routes(obj: Object, host: str, namespace: str) -> Iterator[Route]:
    for number, route in enumerate(sequence(obj.spec.get("routes"))):
        at = ("spec", "routes", number)
        conditions = sequence(mapping(route).get("conditions"))
        prefix = next((str(mapping(c)["prefix"]) for c in conditions if mapping(c).get("prefix")), "/")
        rest = [c for c in conditions if "prefix" not in mapping(c)]
        backends = tuple(_backends(obj, at, route, namespace))
        yield Route(obj.at(*at), (host,), prefix, "Prefix", backends, repr(rest) if rest else "")


def _backends(obj: Object, at: tuple[str | int, ...], route: Any, namespace: str) -> Iterator[Backend]:
    for position, item in enumerate(sequence(dig(route, "services"))):
        where = (*at, "services", position)
        if isinstance(mapping(item).get("name"), str):
            yield Backend(
                name=item["name"],
                namespace=namespace,
                place=obj.at(*where, "name"),
                port=item.get("port"),
                port_place=obj.at(*where, "port"),
                weight=item.get("weight") if isinstance(item.get("weight"), int) else None,
                weight_place=obj.at(*where, "weight") if "weight" in item else None,
            )
