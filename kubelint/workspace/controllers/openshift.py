"""OpenShift's router: Routes, and Ingresses that it turns into Routes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kubelint.kube.kinds import Ingress, Route
from kubelint.kube.objects import Object, mapping, sequence
from kubelint.workspace import entries as path
from kubelint.workspace.entries import Backend, Entry, Host, State, Verdict
from kubelint.workspace.families import Family, IngressFamily
from kubelint.workspace.ingresses import annotation, has_tls
from kubelint.workspace.mending import with_field

if TYPE_CHECKING:
    from kubelint.workspace.workspace import Workspace

_TERMINATION = "route.openshift.io/termination"
_ROUTER_NAMES = """
balance disable_cookies h1-adjust-case hsts_header ip_allowlist ip_whitelist pod-concurrent-connections
rate-limit-connections rate-limit-connections.concurrent-tcp rate-limit-connections.rate-http
rate-limit-connections.rate-tcp rewrite-target set-forwarded-headers timeout timeout-tunnel
"""


class OpenShiftIngress(IngressFamily):
    """Ingresses that become Routes; those redirect as soon as they have TLS."""

    name = "OpenShift"
    field_classes = ("openshift-default",)
    controllers = ("openshift.io/ingress-to-route",)
    prefixes = ("haproxy.router.openshift.io/", "router.openshift.io/", "route.openshift.io/")
    known = frozenset(f"haproxy.router.openshift.io/{name}" for name in _ROUTER_NAMES.split())

    def covered(self, ingress: Ingress, host: str, workspace: Workspace) -> bool | None:
        """The router has a certificate of its own for what ``spec.tls`` leaves out."""
        return None

    def brings_certificate(self, ingress: Ingress) -> bool:
        """The router's."""
        return True

    def verdict(self, ingress: Ingress, host: str, workspace: Workspace) -> Verdict:
        """By ``spec.tls`` and the termination annotation."""
        termination = annotation(ingress, _TERMINATION)
        if termination == "passthrough":
            return Verdict(State.PASSTHROUGH)
        return Verdict(State.REDIRECTED if termination or has_tls(ingress) else State.HTTP_ONLY)


class Routes(Family):
    """OpenShift's Routes."""

    name = "OpenShift Route"
    kinds = Route.kinds

    def entries(self, obj: Object, workspace: Workspace) -> Iterator[Entry]:
        """One for each Route."""
        name = obj.spec.get("host")
        host = name if isinstance(name, str) else ""
        backends = tuple(_backends(obj, workspace.namespace(obj)))
        text = str(obj.spec.get("path") or "/")
        place = obj.at("spec", "path") if obj.spec.get("path") else obj.at("spec", "host" if host else "to")
        yield Entry(
            object=obj,
            place=obj.at("spec"),
            controller=OpenShiftIngress.name,
            scope=None,
            hosts=(Host(host, obj.at("spec", "host"), _verdict(obj)),),
            routes=(path.Route(place, (host or f"{obj.name}.{workspace.namespace(obj)}",), text, "Prefix", backends),),
            tls_place=obj.at("spec", "tls") if obj.spec.get("tls") else None,
            point=OpenShiftIngress.name,
        )


def _verdict(obj: Object) -> Verdict:
    tls = mapping(obj.spec.get("tls"))
    policy = tls.get("insecureEdgeTerminationPolicy")
    if not tls:
        value = {"termination": "edge", "insecureEdgeTerminationPolicy": "Redirect"}
        fix = with_field(obj, ("spec", "tls"), value, "terminate TLS at the router and redirect HTTP", safe=False)
        return Verdict(State.HTTP_ONLY, fix=fix)
    if policy == "Redirect":
        return Verdict(State.REDIRECTED)
    if tls.get("termination") == "passthrough":
        return Verdict(State.PASSTHROUGH)
    return _allowed(obj) if policy == "Allow" else Verdict(State.HTTPS_ONLY)


def _allowed(obj: Object) -> Verdict:
    where = ("spec", "tls", "insecureEdgeTerminationPolicy")
    fix = with_field(obj, where, "Redirect", "redirect HTTP to HTTPS")
    return Verdict(State.BOTH_OPEN, obj.at(*where), "`insecureEdgeTerminationPolicy: Allow` serves HTTP too", fix)


def _backends(obj: Object, namespace: str) -> Iterator[Backend]:
    targets = [(("spec", "to"), mapping(obj.spec.get("to")))]
    for number, item in enumerate(sequence(obj.spec.get("alternateBackends"))):
        targets.append((("spec", "alternateBackends", number), mapping(item)))  # type: ignore[arg-type]
    port = mapping(obj.spec.get("port")).get("targetPort")
    for at, target in targets:
        if isinstance(target.get("name"), str):
            yield Backend(
                name=target["name"],
                namespace=namespace,
                place=obj.at(*at, "name"),
                port=None,
                port_place=obj.at("spec", "port", "targetPort") if port is not None else None,
                weight=target.get("weight") if isinstance(target.get("weight"), int) else None,
                weight_place=obj.at(*at, "weight") if "weight" in target else None,
            )
