"""Where an Ingress or a route leads: Services that do not exist, paths claimed twice, paths read otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kubelint.finding import Fix, Operation, Patch, Place, Problem, Related
from kubelint.kube.kinds import ConfigMap, Ingress, Service
from kubelint.kube.objects import Object, mapping, sequence
from kubelint.kube.placeholders import unrendered
from kubelint.pattern import regex
from kubelint.workspace import Workspace
from kubelint.workspace.entries import Backend, Entry, Route, State
from kubelint.workspace.ingresses import annotation, flag, routes

_NGINX = "nginx.ingress.kubernetes.io/"
_PLAIN_PATH = regex(r"/[A-Za-z0-9._\-/]*\Z")
_GROUP_REFERENCE = regex(r"\$(\d)")
_BY_TARGET_PORT = "Application Gateway Ingress Controller"
"""Finds a backend's port by its `targetPort` too."""
_GROUP = regex(r"\((?!\?)")


def dangling_ingress_backend(workspace: Workspace) -> Iterator[Problem]:
    """A route's Service, or its port, provably does not exist."""
    said: set[tuple[int, tuple[str | int, ...]]] = set()
    for entry in workspace.traffic.entries:
        for route in entry.routes:
            for backend in route.backends:
                where = (id(backend.place.subject), backend.place.path)
                if where not in said and backend.kind == "Service" and not backend.group:
                    said.add(where)
                    yield from _dangling(backend, route.owner or entry.object, entry, workspace)


def _dangling(backend: Backend, user: Object, entry: Entry, workspace: Workspace) -> Iterator[Problem]:
    if backend.port == "use-annotation" or unrendered(backend.name):
        return
    answer = workspace.resolve("", "Service", backend.name, user, backend.namespace, beside=True)
    if answer.wrong and not (answer.severity and _made_elsewhere(backend, user, workspace)):
        related = (Related(answer.nearest.at("metadata", "name"), "the nearest"),) if answer.nearest else ()
        fix = _rename(backend, answer.nearest, user, workspace) if answer.nearest else None
        message = f"there is no Service `{backend.name}`; {answer.hint}"
        yield Problem(backend.place, message, related, fix, severity=answer.severity)
    elif isinstance(answer.target, Service):
        found = workspace.index.look_up("", "Service", backend.name, user, backend.namespace)
        wrong = [list(_wrong_port(backend, s, entry, workspace)) for s in found if isinstance(s, Service)]
        if all(wrong):
            yield from wrong[0]


def _made_elsewhere(backend: Backend, user: Object, workspace: Workspace) -> bool:
    """Whether a Service may exist that no manifest shows.

    The system's, one that an operator makes, or one of a namespace whose Services nobody gives.
    """
    if backend.namespace in ("kube-system", "kube-public") or workspace.makers.pods(user):
        return True
    peers = workspace.index.peers("", "Service", user, backend.namespace)
    return all(workspace.namespace(peer) != backend.namespace for peer in peers)


def _rename(backend: Backend, nearest: Object, user: Object, workspace: Workspace) -> Fix | None:
    if workspace.namespace(nearest) != backend.namespace or user.kind == "Host":
        return None
    replace = Operation("replace", backend.place.path, nearest.name)
    return Fix(f"send to `{nearest.name}`", (Patch(user, (replace,)),), safe=False)


def _wrong_port(backend: Backend, service: Service, entry: Entry, workspace: Workspace) -> Iterator[Problem]:
    ports = [mapping(port) for port in sequence(service.spec.get("ports"))]
    wanted = backend.port
    if wanted is None or not ports or unrendered(wanted) or workspace.overwritten(service, "ports"):
        return
    if isinstance(wanted, str) and wanted.isdigit():
        wanted = int(wanted)
    if any(wanted in (port.get("port"), port.get("name")) for port in ports):
        return
    given = ", ".join(f"`{port.get('port')}`{_called(port)}" for port in ports)
    target = any(wanted == port.get("targetPort") for port in ports)
    if target and entry.controller == _BY_TARGET_PORT:
        return
    slip = f"`{wanted}` is its `targetPort`, " if target else ""
    message = f"Service `{service.name}` has no port `{wanted}`: {slip}it has {given}"
    fix = _other_port(backend, ports[0]) if len(ports) == 1 else None
    related = (Related(service.at("spec", "ports"), "the Service's ports"),)
    yield Problem(backend.port_place or backend.place, message, related, fix)


def _called(port: dict[str, Any]) -> str:
    return f" (`{port['name']}`)" if port.get("name") else ""


def _other_port(backend: Backend, port: dict[str, Any]) -> Fix | None:
    place = backend.port_place
    if place is None or not isinstance(place.subject, Object) or place.path == backend.place.path:
        return None
    value = port.get("name") if isinstance(backend.port, str) and port.get("name") else port.get("port")
    if isinstance(value, str) != isinstance(backend.port, str):
        return None
    replace = Operation("replace", place.path, value)
    return Fix(f"send to port `{value}`", (Patch(place.subject, (replace,)),), safe=False)


