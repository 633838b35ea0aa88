"""Azure's Application Gateway: the ingress controller (AGIC) and its successor for containers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kubelint.finding import Place
from kubelint.kube.kinds import Ingress
from kubelint.workspace.entries import UNKNOWN, Scope, State, Verdict
from kubelint.workspace.families import IngressFamily
from kubelint.workspace.ingresses import annotation, annotation_place, flag, has_tls
from kubelint.workspace.mending import without_annotation

if TYPE_CHECKING:
    from kubelint.workspace.workspace import Workspace

PREFIX = "appgw.ingress.kubernetes.io/"
CERTIFICATE, REDIRECT = PREFIX + "appgw-ssl-certificate", PREFIX + "ssl-redirect"
_NAMES = """
appgw-ssl-certificate appgw-ssl-profile appgw-trusted-root-certificate backend-hostname backend-path-prefix
backend-protocol connection-draining connection-draining-timeout cookie-based-affinity
cookie-based-affinity-distinct-name health-probe-hostname health-probe-interval health-probe-path health-probe-port
health-probe-status-codes health-probe-timeout health-probe-unhealthy-threshold hostname-extension
override-frontend-port request-timeout rewrite-rule-set rewrite-rule-set-custom-resource rule-priority ssl-redirect
use-private-ip waf-policy-for-path
"""


class Agic(IngressFamily):
    """With TLS there is no HTTP listener unless a redirect asks for one."""

    name = "Application Gateway Ingress Controller"
    annotation_classes = ("azure/application-gateway", "azure-application-gateway")
    field_classes = ("azure-application-gateway", "azure/application-gateway")
    controllers = ("azure/application-gateway",)
    prefixes = (PREFIX,)
    known = frozenset(PREFIX + name for name in _NAMES.split())

    def scope(self, ingress: Ingress, workspace: Workspace) -> Scope | None:
        """Internal where it asks for the private address."""
        return "inside" if flag(ingress, PREFIX + "use-private-ip") else None

    def tls_place(self, ingress: Ingress) -> Place | None:
        """``spec.tls``, else the name of a certificate on the gateway."""
        if has_tls(ingress):
            return ingress.at("spec", "tls")
        return annotation_place(ingress, CERTIFICATE) if annotation(ingress, CERTIFICATE) else None

    def covered(self, ingress: Ingress, host: str, workspace: Workspace) -> bool | None:
        """By ``spec.tls`` where that is all there is."""
        return None if annotation(ingress, CERTIFICATE) else super().covered(ingress, host, workspace)

    def point(self, ingress: Ingress) -> str:
        """Other ports, the private address and further host names make other listeners."""
        ends = ("override-frontend-port", "use-private-ip", "hostname-extension", "appgw-ssl-certificate")
        return f"{self.name}/{[annotation(ingress, PREFIX + end) for end in ends]}"

    def brings_certificate(self, ingress: Ingress) -> bool:
        """One that lies on the gateway."""
        return annotation(ingress, CERTIFICATE) is not None

    def verdict(self, ingress: Ingress, host: str, workspace: Workspace) -> Verdict:
        """A redirect without TLS makes AGIC drop the Ingress."""
        redirect = flag(ingress, REDIRECT)
        if self.tls_place(ingress):
            return Verdict(State.REDIRECTED if redirect else State.HTTPS_ONLY)
        if not redirect:
            return Verdict(State.HTTP_ONLY)
        why = f"`{REDIRECT}` without TLS makes the controller drop the whole Ingress"
        fix = without_annotation(ingress, REDIRECT, f"remove `{REDIRECT}`", safe=False)
        return Verdict(State.IGNORED, annotation_place(ingress, REDIRECT), why, fix)


class GatewayForContainers(IngressFamily):
    """Application Gateway for Containers: redirects stand in an extension object."""

    name = "Application Gateway for Containers"
    field_classes = ("azure-alb-external",)
    prefixes = ("alb.networking.azure.io/",)
    known = frozenset(
        f"alb.networking.azure.io/{name}"
        for name in ("alb-name", "alb-namespace", "alb-id", "alb-frontend", "alb-ingress-extension")
    )

    def verdict(self, ingress: Ingress, host: str, workspace: Workspace) -> Verdict:
        """HTTP alone without TLS; else not to be told from here."""
        return UNKNOWN if has_tls(ingress) else Verdict(State.HTTP_ONLY)
