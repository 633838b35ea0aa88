"""Who serves what: the Services in front of a pod template, port by port."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from kubelint.kube.kinds import CronJob, Job, KnativeService, Service
from kubelint.kube.objects import mapping, sequence
from kubelint.kube.pods import Pod
from kubelint.kube.ports import Target, target

if TYPE_CHECKING:
    from kubelint.workspace.workspace import Workspace


class Serving(NamedTuple):
    """A port of a Service and where it leads to in one pod template."""

    service: Service
    number: int
    """The port's place in ``spec.ports``."""
    port: dict[str, Any]
    target: Target


def serving_services(pod: Pod, workspace: Workspace) -> list[Service]:
    """The Services in front of a pod template, those of its own file first.

    Not those that may live in another namespace or among alternatives, nor those that only show metrics: nobody misses
    a scrape.
    """
    if id(pod) not in workspace.serving:
        workspace.serving[id(pod)] = _serving(pod, workspace)
    return workspace.serving[id(pod)]


def _serving(pod: Pod, workspace: Workspace) -> list[Service]:
    space, file, apart = workspace.namespace(pod.owner), pod.owner.file, workspace.index.alternatives.apart
    found = [service for service in workspace.services_of(pod) if workspace.namespace(service) == space]
    found = [service for service in found if not apart(file, service.file)]
    found = [service for service in found if not all(map(_shows_metrics, _ports(service))) or not _ports(service)]
    return sorted(found, key=lambda service: service.file != file)


def servings(pod: Pod, workspace: Workspace) -> Iterator[Serving]:
    """Every port of every Service in front of a pod template, those for metrics left out."""
    for service in serving_services(pod, workspace):
        for number, port in enumerate(_ports(service)):
            if not _shows_metrics(port):
                yield Serving(service, number, port, target(port, pod))


def _ports(service: Service) -> list[dict[str, Any]]:
    return list(map(mapping, sequence(service.spec.get("ports"))))


def _shows_metrics(port: dict[str, Any]) -> bool:
    """Whether a port is there for Prometheus, by its name."""
    return any(isinstance(name, str) and "metrics" in name for name in (port.get("name"), port.get("targetPort")))


def lasting(pod: Pod) -> bool:
    """Whether its pods are there to stay: no Job, no pod that runs to its end, not scaled to zero.

    Knative probes and scales its pods by itself and counts as none.
    """
    if isinstance(pod.owner, Job | CronJob | KnativeService):
        return False
    return pod.spec.get("restartPolicy") in (None, "Always") and pod.owner.spec.get("replicas") != 0
