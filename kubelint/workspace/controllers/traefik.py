"""Traefik: Ingress and IngressRoute. A router speaks TLS or it does not; redirects are middlewares or static."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from kubelint.kube.kinds import Ingress
from kubelint.kube.objects import Object, mapping, sequence
from kubelint.pattern import regex
from kubelint.workspace.entries import UNKNOWN, Backend, Entry, Host, Route, State, Verdict
from kubelint.workspace.families import Family, IngressFamily
from kubelint.workspace.hosts import intersect
from kubelint.workspace.ingresses import annotation, annotation_place, flag, has_tls, words
from kubelint.workspace.mending import annotated

if TYPE_CHECKING:
    from kubelint.workspace.workspace import Workspace

PREFIX = "traefik.ingress.kubernetes.io/"
GROUPS = ("traefik.io", "traefik.containo.us")
_NAMES = """
router.entrypoints router.middlewares router.observability.accesslogs router.observability.metrics
router.observability.tracing router.observability.traceVerbosity router.pathmatcher router.priority
router.rulesyntax router.tls router.tls.certresolver router.tls.options service.middlewares service.nativelb
service.nodeportlb service.passhostheader service.serversscheme service.serverstransport service.sticky.cookie
service.sticky.cookie.domain service.sticky.cookie.httponly service.sticky.cookie.maxage
service.sticky.cookie.name service.sticky.cookie.path service.sticky.cookie.samesite service.sticky.cookie.secure
"""
_HOST = regex(r"\bHost(?:SNI)?\(([^)]*)\)")
_QUOTED = regex(r"[`'\"]([^`'\"]+)[`'\"]")
_PATH = regex(r"\b(?:Path|PathPrefix)\(\s*[`'\"]([^`'\"]+)")
_REDIRECTION = regex(r"--?entry-?points\.[^.]+\.http\.redirections\.entrypoint\.to=", re.IGNORECASE)


class Traefik(IngressFamily):
    """Without ``router.tls`` a router answers by HTTP wherever its entry points do."""

    name = "Traefik"
    annotation_classes = ("traefik",)
    field_classes = ("traefik",)
    controllers = ("traefik.io/ingress-controller",)
    prefixes = (PREFIX,)
    known = frozenset(PREFIX + name for name in _NAMES.split())
    open_prefixes = (PREFIX + "router.tls.domains.",)

    def covered(self, ingress: Ingress, host: str, workspace: Workspace) -> bool | None:
        """By ``spec.tls``, unless a resolver brings certificates."""
        resolver = annotation(ingress, PREFIX + "router.tls.certresolver")
        return None if resolver or not has_tls(ingress) else super().covered(ingress, host, workspace)

    def point(self, ingress: Ingress) -> str:
        """Routers of other entry points, with or without TLS, with another priority are different."""
        keys = ("router.entrypoints", "router.tls", "router.tls.certresolver", "router.priority")
        return f"{self.name}/{[annotation(ingress, PREFIX + key) for key in keys]}"

    def brings_certificate(self, ingress: Ingress) -> bool:
        """A resolver's."""
        return annotation(ingress, PREFIX + "router.tls.certresolver") is not None

    def verdict(self, ingress: Ingress, host: str, workspace: Workspace) -> Verdict:
        """By the router's TLS, its middlewares and entry points, and Traefik's own arguments where given."""
        if flag(ingress, PREFIX + "router.tls") or annotation(ingress, PREFIX + "router.tls.certresolver"):
            return Verdict(State.HTTPS_ONLY)
        redirect = _redirected(words(annotation(ingress, PREFIX + "router.middlewares")), workspace)
        if redirect is not False:
            return Verdict(State.REDIRECTED) if redirect else UNKNOWN
        if _secure_only(words(annotation(ingress, PREFIX + "router.entrypoints"))):
            return UNKNOWN
        static = workspace.traffic.once(_static_redirect)
        if static:
            return Verdict(State.REDIRECTED)
        if not has_tls(ingress):
            return Verdict(State.HTTP_ONLY)
        return UNKNOWN if static is None else _both_open(ingress)


def _both_open(ingress: Ingress) -> Verdict:
    entry_points, tls = PREFIX + "router.entrypoints", PREFIX + "router.tls"
    opener = annotation_place(ingress, entry_points) if annotation(ingress, entry_points) else None
    fix = annotated(ingress, {entry_points: "websecure", tls: "true"}, "serve by `websecure` with TLS alone")
    return Verdict(State.BOTH_OPEN, opener, f"the router has no `{tls}` and no middleware redirects", fix)


def _secure_only(entry_points: list[str]) -> bool:
    """Whether entry points are by their names the secure ones."""
    return bool(entry_points) and all(re.search("secure|https|443|tls", name.lower()) for name in entry_points)


def _redirected(references: list[str], workspace: Workspace) -> bool | None:
    """Whether a middleware redirects to HTTPS; None where one is not given."""
    unknown = False
    for reference in references:
        found = _middleware(reference, workspace)
        if found is not None and _redirecting(found):
            return True
        unknown = unknown or found is None
    return None if unknown else False


def _redirecting(middleware: Object) -> bool:
    scheme = middleware.get("spec", "redirectScheme", "scheme")
    target = str(middleware.get("spec", "redirectRegex", "replacement") or "")
    return scheme == "https" or target.startswith("https://")


def _middleware(reference: str, workspace: Workspace) -> Object | None:
    """The Middleware of ``<namespace>-<name>@kubernetescrd``."""
    return workspace.traffic.once(_middlewares).get(reference.partition("@")[0])


def _middlewares(workspace: Workspace) -> dict[str, Object]:
    given = [found for group in GROUPS for found in workspace.of_kind(group, "Middleware")]
    return {f"{workspace.namespace(found)}-{found.name}": found for found in reversed(given)}


