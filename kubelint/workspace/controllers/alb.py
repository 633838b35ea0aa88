"""AWS Load Balancer Controller and EKS Auto Mode: listeners are annotations, ``spec.tls`` opens nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from kubelint.finding import Place
from kubelint.kube.kinds import Ingress
from kubelint.kube.objects import Object, dig, mapping, sequence
from kubelint.workspace.entries import UNKNOWN, Scope, State, Verdict
from kubelint.workspace.families import IngressFamily
from kubelint.workspace.ingresses import annotation, annotation_place
from kubelint.workspace.mending import annotated

if TYPE_CHECKING:
    from kubelint.workspace.workspace import Workspace

PREFIX = "alb.ingress.kubernetes.io/"
_NAMES = """
acm-pca-arn auth-idp-cognito auth-idp-oidc auth-on-unauthenticated-request auth-scope auth-session-cookie
auth-session-timeout auth-type backend-protocol backend-protocol-version certificate-arn create-acm-cert
customer-owned-ipv4-pool dry-run-plan enable-frontend-nlb frontend-nlb-attributes frontend-nlb-eip-allocations
frontend-nlb-healthcheck-port frontend-nlb-healthcheck-protocol frontend-nlb-healthcheck-path
frontend-nlb-healthcheck-interval-seconds frontend-nlb-healthcheck-timeout-seconds
frontend-nlb-healthcheck-healthy-threshold-count frontend-nlb-healthcheck-unhealthy-threshold-count
frontend-nlb-healthcheck-success-codes frontend-nlb-listener-port-mapping frontend-nlb-scheme
frontend-nlb-security-groups frontend-nlb-subnets frontend-nlb-tags group.name group.order
healthcheck-interval-seconds healthcheck-path healthcheck-port healthcheck-protocol healthcheck-timeout-seconds
healthy-threshold-count inbound-cidrs ip-address-type ipam-ipv4-pool-id jwt-validation listen-ports
load-balancer-attributes load-balancer-name manage-backend-security-group-rules minimum-load-balancer-capacity
multi-cluster-target-group mutual-authentication scheme security-group-prefix-lists security-groups
shield-advanced-protection ssl-policy ssl-redirect subnets success-codes tags target-control-port
target-group-attributes target-node-labels target-type unhealthy-threshold-count use-regex-path-match waf-acl-id
wafv2-acl-arn wafv2-acl-name
"""


class Alb(IngressFamily):
    """Application Load Balancers."""

    name = "AWS Load Balancer Controller"
    annotation_classes = ("alb",)
    field_classes = ("alb",)
    controllers = ("ingress.k8s.aws/alb", "eks.amazonaws.com/alb")
    prefixes = (PREFIX,)
    known = frozenset(PREFIX + name for name in _NAMES.split())
    open_prefixes = tuple(PREFIX + name for name in ("actions.", "conditions.", "transforms.", "listener-attributes."))

    def scope(self, ingress: Ingress, workspace: Workspace) -> Scope | None:
        """Internal unless it says ``internet-facing``; what the class' parameters say comes first."""
        params = _params(ingress, workspace)
        if params is None and _has_params(ingress, workspace):
            return None
        scheme = dig(params.spec, "scheme") if params else None
        scheme = scheme or annotation(ingress, PREFIX + "scheme")
        return "outside" if scheme == "internet-facing" else "inside"

    def tls_place(self, ingress: Ingress) -> Place | None:
        """``spec.tls`` asks for a certificate by host, the annotation by name."""
        key = PREFIX + "certificate-arn"
        if ingress.spec.get("tls"):
            return ingress.at("spec", "tls")
        return annotation_place(ingress, key) if annotation(ingress, key) else None

    def covered(self, ingress: Ingress, host: str, workspace: Workspace) -> bool | None:
        """Certificates live in ACM: nobody can tell from here."""
        return None

    def brings_certificate(self, ingress: Ingress) -> bool:
        """From ACM."""
        return True

    def verdict(self, ingress: Ingress, host: str, workspace: Workspace) -> Verdict:
        """By the listeners and the redirect, its own or its group's."""
        params = _params(ingress, workspace)
        if params is None and _has_params(ingress, workspace):
            return UNKNOWN
        ports = _ports(ingress, mapping(params.spec) if params else {})
        if ports is None:
            return UNKNOWN
        secure = sorted(port for scheme, port in ports if scheme == "HTTPS")
        if not secure:
            return _without_https(ingress)
        if all(scheme != "HTTP" for scheme, _ in ports):
            return Verdict(State.HTTPS_ONLY)
        if dig(params.spec if params else {}, "sslRedirectPort") or _redirected(ingress, workspace):
            return Verdict(State.REDIRECTED)
        return _both_open(ingress, secure[0])

    def point(self, ingress: Ingress) -> str:
        """The load balancer: the group's, else the Ingress's own."""
        group = annotation(ingress, PREFIX + "group.name")
        if any(str(key).startswith(PREFIX + "conditions.") for key in ingress.annotations):
            group = None
        return f"{self.name}/{group or f'{ingress.namespace}/{ingress.name}'}"


