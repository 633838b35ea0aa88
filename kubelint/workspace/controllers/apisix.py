"""APISIX: no redirect unless asked for, on an Ingress by annotation, on an ApisixRoute by plugin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from kubelint.kube.kinds import Ingress
from kubelint.kube.objects import Object, dig, mapping, sequence
from kubelint.workspace.entries import UNKNOWN, Backend, Entry, Host, Route, State, Verdict
from kubelint.workspace.families import Family, IngressFamily
from kubelint.workspace.hosts import covered
from kubelint.workspace.ingresses import annotation, annotation_place, flag, has_tls
from kubelint.workspace.mending import annotated

if TYPE_CHECKING:
    from kubelint.workspace.workspace import Workspace

GROUP = "apisix.apache.org"
PREFIX = "k8s.apisix.apache.org/"
REDIRECT = PREFIX + "http-to-https"
_NAMES = """
allowlist-source-range auth-client-headers auth-request-headers auth-ssl-verify auth-type auth-upstream-headers
auth-uri blocklist-source-range cors-allow-headers cors-allow-methods cors-allow-origin csrf-key enable-cors
enable-csrf enable-response-rewrite enable-websocket http-allow-methods http-block-methods http-redirect
http-redirect-code http-to-https plugin-config-name response-rewrite-add-header response-rewrite-body
response-rewrite-body-base64 response-rewrite-remove-header response-rewrite-set-header response-rewrite-status-code
rewrite-target rewrite-target-regex rewrite-target-regex-template svc-namespace upstream-connect-timeout
upstream-read-timeout upstream-retries upstream-scheme upstream-send-timeout use-regex
"""


class Apisix(IngressFamily):
    """Apache APISIX's ingress controller."""

    name = "APISIX"
    annotation_classes = ("apisix",)
    field_classes = ("apisix",)
    controllers = ("apisix.apache.org/apisix-ingress-controller",)
    prefixes = (PREFIX,)
    known = frozenset(PREFIX + name for name in _NAMES.split())

    def verdict(self, ingress: Ingress, host: str, workspace: Workspace) -> Verdict:
        """By ``http-to-https``, ``http-redirect`` and the certificates of ApisixTls objects."""
        secure = has_tls(ingress) or covered(workspace.traffic.once(_tls_names), host)
        if flag(ingress, REDIRECT) or (annotation(ingress, PREFIX + "http-redirect") or "").startswith("https://"):
            return Verdict(State.REDIRECTED if secure else State.OFFLOADED)
        if not secure:
            return Verdict(State.HTTP_ONLY)
        opener = annotation_place(ingress, REDIRECT) if REDIRECT in ingress.annotations else None
        fix = annotated(ingress, {REDIRECT: "true"}, "redirect HTTP to HTTPS")
        return Verdict(State.BOTH_OPEN, opener, f"APISIX only redirects where `{REDIRECT}` is true", fix)


def _tls_names(workspace: Workspace) -> list[str]:
    """The host names of all ApisixTls objects."""
    given = workspace.of_kind(GROUP, "ApisixTls")
    return [name for tls in given for name in sequence(tls.spec.get("hosts")) if isinstance(name, str)]


class ApisixRoute(Family):
    """APISIX's own routes."""

    name = "APISIX ApisixRoute"
    kinds = ((GROUP, "ApisixRoute"),)

    def entries(self, obj: Object, workspace: Workspace) -> Iterator[Entry]:
        """One for each ApisixRoute."""
        rules = [rule for rule in sequence(obj.spec.get("http")) if isinstance(rule, dict)]
        named = [(name, rule) for rule in rules for name in sequence(dig(rule, "match", "hosts")) or [""]]
        secure = workspace.traffic.once(_tls_names)
        yield Entry(
            object=obj,
            place=obj.at("spec"),
            controller=Apisix.name,
            scope=None,
            hosts=tuple(
                Host(str(name), obj.at("spec", "http"), _verdict(rule, str(name), secure)) for name, rule in named
            ),
            routes=tuple(_routes(obj, workspace.namespace(obj))),
            tls_place=obj.at("spec", "http") if any(covered(secure, str(name)) for name, _ in named) else None,
            point=Apisix.name,
        )


def _verdict(rule: dict[str, Any], host: str, secure: list[str]) -> Verdict:
    for plugin in sequence(rule.get("plugins")):
        if mapping(plugin).get("name") == "redirect" and dig(plugin, "config", "http_to_https") is True:
            return Verdict(State.REDIRECTED if plugin.get("enable") is not False else State.UNKNOWN)
    why = "the plugin `redirect` with `http_to_https` is not enabled"
    return Verdict(State.BOTH_OPEN, None, why) if covered(secure, host) else UNKNOWN


def _routes(obj: Object, namespace: str) -> Iterator[Route]:
    for number, rule in enumerate(sequence(obj.spec.get("http"))):
        match = mapping(mapping(rule).get("match"))
        at = ("spec", "http", number)
        hosts = tuple(str(name) for name in sequence(match.get("hosts"))) or ("",)
        rest = {key: value for key, value in match.items() if key not in ("hosts", "paths")}
        backends = tuple(_backends(obj, number, mapping(rule), namespace))
        conditions = f"{rest or ''}{mapping(rule).get('priority') or ''}"
        for position, path in enumerate(sequence(match.get("paths"))):
            yield Route(obj.at(*at, "match", "paths", position), hosts, str(path), "Exact", backends, conditions)


def _backends(obj: Object, number: int, rule: dict[str, Any], namespace: str) -> Iterator[Backend]:
    for position, item in enumerate(sequence(rule.get("backends"))):
        at = ("spec", "http", number, "backends", position)
        name = mapping(item).get("serviceName")
        if isinstance(name, str):
            weight = item.get("weight")
            yield Backend(
                name=name,
                namespace=namespace,
                place=obj.at(*at, "serviceName"),
                port=item.get("servicePort"),
                port_place=obj.at(*at, "servicePort"),
                weight=weight if isinstance(weight, int) else None,
                weight_place=obj.at(*at, "weight") if weight is not None else None,
            )