def _static_redirect(workspace: Workspace) -> bool | None:
    """Whether Traefik's own arguments redirect; None where no Traefik is given, or files configure it."""
    pods = [pod for pod in workspace.pods() for c in pod.containers if _is_traefik(c.image)]
    arguments = [str(a) for pod in pods for c in pod.containers for a in sequence(c.get("args"))]
    if any(_REDIRECTION.match(argument) for argument in arguments):
        return True
    return False if any("entrypoints." in argument.lower() for argument in arguments) else None


def _is_traefik(image: str) -> bool:
    return image.partition("@")[0].partition(":")[0].rpartition("/")[2] in ("traefik", "mirrored-library-traefik")


class IngressRoute(Family):
    """Traefik's own resource: with ``tls`` it answers nothing but TLS."""

    name = "Traefik IngressRoute"
    kinds = tuple((group, "IngressRoute") for group in GROUPS)

    def entries(self, obj: Object, workspace: Workspace) -> Iterator[Entry]:
        """One for each IngressRoute."""
        routes = [route for route in sequence(obj.spec.get("routes")) if isinstance(route, dict)]
        names = list(dict.fromkeys(name for route in routes for name in _hosts(route))) or [""]
        verdict = _route_verdict(obj, routes, names, workspace)
        yield Entry(
            object=obj,
            place=obj.at("spec"),
            controller=Traefik.name,
            scope="inside" if _internal_only(routes) else None,
            hosts=tuple(Host(name, obj.at("spec", "routes"), verdict) for name in names),
            routes=tuple(_routes(obj, workspace.namespace(obj))),
            tls_place=obj.at("spec", "tls") if "tls" in obj.spec else None,
            point=f"{Traefik.name}/{sorted(words_of(obj.spec.get('entryPoints')))}/{'tls' in obj.spec}",
        )


def words_of(value: Any) -> list[str]:
    """The texts in a list."""
    return [item for item in sequence(value) if isinstance(item, str)]


def _internal_only(routes: list[dict[str, Any]]) -> bool:
    """Traefik's own dashboard and ping are no applications."""
    services = [mapping(s) for route in routes for s in sequence(route.get("services"))]
    internal = [s for s in services if str(s.get("name")).endswith("@internal") and s.get("name") != "noop@internal"]
    return bool(services) and len(internal) == len(services)


def _hosts(route: dict[str, Any]) -> list[str]:
    return [name for group in _HOST.findall(str(route.get("match"))) for name in _QUOTED.findall(group)]


def _route_verdict(obj: Object, routes: list[dict[str, Any]], names: list[str], workspace: Workspace) -> Verdict:
    if "tls" in obj.spec:
        return Verdict(State.HTTPS_ONLY)
    redirects = [_route_redirects(route, obj, workspace) for route in routes]
    if routes and all(redirects):
        return Verdict(State.REDIRECTED)
    static = workspace.traffic.once(_static_redirect)
    if None in redirects or _secure_only(words_of(obj.spec.get("entryPoints"))) or static:
        return Verdict(State.REDIRECTED) if static else UNKNOWN
    secure = workspace.traffic.once(_secure_hosts)
    if not any(name in secure or any(intersect(host, name) for host in secure if host[:1] == "*") for name in names):
        return Verdict(State.HTTP_ONLY)
    opener = obj.at("spec", "entryPoints") if obj.spec.get("entryPoints") else obj.at("spec")
    return Verdict(State.BOTH_OPEN, opener, "no middleware of this router redirects to the one with TLS")


def _route_redirects(route: dict[str, Any], obj: Object, workspace: Workspace) -> bool | None:
    references = []
    for item in sequence(route.get("middlewares")):
        namespace = mapping(item).get("namespace") or workspace.namespace(obj)
        references.append(f"{namespace}-{mapping(item).get('name')}")
    return _redirected(references, workspace)


def _secure_hosts(workspace: Workspace) -> frozenset[str]:
    """The hosts of all IngressRoutes with TLS."""
    given = [obj for group in GROUPS for obj in workspace.of_kind(group, "IngressRoute") if "tls" in obj.spec]
    routes = (mapping(route) for obj in given for route in sequence(obj.spec.get("routes")))
    return frozenset(name for route in routes for name in _hosts(route))


def _routes(obj: Object, namespace: str) -> Iterator[Route]:
    for number, route in enumerate(sequence(obj.spec.get("routes"))):
        route = mapping(route)
        match = str(route.get("match"))
        path = _PATH.search(match)
        backends = tuple(_backends(obj, number, route, namespace))
        place = obj.at("spec", "routes", number, "match")
        hosts = tuple(_hosts(route)) or ("",)
        yield Route(place, hosts, path.group(1) if path else "/", "rule", backends, f"{match} {route.get('priority')}")


def _backends(obj: Object, number: int, route: dict[str, Any], namespace: str) -> Iterator[Backend]:
    for position, item in enumerate(sequence(route.get("services"))):
        name = mapping(item).get("name")
        if not isinstance(name, str) or "@" in name:
            continue
        at = ("spec", "routes", number, "services", position)
        traefik = item.get("kind") == "TraefikService"
        yield Backend(
            name=name,
            namespace=str(item.get("namespace") or namespace),
            place=obj.at(*at, "name"),
            port=item.get("port"),
            port_place=obj.at(*at, "port") if "port" in item else None,
            group=obj.group if traefik else "",
            kind="TraefikService" if traefik else "Service",
            weight=item.get("weight") if isinstance(item.get("weight"), int) else None,
            weight_place=obj.at(*at, "weight") if "weight" in item else None,
        )
