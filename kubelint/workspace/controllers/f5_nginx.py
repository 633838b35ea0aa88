"""NGINX Ingress Controller of F5 (NGINX Inc): Ingress and VirtualServer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from kubelint.finding import Place
from kubelint.kube.kinds import Ingress
from kubelint.kube.objects import Object, dig, mapping, sequence
from kubelint.workspace.entries import UNKNOWN, Backend, Entry, Host, Route, State, Verdict
from kubelint.workspace.families import Family, IngressFamily
from kubelint.workspace.ingresses import annotation, annotation_place, flag, has_tls, hosts
from kubelint.workspace.mending import with_field, without_annotation

if TYPE_CHECKING:
    from kubelint.workspace.workspace import Workspace

_NAMES = """
add-header add-header-inherit app-root basic-auth-realm basic-auth-secret client-body-buffer-size
client-max-body-size custom-http-errors fail-timeout grpc-services hsts hsts-behind-proxy hsts-include-subdomains
hsts-max-age http-redirect-code keepalive lb-method limit-req-burst limit-req-delay limit-req-dry-run limit-req-key
limit-req-log-level limit-req-no-delay limit-req-rate limit-req-reject-code limit-req-scale limit-req-zone-size
listen-ports listen-ports-ssl location-snippets max-conns max-fails mergeable-ingress-type path-regex policies
proxy-buffer-size proxy-buffering proxy-buffers proxy-busy-buffers-size proxy-connect-timeout proxy-hide-headers
proxy-max-temp-file-size proxy-next-upstream proxy-next-upstream-timeout proxy-next-upstream-tries
proxy-pass-headers proxy-read-timeout proxy-redirect-from proxy-redirect-to proxy-send-timeout proxy-set-header
proxy-set-headers redirect-to-https rewrite-target rewrites server-snippets server-tokens ssl-ciphers
ssl-prefer-server-ciphers ssl-redirect ssl-services sticky-cookie-services upstream-zone-size use-cluster-ip
websocket-services
"""
_PLUS_NAMES = """
health-checks health-checks-mandatory health-checks-mandatory-queue jwt-key jwt-login-url jwt-realm jwt-token
policies slow-start sticky-cookie-services
"""
_SWITCHES = ("nginx.org/ssl-redirect", "ingress.kubernetes.io/ssl-redirect")


class F5Nginx(IngressFamily):
    """Redirects wherever TLS is configured, unless told otherwise."""

    name = "NGINX Ingress Controller (F5)"
    annotation_classes = ("nginx",)
    field_classes = ("nginx",)
    controllers = ("nginx.org/ingress-controller",)
    rarer = True
    prefixes = ("nginx.org/", "nginx.com/", "appprotect.f5.com/", "appprotectdos.f5.com/")
    known = frozenset(f"nginx.org/{n}" for n in _NAMES.split()) | {f"nginx.com/{n}" for n in _PLUS_NAMES.split()}

    def verdict(self, ingress: Ingress, host: str, workspace: Workspace) -> Verdict:
        """A minion follows its master; else by ``nginx.org/ssl-redirect``."""
        if annotation(ingress, "nginx.org/mergeable-ingress-type") == "minion":
            master = _master(ingress, host, workspace)
            return self.verdict(master, host, workspace) if master else UNKNOWN
        if not has_tls(ingress) or self.covered(ingress, host, workspace) is False:
            forwarded = flag(ingress, "nginx.org/redirect-to-https")
            return Verdict(State.OFFLOADED if forwarded else State.HTTP_ONLY)
        for key in _SWITCHES:
            if flag(ingress, key) is False:
                fix = without_annotation(ingress, key, f"remove `{key}`, so that HTTP is redirected")
                return Verdict(
                    State.BOTH_OPEN, annotation_place(ingress, key), f"`{key}` switches the redirect off", fix
                )
        return Verdict(State.REDIRECTED)


def _master(minion: Ingress, host: str, workspace: Workspace) -> Ingress | None:
    return workspace.traffic.once(_masters).get(host)


def _masters(workspace: Workspace) -> dict[str, Ingress]:
    found: dict[str, Ingress] = {}
    for ingress in workspace.of(Ingress):
        if annotation(ingress, "nginx.org/mergeable-ingress-type") == "master":
            found.update((name, ingress) for name, _ in hosts(ingress))
    return found


class VirtualServer(Family):
    """F5's own resource: TLS brings no redirect with it."""

    name = "NGINX VirtualServer"
    kinds = (("k8s.nginx.org", "VirtualServer"),)

    def entries(self, obj: Object, workspace: Workspace) -> Iterator[Entry]:
        """One for each VirtualServer."""
        name = obj.spec.get("host")
        host = name if isinstance(name, str) else ""
        tls = mapping(obj.spec.get("tls"))
        yield Entry(
            object=obj,
            place=obj.at("spec"),
            controller=F5Nginx.name,
            scope=None,
            hosts=(Host(host, obj.at("spec", "host"), _virtual_verdict(obj, tls)),),
            routes=tuple(_routes(obj, host, workspace.namespace(obj))),
            tls_place=obj.at("spec", "tls") if tls else None,
            point=F5Nginx.name,
        )


def _virtual_verdict(obj: Object, tls: dict[str, Any]) -> Verdict:
    if not tls.get("secret") and not tls.get("cert-manager"):
        wildcard = "secret" in tls
        return UNKNOWN if wildcard else Verdict(State.HTTP_ONLY)
    path = ("spec", "tls", "redirect", "enable")
    if dig(tls, "redirect", "enable") is True:
        return Verdict(State.REDIRECTED)
    opener: Place | None = obj.at(*path) if dig(tls, "redirect", "enable") is False else None
    fix = with_field(obj, path, True, "redirect HTTP to HTTPS")
    return Verdict(State.BOTH_OPEN, opener, "`tls.redirect.enable` is not true", fix)


def _routes(obj: Object, host: str, namespace: str) -> Iterator[Route]:
    upstreams = {
        str(item.get("name")): (number, item)
        for number, item in enumerate(sequence(obj.spec.get("upstreams")))
        if isinstance(item, dict)
    }
    for number, route in enumerate(sequence(obj.spec.get("routes"))):
        route = mapping(route)
        actions = [mapping(route.get("action")), *(mapping(mapping(s).get("action")) for s in _splits(route))]
        named = [upstreams[name] for action in actions if (name := str(_target(action))) in upstreams]
        backends = tuple(_backend(obj, position, item, namespace) for position, item in named)
        path = str(route.get("path") or "/")
        conditions = repr(route["matches"]) if route.get("matches") else ""
        yield Route(obj.at("spec", "routes", number, "path"), (host,), path, "Prefix", backends, conditions)


def _splits(route: dict[str, Any]) -> list[Any]:
    matched = [split for match in sequence(route.get("matches")) for split in sequence(mapping(match).get("splits"))]
    direct = [match for match in sequence(route.get("matches")) if mapping(match).get("action")]
    return sequence(route.get("splits")) + matched + direct


def _target(action: dict[str, Any]) -> Any:
    return action.get("pass") or dig(action, "proxy", "upstream")


def _backend(obj: Object, number: int, item: dict[str, Any], namespace: str) -> Backend:
    at = ("spec", "upstreams", number)
    return Backend(str(item.get("service")), namespace, obj.at(*at, "service"), item.get("port"), obj.at(*at, "port"))
