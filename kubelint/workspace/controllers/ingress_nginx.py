"""ingress-nginx, the community's controller: retired, and the one most in use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kubelint.finding import Place
from kubelint.kube.kinds import ConfigMap, Ingress
from kubelint.kube.objects import mapping
from kubelint.workspace.entries import UNKNOWN, State, Verdict
from kubelint.workspace.families import IngressFamily
from kubelint.workspace.ingresses import annotation, annotation_place, flag, has_tls
from kubelint.workspace.mending import annotated, without_annotation

if TYPE_CHECKING:
    from kubelint.workspace.workspace import Workspace

PREFIX = "nginx.ingress.kubernetes.io/"
_NAMES = """
affinity affinity-canary-behavior affinity-mode allowlist-source-range app-root auth-always-set-cookie
auth-cache-duration auth-cache-key auth-keepalive auth-keepalive-requests auth-keepalive-share-vars
auth-keepalive-timeout auth-method auth-proxy-set-headers auth-realm auth-request-redirect auth-response-headers
auth-secret auth-secret-type auth-signin auth-signin-redirect-param auth-snippet auth-tls-error-page
auth-tls-match-cn auth-tls-pass-certificate-to-upstream auth-tls-secret auth-tls-verify-client
auth-tls-verify-depth auth-type auth-url backend-protocol canary canary-by-cookie canary-by-header
canary-by-header-pattern canary-by-header-value canary-weight canary-weight-total client-body-buffer-size
configuration-snippet connection-proxy-header cors-allow-credentials cors-allow-headers cors-allow-methods
cors-allow-origin cors-expose-headers cors-max-age custom-headers custom-http-errors default-backend
denylist-source-range disable-proxy-intercept-errors enable-access-log enable-cors enable-global-auth
enable-modsecurity enable-opentelemetry enable-owasp-core-rules enable-rewrite-log fastcgi-index
fastcgi-params-configmap force-ssl-redirect from-to-www-redirect http2-push-preload limit-allowlist
limit-burst-multiplier limit-connections limit-rate limit-rate-after limit-rpm limit-rps limit-whitelist
load-balance mirror-host mirror-request-body mirror-target modsecurity-snippet modsecurity-transaction-id
opentelemetry-operation-name opentelemetry-trust-incoming-span permanent-redirect permanent-redirect-code
preserve-trailing-slash proxy-body-size proxy-buffer-size proxy-buffering proxy-buffers-number
proxy-busy-buffers-size proxy-connect-timeout proxy-cookie-domain proxy-cookie-path proxy-http-version
proxy-max-temp-file-size proxy-next-upstream proxy-next-upstream-timeout proxy-next-upstream-tries
proxy-read-timeout proxy-redirect-from proxy-redirect-to proxy-request-buffering proxy-send-timeout
proxy-ssl-ciphers proxy-ssl-name proxy-ssl-protocols proxy-ssl-secret proxy-ssl-server-name proxy-ssl-verify
proxy-ssl-verify-depth relative-redirects rewrite-target satisfy server-alias server-snippet service-upstream
session-cookie-change-on-failure session-cookie-conditional-samesite-none session-cookie-domain
session-cookie-expires session-cookie-max-age session-cookie-name session-cookie-path session-cookie-samesite
session-cookie-secure ssl-ciphers ssl-passthrough ssl-prefer-server-ciphers ssl-redirect stream-snippet
temporal-redirect temporal-redirect-code upstream-hash-by upstream-hash-by-subset upstream-hash-by-subset-size
upstream-vhost use-port-in-redirects use-regex whitelist-source-range x-forwarded-prefix
secure-backends base-url-scheme add-base-url grpc-backend enable-opentracing opentracing-trust-incoming-span
enable-influxdb influxdb-measurement influxdb-port influxdb-host influxdb-server-name lua-resty-waf
session-cookie-hash enable-dynamic-configuration
"""
_CONFIG_MAPS = ("ingress-nginx-controller", "nginx-configuration", "nginx-ingress-controller", "nginx-config")


class IngressNginx(IngressFamily):
    """ingress-nginx: redirects wherever it has a certificate for the host, unless told otherwise."""

    name = "ingress-nginx"
    annotation_classes = ("nginx", "webapprouting.kubernetes.azure.com")
    field_classes = ("nginx", "webapprouting.kubernetes.azure.com")
    controllers = (
        "k8s.io/ingress-nginx",
        "webapprouting.kubernetes.azure.com/nginx",
        "webapprouting.kubernetes.azure.com/nginx/",
    )
    prefixes = (PREFIX,)
    known = frozenset(PREFIX + name for name in _NAMES.split())
    retired = "since March 2026; the Gateway API is what its maintainers recommend"

    def verdict(self, ingress: Ingress, host: str, workspace: Workspace) -> Verdict:
        """As the controller's Lua code decides for a request by HTTP."""
        if is_canary(ingress):
            return UNKNOWN
        if flag(ingress, PREFIX + "ssl-passthrough"):
            return Verdict(State.PASSTHROUGH)
        if _redirects_elsewhere(ingress) or (has_tls(ingress) and _forced(ingress, workspace)):
            return Verdict(State.REDIRECTED)
        if _forced(ingress, workspace):
            return Verdict(State.OFFLOADED)
        if not has_tls(ingress) and not workspace.traffic.covered_elsewhere(host, ingress):
            return Verdict(State.HTTP_ONLY)
        return _with_certificate(ingress, host, workspace)


