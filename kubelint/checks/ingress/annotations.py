"""Annotations of an Ingress: other controllers' ones, misspelt ones, and those that smuggle configuration in."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from kubelint.finding import Fix, Operation, Patch, Problem, Severity
from kubelint.kube.kinds import Ingress
from kubelint.kube.nearness import nearest
from kubelint.workspace import Workspace
from kubelint.workspace.classes import Serving
from kubelint.workspace.families import IngressFamily, ingress_families, owner_of_annotation

_ALLOW_HTTP = "kubernetes.io/ingress.allow-http"
_ISSUERS = ("cert-manager.io/issuer", "cert-manager.io/cluster-issuer")
_NGINX = "nginx.ingress.kubernetes.io/"
_SNIPPETS = frozenset(
    [
        *(_NGINX + name for name in ("configuration-snippet", "server-snippet", "stream-snippet", "auth-snippet")),
        _NGINX + "modsecurity-snippet",
        *("nginx.org/location-snippets", "nginx.org/server-snippets"),
        *("haproxy.org/backend-config-snippet", "haproxy.org/frontend-config-snippet"),
        *(
            f"haproxy-ingress.github.io/config-{part}"
            for part in ("backend", "frontend", "defaults", "global", "proxy")
        ),
    ]
)
_UNQUOTED = frozenset(
    _NGINX + name
    for name in (
        *("auth-url", "auth-signin", "auth-method", "auth-tls-match-cn", "mirror-target", "mirror-host"),
        *("permanent-redirect", "temporal-redirect", "rewrite-target", "app-root", "proxy-redirect-from"),
        *("proxy-redirect-to", "upstream-vhost", "x-forwarded-prefix"),
    )
)
"""Annotations of ingress-nginx whose values came to stand in its configuration as they are (CVE-2021-25742,
CVE-2023-5044, CVE-2024-7646, CVE-2025-1097, CVE-2025-1098, CVE-2025-24514)."""
_CODE = re.compile(
    r"\b\w+_by_lua(?:_block|_file)?\b|\blua_\w+|\bos\.execute\b|\bio\.popen\b|(?:^|[\s;{])alias\s+[^;]+;"
)
_ESCAPE = re.compile(r"[;\"\n\r]")


def ineffective_annotation(ingress: Ingress, workspace: Workspace) -> Iterator[Problem]:
    """An annotation that the serving controller does not read."""
    served = workspace.traffic.controller_of(ingress)
    if served.family is None or not served.by_class:
        return
    for key in ingress.annotations:
        owner = owner_of_annotation(str(key))
        if owner is not None and owner is not served.family and not _might_serve(owner, served):
            message = f"`{key}` is read by {owner.name}; this Ingress is served by {served.family.name}"
            yield Problem(ingress.key("metadata", "annotations", key), message)
        elif key == _ALLOW_HTTP and served.family.name not in ("GKE", "Contour"):
            message = f"`{key}` is read by GKE and Contour; this Ingress is served by {served.family.name}"
            yield Problem(ingress.key("metadata", "annotations", key), message)
        elif key in _ISSUERS and served.family.name == "AWS Load Balancer Controller":
            message = f"`{key}` fills a Secret, and {served.family.name} reads no Secrets: certificates come from ACM"
            yield Problem(ingress.key("metadata", "annotations", key), message)


def _might_serve(owner: IngressFamily, served: Serving) -> bool:
    """Whether two controllers share the class name, and no IngressClass tells which is meant."""
    shared = served.name in owner.field_classes or served.name in owner.annotation_classes
    return shared and served.ingress_class is None


def misspelt_annotation(ingress: Ingress, workspace: Workspace) -> Iterator[Problem]:
    """One edit away from what the serving controller reads."""
    family = workspace.traffic.controller_of(ingress).family
    if family is None or not family.known:
        return
    for key in ingress.annotations:
        meant = _meant(str(key), family.name)
        if meant is not None:
            path = ("metadata", "annotations", key)
            fix = None
            if meant not in ingress.annotations:
                rename = Operation("rename", path, meant)
                fix = Fix(f"rename to `{meant}`", (Patch(ingress, (rename,)),))
            yield Problem(ingress.key(*path), f"{family.name} knows no `{key}`; did you mean `{meant}`?", fix=fix)


@functools.lru_cache(4096)
def _meant(key: str, name: str) -> str | None:
    family = next(family for family in ingress_families() if family.name == name)
    if any(key in other.known for other in ingress_families()) or key.startswith(family.open_prefixes):
        return None
    return nearest(key, family.known)


def injectable_annotation(ingress: Ingress) -> Iterator[Problem]:
    """Raw configuration in an annotation."""
    for key, value in ingress.annotations.items():
        if not isinstance(value, str):
            continue
        place = ingress.key("metadata", "annotations", key)
        if key in _SNIPPETS:
            code = _CODE.search(value)
            why = "runs code or serves files of the controller" if code else "is raw configuration of the controller"
            message = f"`{key}` {why}: whoever may write an Ingress may read every Secret that the controller reads"
            yield Problem(place, message, severity=Severity.ERROR if code else None)
        elif key in _UNQUOTED and (found := _ESCAPE.search(value.strip())):
            mark = {"\n": "a line break", "\r": "a line break"}.get(found[0], f"`{found[0]}`")
            message = f"the value of `{key}` holds {mark}, which ends its place in the controller's configuration"
            yield Problem(place, message, severity=Severity.ERROR)
