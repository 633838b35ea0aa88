"""Emissary (Ambassador): a Host decides what happens to plain HTTP, Mappings what is behind it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kubelint.kube.kinds import Ingress
from kubelint.kube.objects import Object, dig, mapping
from kubelint.workspace.entries import UNKNOWN, Backend, Entry, Host, Route, State, Verdict
from kubelint.workspace.families import Family, IngressFamily
from kubelint.workspace.hosts import intersect
from kubelint.workspace.ingresses import has_tls
from kubelint.workspace.mending import with_field

if TYPE_CHECKING:
    from kubelint.workspace.workspace import Workspace

GROUP = "getambassador.io"


class EmissaryIngress(IngressFamily):
    """Ingress objects served by Emissary."""

    name = "Emissary"
    annotation_classes = ("ambassador",)
    field_classes = ("ambassador",)
    controllers = ("getambassador.io/ingress-controller",)
    prefixes = ("getambassador.io/",)

    def verdict(self, ingress: Ingress, host: str, workspace: Workspace) -> Verdict:
        """TLS makes a Host, and Hosts redirect."""
        return Verdict(State.REDIRECTED if has_tls(ingress) else State.HTTP_ONLY)


class EmissaryHost(Family):
    """Emissary's Hosts."""

    name = "Emissary Host"
    kinds = ((GROUP, "Host"),)

    def entries(self, obj: Object, workspace: Workspace) -> Iterator[Entry]:
        """One for each Host."""
        name = obj.spec.get("hostname")
        host = "" if name in (None, "*") else str(name)
        mappings = workspace.of_kind(GROUP, "Mapping")
        routes = [_route(found, host, workspace.namespace(found)) for found in mappings if _served(found, host)]
        secure = _secure(obj)
        yield Entry(
            object=obj,
            place=obj.at("spec"),
            controller=EmissaryIngress.name,
            scope=None,
            hosts=(Host(host, obj.at("spec", "hostname"), _verdict(obj, secure)),),
            routes=tuple(routes),
            tls_place=obj.at("spec", "tlsSecret" if obj.spec.get("tlsSecret") else "acmeProvider") if secure else None,
            point=EmissaryIngress.name,
        )


def _secure(obj: Object) -> bool:
    acme = mapping(obj.spec.get("acmeProvider"))
    return bool(obj.spec.get("tlsSecret")) or bool(acme and acme.get("authority") != "none")


def _verdict(obj: Object, secure: bool) -> Verdict:
    path = ("spec", "requestPolicy", "insecure", "action")
    action = dig(obj.data, *path)
    if action == "Route":
        if not secure:
            return Verdict(State.HTTP_ONLY)
        fix = with_field(obj, path, "Redirect", "redirect HTTP to HTTPS")
        return Verdict(State.BOTH_OPEN, obj.at(*path), "`insecure.action: Route` serves HTTP too", fix)
    if not secure:
        return UNKNOWN
    return Verdict(State.HTTPS_ONLY if action == "Reject" else State.REDIRECTED)


def _served(found: Object, host: str) -> bool:
    names = [found.spec.get("hostname"), found.spec.get("host")]
    return any(isinstance(name, str) and intersect(name, host) for name in names)


def _route(found: Object, host: str, namespace: str) -> Route:
    path = str(found.spec.get("prefix") or "/")
    address = str(found.spec.get("service") or "").rpartition("://")[2]
    name, _, port = address.partition(":")
    parts = name.split(".")
    number = int(port) if port.isascii() and port.isdigit() else None
    where = parts[1] if len(parts) > 1 else namespace
    plain = len(parts) <= 2 or parts[2] == "svc"
    place = found.at("spec", "service")
    backends = (Backend(parts[0], where, place, number, place),) if plain and name else ()
    named = found.spec.get("hostname") or found.spec.get("host")
    text = repr({k: v for k, v in found.spec.items() if k not in ("hostname", "host", "prefix", "service")})
    return Route(found.at("spec", "prefix"), (str(named or host),), path, "Prefix", backends, text, found)