def is_canary(ingress: Ingress) -> bool:
    """Whether an Ingress takes a share of another one's traffic; the server's settings are then the other's."""
    return flag(ingress, PREFIX + "canary") is True


def _with_certificate(ingress: Ingress, host: str, workspace: Workspace) -> Verdict:
    key = PREFIX + "ssl-redirect"
    own = flag(ingress, key)
    if own is False:
        fix = without_annotation(ingress, key, f"remove `{key}`, so that HTTP is redirected")
        return Verdict(State.BOTH_OPEN, annotation_place(ingress, key), f"`{key}` switches the redirect off", fix)
    setting = workspace.traffic.once(_setting)
    if own is None and setting.get("ssl-redirect") == "false":
        return Verdict(State.BOTH_OPEN, None, "the controller's ConfigMap says `ssl-redirect: false`")
    if host:
        return Verdict(State.REDIRECTED)
    force = PREFIX + "force-ssl-redirect"
    fix = annotated(ingress, {force: "true"}, f"set `{force}`, which holds for rules without a host")
    return Verdict(State.BOTH_OPEN, _refusal(ingress), f"a rule without a host is only redirected by `{force}`", fix)


def _refusal(ingress: Ingress) -> Place | None:
    key = PREFIX + "force-ssl-redirect"
    return annotation_place(ingress, key) if flag(ingress, key) is False else None


def _forced(ingress: Ingress, workspace: Workspace) -> bool:
    own = flag(ingress, PREFIX + "force-ssl-redirect")
    return own if own is not None else workspace.traffic.once(_setting).get("force-ssl-redirect") == "true"


def _redirects_elsewhere(ingress: Ingress) -> bool:
    return any(
        (annotation(ingress, PREFIX + name) or "").startswith("https://")
        for name in ("permanent-redirect", "temporal-redirect")
    )


def _setting(workspace: Workspace) -> dict[str, str]:
    """The data of the controller's own ConfigMap, where it is given."""
    for config in workspace.of(ConfigMap):
        labels = config.labels
        ours = "ingress-nginx" in (labels.get("app.kubernetes.io/name"), labels.get("app"))
        if config.name in _CONFIG_MAPS and (ours or config.namespace == "ingress-nginx"):
            return {str(k): str(v) for k, v in mapping(config.data.get("data")).items()}
    return {}
