"""Probes of containers: handlers, ports and numbers with their defaults."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from kubelint.finding import Place
from kubelint.kube.pods import Container

FIELDS = ("startupProbe", "readinessProbe", "livenessProbe")
HANDLERS = ("httpGet", "tcpSocket", "grpc", "exec")
_DEFAULTS = {"initialDelaySeconds": 0, "periodSeconds": 10, "timeoutSeconds": 1, "failureThreshold": 3}
"""An explicit 0 of any but the first is replaced by the default (SetDefaults_Probe)."""


class Probe(NamedTuple):
    """One probe of a container."""

    container: Container
    field: str
    data: dict[str, Any]
    handler: str | None
    """The name of its handler; None where there is none, or more than one, which the server refuses."""
    action: dict[str, Any]
    """What the handler is to do."""

    @property
    def port(self) -> Any:
        """Number or name of the port that it asks; None for ``exec``."""
        return self.action.get("port")

    def number(self, name: str) -> int:
        """One of its numbers, with the server's default."""
        value = self.data.get(name)
        return value if isinstance(value, int) and value > 0 else _DEFAULTS[name]

    @property
    def endurance(self) -> int:
        """Seconds of failure until it gives up, once it has begun."""
        return self.number("periodSeconds") * self.number("failureThreshold")

    def at(self, *path: str | int) -> Place:
        """A place below the probe; the probe's key for the empty path."""
        return self.container.at(self.field, *path)


def probe(container: Container, field: str) -> Probe | None:
    """A container's probe of one kind."""
    data = container.data.get(field)
    if not isinstance(data, dict) or not data:
        return None
    found = [name for name in HANDLERS if name in data and isinstance(data[name], dict)]
    handler = found[0] if len(found) == 1 else None
    return Probe(container, field, data, handler, data[handler] if handler else {})


def probes(container: Container) -> Iterator[Probe]:
    """Every probe of a container, in the order in which they begin."""
    for field in FIELDS:
        found = probe(container, field)
        if found is not None:
            yield found
