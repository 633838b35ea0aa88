"""The two controllers around HAProxy: HAProxy Technologies' and haproxy-ingress."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kubelint.kube.kinds import Ingress
from kubelint.workspace.entries import UNKNOWN, State, Verdict
from kubelint.workspace.families import IngressFamily
from kubelint.workspace.ingresses import annotation, annotation_place, flag, has_tls, tls_hosts
from kubelint.workspace.mending import without_annotation

if TYPE_CHECKING:
    from kubelint.workspace.workspace import Workspace

_NAMES = """
allow-list auth-realm auth-secret auth-type backend-config-snippet blacklist check check-http check-interval
client-ca client-crt-optional cookie-persistence cookie-persistence-no-dynamic cors-allow-credentials
cors-allow-headers cors-allow-methods cors-allow-origin cors-enable cors-max-age deny-list forwarded-for
frontend-config-snippet load-balance path-rewrite pod-maxconn rate-limit-period rate-limit-requests rate-limit-size
rate-limit-status-code rate-limit-whitelist request-capture request-capture-len request-redirect
request-redirect-code request-set-header response-set-header route-acl scale-server-slots send-proxy-protocol
server-ca server-crt server-proto server-ssl set-host src-ip-header ssl-passthrough ssl-redirect ssl-redirect-code
ssl-redirect-port standalone-backend timeout-check timeout-server whitelist
"""


class HaproxyTechnologies(IngressFamily):
    """Redirects wherever an Ingress has TLS."""

    name = "HAProxy Technologies"
    annotation_classes = ("haproxy",)
    field_classes = ("haproxy",)
    controllers = ("haproxy.org/ingress-controller", "haproxy.org/ingress-controller/")
    prefixes = ("haproxy.org/", "haproxy.com/")
    known = frozenset(f"haproxy.org/{name}" for name in _NAMES.split())

    def point(self, ingress: Ingress) -> str:
        """Routes with conditions of their own are different."""
        return f"{self.name}/{annotation(ingress, 'haproxy.org/route-acl')}"

    def verdict(self, ingress: Ingress, host: str, workspace: Workspace) -> Verdict:
        """By ``ssl-redirect``, which is on where ``spec.tls`` is."""
        if flag(ingress, "haproxy.org/ssl-passthrough"):
            return Verdict(State.PASSTHROUGH)
        if not has_tls(ingress):
            return Verdict(State.OFFLOADED if flag(ingress, "haproxy.org/ssl-redirect") else State.HTTP_ONLY)
        return _by_switch(ingress, ("haproxy.org/ssl-redirect",))


class HaproxyIngress(IngressFamily):
    """Redirects the hosts that ``spec.tls`` lists."""

    name = "haproxy-ingress"
    annotation_classes = ("haproxy",)
    field_classes = ("haproxy",)
    controllers = ("haproxy-ingress.github.io/controller", "haproxy-ingress.github.io/controller/")
    rarer = True
    prefixes = ("haproxy-ingress.github.io/",)

    def verdict(self, ingress: Ingress, host: str, workspace: Workspace) -> Verdict:
        """By ``ssl-redirect``, for the hosts that have TLS."""
        always = flag(ingress, "haproxy-ingress.github.io/ssl-always-add-https")
        if not has_tls(ingress) and not always:
            return Verdict(State.HTTP_ONLY)
        if not always and tls_hosts(ingress) is None:
            return UNKNOWN
        if not always and host and self.covered(ingress, host, workspace) is False:
            return Verdict(State.HTTP_ONLY)
        return _by_switch(ingress, ("haproxy-ingress.github.io/ssl-redirect", "ingress.kubernetes.io/ssl-redirect"))


def _by_switch(ingress: Ingress, keys: tuple[str, ...]) -> Verdict:
    for key in keys:
        if flag(ingress, key) is False:
            fix = without_annotation(ingress, key, f"remove `{key}`, so that HTTP is redirected")
            return Verdict(State.BOTH_OPEN, annotation_place(ingress, key), f"`{key}` switches the redirect off", fix)
    return Verdict(State.REDIRECTED)
