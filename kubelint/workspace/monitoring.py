"""What a ServiceMonitor or a PodMonitor scrapes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kubelint.kube.kinds import Service, ServiceMonitor, Workload
from kubelint.kube.objects import Object, mapping, sequence
from kubelint.kube.pods import Pod
from kubelint.workspace.homes import Space

if TYPE_CHECKING:
    from kubelint.workspace.workspace import Workspace


def namespaces_of(selecting: Object, workspace: Workspace) -> Sequence[Space]:
    """The namespaces that an object's selector looks into; None stands for all of them."""
    scope = mapping(selecting.spec.get("namespaceSelector")) if isinstance(selecting, ServiceMonitor) else {}
    if scope.get("any"):
        return [None]
    names = [name for name in sequence(scope.get("matchNames")) if isinstance(name, str)]
    return [*names] or workspace.index.spaces(selecting)


def monitored_services(monitor: ServiceMonitor, workspace: Workspace) -> list[Service]:
    """The Services that a ServiceMonitor selects by their own labels."""
    found = workspace.service_labels.select(
        mapping(monitor.spec.get("selector")), monitor, namespaces_of(monitor, workspace)
    )
    return [thing.owner for thing in found if isinstance(thing.owner, Service)]


def monitored_pods(monitor: ServiceMonitor, workspace: Workspace) -> list[Pod]:
    """The pod templates that a PodMonitor selects."""
    found = workspace.labels.select(mapping(monitor.spec.get("selector")), monitor, namespaces_of(monitor, workspace))
    return [thing.owner.pod for thing in found if isinstance(thing.owner, Workload) and thing.owner.pod is not None]
