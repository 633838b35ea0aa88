"""Kong: routes speak HTTP and HTTPS unless ``konghq.com/protocols`` says otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kubelint.kube.kinds import Ingress
from kubelint.workspace.entries import State, Verdict
from kubelint.workspace.families import IngressFamily
from kubelint.workspace.ingresses import annotation, annotation_place, flag, has_tls, words
from kubelint.workspace.mending import annotated

if TYPE_CHECKING:
    from kubelint.workspace.workspace import Workspace

PROTOCOLS = "konghq.com/protocols"
CODE = "konghq.com/https-redirect-status-code"
_NAMES = """
ca-certificates-configmaps ca-certificates-secrets client-cert connect-timeout gatewayclass-unmanaged
headers-separator host-aliases host-header https-redirect-status-code methods override path path-handling plugins
preserve-host protocol protocols publish-service read-timeout regex-prefix regex-priority request-buffering
response-buffering retries rewrite snis strip-path tags tls-verify tls-verify-depth upstream-policy write-timeout
"""


class Kong(IngressFamily):
    """Kong Ingress Controller."""

    name = "Kong"
    annotation_classes = ("kong",)
    field_classes = ("kong",)
    controllers = ("ingress-controllers.konghq.com/kong",)
    prefixes = ("konghq.com/",)
    known = frozenset(f"konghq.com/{name}" for name in _NAMES.split())
    open_prefixes = ("konghq.com/headers.",)

    def point(self, ingress: Ingress) -> str:
        """Routes that differ in methods, headers, names or protocols are different."""
        ends = ("methods", "snis", "protocols", "regex-priority")
        told = [(k, v) for k, v in ingress.annotations.items() if str(k).startswith("konghq.com/headers.")]
        return f"{self.name}/{[annotation(ingress, f'konghq.com/{end}') for end in ends]}{told}"

    def verdict(self, ingress: Ingress, host: str, workspace: Workspace) -> Verdict:
        """By the protocols of its routes; 426, the default answer, is no redirect that browsers follow."""
        if flag(ingress, "ingress.kubernetes.io/force-ssl-redirect"):
            return Verdict(State.REDIRECTED)
        protocols = words(annotation(ingress, PROTOCOLS))
        if protocols and not {"http", "grpc"} & set(protocols):
            followed = annotation(ingress, CODE) not in (None, "426")
            return Verdict(State.REDIRECTED if followed else State.HTTPS_ONLY)
        if not has_tls(ingress):
            return Verdict(State.HTTP_ONLY)
        opener = annotation_place(ingress, PROTOCOLS) if protocols else None
        fix = annotated(ingress, {PROTOCOLS: "https", CODE: "308"}, "answer HTTP with a redirect")
        return Verdict(State.BOTH_OPEN, opener, f"routes speak HTTP too unless `{PROTOCOLS}` is `https`", fix)
