"""Where a Service's port leads to: the container and the number behind ``targetPort``."""

from __future__ import annotations

from typing import Any, NamedTuple

from kubelint.kube.pods import Container, Pod


class Target(NamedTuple):
    """What a Service's port reaches in a pod. A number need not be declared: then the container is unknown."""

    number: int | None
    container: Container | None


def target(port: dict[str, Any], pod: Pod) -> Target:
    """Resolve a Service's port in a pod template, as the endpoint controller does (FindPort): a name is the first
    of that name and protocol among the ordinary containers, then the sidecars.
    """
    wanted = port.get("targetPort") or port.get("port")
    protocol = port.get("protocol") or "TCP"
    field = "name" if isinstance(wanted, str) else "containerPort"
    for container in pod.containers:
        for declared in container.ports:
            if declared.get(field) == wanted and (declared.get("protocol") or "TCP") == protocol:
                number = declared.get("containerPort")
                return Target(number if isinstance(number, int) else None, container)
    return Target(wanted if isinstance(wanted, int) else None, None)