def _without_https(ingress: Ingress) -> Verdict:
    key = PREFIX + "listen-ports"
    opener = annotation_place(ingress, key) if annotation(ingress, key) else None
    return Verdict(
        State.HTTP_ONLY, opener, "`spec.tls` alone opens no HTTPS listener" if ingress.spec.get("tls") else ""
    )


def _both_open(ingress: Ingress, port: int) -> Verdict:
    listen, redirect = PREFIX + "listen-ports", PREFIX + "ssl-redirect"
    opener = annotation_place(ingress, listen) if annotation(ingress, listen) else None
    fix = annotated(ingress, {redirect: str(port)}, f"redirect HTTP to port {port}")
    return Verdict(State.BOTH_OPEN, opener, f"the HTTP listener serves the application; `{redirect}` is not set", fix)


def _ports(ingress: Ingress, params: dict[str, Any]) -> list[tuple[str, int]] | None:
    """Scheme and port of every listener; None where the text cannot be read."""
    listeners = sequence(params.get("listeners"))
    if listeners:
        return [(str(mapping(x).get("protocol")), int(mapping(x).get("port") or 0)) for x in listeners]
    text = annotation(ingress, PREFIX + "listen-ports")
    if text is None:
        brought = params.get("certificateArn") or annotation(ingress, PREFIX + "certificate-arn")
        made = annotation(ingress, PREFIX + "create-acm-cert") == "true"
        return [("HTTPS", 443)] if brought or made else [("HTTP", 80)]
    return _parsed(text)


def _parsed(text: str) -> list[tuple[str, int]] | None:
    try:
        items = json.loads(text)
    except ValueError:
        return None
    found = [pair for item in sequence(items) for pair in mapping(item).items()]
    numbers = [(str(scheme), port) for scheme, port in found if isinstance(port, int)]
    return numbers or None


def _redirected(ingress: Ingress, workspace: Workspace) -> bool:
    if annotation(ingress, PREFIX + "ssl-redirect") or _redirect_action(ingress):
        return True
    group = annotation(ingress, PREFIX + "group.name")
    return bool(group) and group in workspace.traffic.once(_redirecting_groups)


def _redirecting_groups(workspace: Workspace) -> set[str | None]:
    return {
        annotation(ingress, PREFIX + "group.name")
        for ingress in workspace.of(Ingress)
        if annotation(ingress, PREFIX + "ssl-redirect")
    }


def _redirect_action(ingress: Ingress) -> bool:
    """The older idiom: an action that redirects, used by the first path."""
    for key, text in ingress.annotations.items():
        if str(key).startswith(PREFIX + "actions.") and isinstance(text, str):
            folded = text.lower().replace(" ", "")
            if '"type":"redirect"' in folded and '"protocol":"https"' in folded:
                return True
    return False


def _has_params(ingress: Ingress, workspace: Workspace) -> bool:
    given = workspace.traffic.controller_of(ingress).ingress_class
    return given is not None and bool(given.spec.get("parameters"))


def _params(ingress: Ingress, workspace: Workspace) -> Object | None:
    """The parameters of the Ingress's class, where both are given."""
    given = workspace.traffic.controller_of(ingress).ingress_class
    reference = mapping(given.spec.get("parameters")) if given else {}
    group, kind, name = (reference.get(key) for key in ("apiGroup", "kind", "name"))
    return workspace.find(str(group or ""), str(kind), str(name), ingress) if name else None
