"""Ingress, from ``v1beta1`` to ``networking.k8s.io/v1``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kubelint.finding import Operation, Path
from kubelint.kube.objects import dig, mapping, sequence
from kubelint.schema.apis import Api
from kubelint.schema.migrations import Migration

_MOVES = "`serviceName` and `servicePort` become `service.name` and `service.port`, and `pathType` is required"


def migrate(api: Api, data: dict[str, Any]) -> Migration:
    """Backends become nested, the default one is renamed, paths get the path type that keeps their meaning."""
    operations = [*_default_backend(data), *_paths(data)]
    return Migration(_MOVES, tuple(operations))


def _default_backend(data: dict[str, Any]) -> Iterator[Operation]:
    backend = dig(data, "spec", "backend")
    if isinstance(backend, dict):
        yield from _backend(backend, ("spec", "backend"))
        yield Operation("rename", ("spec", "backend"), "defaultBackend")


def _paths(data: dict[str, Any]) -> Iterator[Operation]:
    for rule, item in enumerate(sequence(dig(data, "spec", "rules"))):
        for number, path in enumerate(sequence(dig(item, "http", "paths"))):
            here = ("spec", "rules", rule, "http", "paths", number)
            if mapping(path).get("pathType") is None:
                yield Operation("add", (*here, "pathType"), "ImplementationSpecific")
            yield from _backend(mapping(dig(path, "backend")), (*here, "backend"))


def _backend(backend: dict[str, Any], path: Path) -> Iterator[Operation]:
    name, port = backend.get("serviceName"), backend.get("servicePort")
    if name is None and port is None:
        return
    service = {"name": name} | ({} if port is None else {"port": _port(port)})
    rest = {key: value for key, value in backend.items() if key not in ("serviceName", "servicePort")}
    yield Operation("replace", path, {"service": service, **rest})


def _port(port: Any) -> dict[str, Any]:
    is_number = isinstance(port, int) or (isinstance(port, str) and port.isdecimal())
    return {"number": int(port)} if is_number else {"name": port}
