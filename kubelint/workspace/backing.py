"""What stands behind Services without a selector: endpoints written by hand, routes of a mesh."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from kubelint.kube.kinds import Endpoints, GatewayRoute, Service
from kubelint.kube.objects import Object, mapping, sequence

if TYPE_CHECKING:
    from kubelint.workspace.workspace import Workspace


class Backing:
    """Endpoints and routes by the Service that they belong to."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace

    def endpoints(self, service: Service) -> list[Object]:
        """The Endpoints and EndpointSlices of a Service."""
        return self._endpoints.get(id(service), [])

    def is_parent(self, service: Service) -> bool:
        """Whether a mesh's route has the Service as its parent, so that its own endpoints do not count."""
        return id(service) in self._parents

    @cached_property
    def _endpoints(self) -> dict[int, list[Object]]:
        found: dict[int, list[Object]] = defaultdict(list)
        for endpoints in self.workspace.of(Endpoints):
            by_label = endpoints.kind == "EndpointSlice"
            name = endpoints.labels.get("kubernetes.io/service-name") if by_label else endpoints.name
            for service in (
                self.workspace.index.look_up("", "Service", name, endpoints) if isinstance(name, str) else ()
            ):
                found[id(service)].append(endpoints)
        return found

    @cached_property
    def _parents(self) -> set[int]:
        return {id(service) for route in self.workspace.of(GatewayRoute) for service in self._of_mesh(route)}

    def _of_mesh(self, route: Object) -> Iterator[Object]:
        for parent in map(mapping, sequence(route.spec.get("parentRefs"))):
            name, namespace = parent.get("name"), parent.get("namespace")
            if parent.get("kind") == "Service" and isinstance(name, str):
                yield from self.workspace.index.look_up("", "Service", name, route, namespace)
