"""Who serves what: the Services in front of a pod template, port by port."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from kubelint.kube.kinds import CronJob, Job, KnativeService, Service
from kubelint.kube.pods import Pod
from kubelint.kube.ports import Target, target
from kubelint.workspace.workspace import Workspace


class Serving(NamedTuple):
    """A port of a Service and where it leads to in one pod template."""

    service: Service
    number: int
    """The port's place in ``spec.ports``."""
    port: dict[str, Any]
    target: Target


def servings(pod: Pod, workspace: Workspace) -> Iterator[Serving]:
    """Every port of every Service that selects a pod template."""
    for service in workspace.services_of(pod):
        for number, port in enumerate(service.spec.get("ports") or ()):
            if isinstance(port, dict):
                yield Serving(service, number, port, target(port, pod))


def lasting(pod: Pod) -> bool:
    """Whether its pods are there to stay: no Job, no pod that runs to its end, not scaled to zero.

    Knative probes and scales its pods by itself and counts as none.
    """
    if isinstance(pod.owner, Job | CronJob | KnativeService):
        return False
    return pod.spec.get("restartPolicy") in (None, "Always") and pod.owner.spec.get("replicas") != 0
