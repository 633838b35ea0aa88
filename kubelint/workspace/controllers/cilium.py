"""Cilium: redirects as soon as there is TLS."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kubelint.kube.kinds import Ingress
from kubelint.workspace.entries import State, Verdict
from kubelint.workspace.families import IngressFamily
from kubelint.workspace.ingresses import annotation, annotation_place, has_tls
from kubelint.workspace.mending import without_annotation

if TYPE_CHECKING:
    from kubelint.workspace.workspace import Workspace

_PREFIXES = ("ingress.cilium.io/", "io.cilium.ingress/")
_NAMES = """
force-https tls-passthrough loadbalancer-mode service-type insecure-node-port secure-node-port websocket
host-listener-port tcp-keep-alive tcp-keep-alive-idle tcp-keep-alive-probe-interval tcp-keep-alive-probe-max-failures
loadbalancer-class service-external-traffic-policy request-timeout
"""


class Cilium(IngressFamily):
    """Cilium's ingress controller."""

    name = "Cilium"
    annotation_classes = ("cilium",)
    field_classes = ("cilium",)
    controllers = ("cilium.io/ingress-controller",)
    prefixes = _PREFIXES
    known = frozenset(prefix + name for prefix in _PREFIXES for name in _NAMES.split())

    def point(self, ingress: Ingress) -> str:
        """A dedicated load balancer is an entry point of its own."""
        mode = annotation(ingress, "ingress.cilium.io/loadbalancer-mode")
        return self.name if mode == "shared" else f"{self.name}/{ingress.namespace}/{ingress.name}"

    def verdict(self, ingress: Ingress, host: str, workspace: Workspace) -> Verdict:
        """By ``force-https``."""
        for prefix in _PREFIXES:
            if annotation(ingress, prefix + "tls-passthrough") in ("enabled", "true"):
                return Verdict(State.PASSTHROUGH)
        if not has_tls(ingress):
            return Verdict(State.HTTP_ONLY)
        for prefix in _PREFIXES:
            key = prefix + "force-https"
            if annotation(ingress, key) in ("disabled", "false"):
                fix = without_annotation(ingress, key, f"remove `{key}`, so that HTTP is redirected")
                why = f"`{key}` switches the redirect off"
                return Verdict(State.BOTH_OPEN, annotation_place(ingress, key), why, fix)
        return Verdict(State.REDIRECTED)
