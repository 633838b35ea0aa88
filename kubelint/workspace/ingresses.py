"""Ingress objects, in the shapes of all their API versions: hosts, paths, backends, TLS, annotations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kubelint.finding import Path, Place
from kubelint.kube.kinds import Ingress
from kubelint.kube.objects import Object, dig, mapping, sequence
from kubelint.workspace.entries import Backend, Route

CLASS_ANNOTATION = "kubernetes.io/ingress.class"
_TRUE, _FALSE = {"1", "t", "T", "TRUE", "true", "True"}, {"0", "f", "F", "FALSE", "false", "False"}


def annotation(obj: Object, key: str) -> str | None:
    """An annotation's text; None where it is absent or no text."""
    value = obj.annotations.get(key)
    return value if isinstance(value, str) else None


def annotation_place(obj: Object, key: str) -> Place:
    """Where an annotation's value stands."""
    return obj.at("metadata", "annotations", key)


def flag(obj: Object, key: str) -> bool | None:
    """An annotation as Go's ``strconv.ParseBool`` reads it; None for everything else (``yes``, ``on``)."""
    value = annotation(obj, key)
    return True if value in _TRUE else False if value in _FALSE else None


def words(text: str | None) -> list[str]:
    """The items of a comma-separated list."""
    return [word.strip() for word in (text or "").split(",") if word.strip()]


def hosts(ingress: Ingress) -> list[tuple[str, Place]]:
    """The rules' hosts with their places, ``""`` for a rule without; a default backend alone counts as such a rule."""
    found: list[tuple[str, Place]] = []
    for number, rule in enumerate(sequence(ingress.spec.get("rules"))):
        host = mapping(rule).get("host") or ""
        if isinstance(host, str) and host not in {name for name, _ in found}:
            found.append((host, ingress.at("spec", "rules", number, *(["host"] if host else []))))
    if not found and (ingress.spec.get("defaultBackend") or ingress.spec.get("backend")):
        found.append(("", ingress.at("spec")))
    return found


def tls_hosts(ingress: Ingress) -> list[str] | None:
    """The hosts named in ``spec.tls``; None where an item names none and so stands for all, or there is no TLS."""
    items = [mapping(item) for item in sequence(ingress.spec.get("tls"))]
    if not items or not all(sequence(item.get("hosts")) for item in items):
        return None
    return [host for item in items for host in sequence(item.get("hosts")) if isinstance(host, str)]


def has_tls(ingress: Ingress) -> bool:
    """Whether ``spec.tls`` has an item."""
    return bool(sequence(ingress.spec.get("tls")))


def routes(ingress: Ingress, namespace: str) -> Iterator[Route]:
    """The paths with their backends, the default backend last."""
    for number, rule in enumerate(sequence(ingress.spec.get("rules"))):
        host = mapping(rule).get("host") or ""
        for position, item in enumerate(sequence(dig(rule, "http", "paths"))):
            if isinstance(item, dict):
                yield _route(ingress, ("spec", "rules", number, "http", "paths", position), item, str(host), namespace)
    for field in ("defaultBackend", "backend"):
        backend = _backend(ingress, ("spec", field), mapping(ingress.spec.get(field)), namespace)
        if backend:
            yield Route(ingress.at("spec", field), ("",), "", "default", (backend,))


def _route(ingress: Ingress, path: Path, item: dict[str, Any], host: str, namespace: str) -> Route:
    backend = _backend(ingress, (*path, "backend"), mapping(item.get("backend")), namespace)
    text = item.get("path")
    place = ingress.at(*path, "path") if isinstance(text, str) else ingress.at(*path)
    kind = item.get("pathType")
    path_type = kind if isinstance(kind, str) else "ImplementationSpecific"
    return Route(place, (host,), text if isinstance(text, str) else "/", path_type, (backend,) if backend else ())


def _backend(ingress: Ingress, path: Path, data: dict[str, Any], namespace: str) -> Backend | None:
    service = mapping(data.get("service"))
    if isinstance(service.get("name"), str):
        port = mapping(service.get("port"))
        kind = "name" if port.get("name") else "number"
        where = ingress.at(*path, "service", "port", kind)
        return Backend(service["name"], namespace, ingress.at(*path, "service", "name"), port.get(kind), where)
    if isinstance(data.get("serviceName"), str):
        where = ingress.at(*path, "servicePort")
        name = ingress.at(*path, "serviceName")
        return Backend(data["serviceName"], namespace, name, data.get("servicePort"), where)
    resource = mapping(data.get("resource"))
    if isinstance(resource.get("name"), str):
        group, kind = str(resource.get("apiGroup") or ""), str(resource.get("kind") or "")
        return Backend(resource["name"], namespace, ingress.at(*path, "resource", "name"), group=group, kind=kind)
    return None