def duplicate_route(workspace: Workspace) -> Iterator[Problem]:
    """Two routes claim the same host and path."""
    first: dict[tuple[str, ...], list[tuple[Entry, Route]]] = {}
    said: set[tuple[int, tuple[str | int, ...]]] = set()
    for entry in workspace.traffic.entries:
        if entry.state is State.IGNORED or _split(entry.object):
            continue
        for route in entry.routes:
            for key in _claims(entry, route):
                other = _earlier(first.setdefault(key, []), entry, route, workspace)
                where = (id(route.place.subject), route.place.path)
                if other is not None and where not in said:
                    said.add(where)
                    yield _claimed(key, route, *other)


def _claims(entry: Entry, route: Route) -> Iterator[tuple[str, ...]]:
    action = any(backend.port == "use-annotation" for backend in route.backends)
    if route.path_type != "default" and not action:
        for host in route.hosts:
            yield entry.point, host.lower(), route.path, route.path_type, route.conditions


def _earlier(
    known: list[tuple[Entry, Route]], entry: Entry, route: Route, workspace: Workspace
) -> tuple[Entry, Route] | None:
    """The route of the same bundle that came first; else this one is remembered."""
    user = route.owner or entry.object
    for other in known:
        owner = other[1].owner or other[0].object
        if other[1].place != route.place and (owner is user or _together(user, owner, workspace)):
            return other
    known.append((entry, route))
    return None


def _together(one: Object, other: Object, workspace: Workspace) -> bool:
    """Whether two objects are applied together and are not two versions of the same one."""
    same = one.name == other.name and workspace.namespace(one) == workspace.namespace(other)
    return not same and workspace.traffic.together(one, other)


def _claimed(key: tuple[str, ...], route: Route, entry: Entry, other: Route) -> Problem:
    owner = other.owner or entry.object
    what = f"`{key[1] or '*'}{key[2]}`"
    related = (Related(other.place, "the first to claim it"),)
    return Problem(route.place, f"{what} is already claimed by {owner.kind} `{owner.name}`", related)


def _split(obj: Object) -> bool:
    """Whether an Ingress is meant to share the routes of another one."""
    return flag(obj, _NGINX + "canary") is True


def mismatched_path_pattern(ingress: Ingress, workspace: Workspace) -> Iterator[Problem]:
    """A path that the controller reads otherwise than it is written."""
    family = workspace.traffic.controller_of(ingress).family
    if family is None or family.name not in ("ingress-nginx", "GKE"):
        return
    found = [route for route in routes(ingress, "") if route.path_type != "default" and not unrendered(route.path)]
    for route in found:
        message = _nginx_says(ingress, route, workspace) if family.name == "ingress-nginx" else _gke_says(route, found)
        if message:
            fix = _as_pattern(ingress, route) if message.startswith("a regular expression") else None
            yield Problem(route.place, message, fix=fix)


def _nginx_says(ingress: Ingress, route: Route, workspace: Workspace) -> str:
    if route.path_type in ("Exact", "Prefix") and not _PLAIN_PATH.match(route.path):
        if not workspace.traffic.once(_lenient):
            refused = (
                f"a regular expression under `pathType: {route.path_type}`, which ingress-nginx refuses since 1.12"
            )
            return f"{refused}; `ImplementationSpecific` takes it"
        return ""
    target = annotation(ingress, _NGINX + "rewrite-target") or ""
    wanted = max((int(number) for number in _GROUP_REFERENCE.findall(target)), default=0)
    groups = len(_GROUP.findall(route.path))
    if wanted > groups:
        has = f"only {groups}" if groups else "none"
        return f"`rewrite-target: {target}` refers to group {wanted}, and this path has {has}"
    return ""


def _lenient(workspace: Workspace) -> bool:
    """Whether the controller's ConfigMap admits such paths."""
    return any(mapping(c.data.get("data")).get("strict-validate-path-type") == "false" for c in workspace.of(ConfigMap))


def _gke_says(route: Route, found: list[Route]) -> str:
    if route.path_type != "ImplementationSpecific" or route.path.endswith("*"):
        return ""
    last = route.path.rpartition("/")[2]
    paired = any(other.hosts == route.hosts and other.path == f"{route.path.rstrip('/')}/*" for other in found)
    if paired or "." in last or not route.place.path or route.place.path[-1] != "path":
        return ""
    return f"GKE takes this path literally: nothing below `{route.path}` matches; write `{route.path.rstrip('/')}/*`"


def _as_pattern(ingress: Ingress, route: Route) -> Fix | None:
    where: Place = route.place
    if where.path[-1:] != ("path",):
        return None
    replace = Operation("replace", (*where.path[:-1], "pathType"), "ImplementationSpecific")
    return Fix("take the path as a pattern (`ImplementationSpecific`)", (Patch(ingress, (replace,)),), safe=False)
