"""Availability: how many pods there are, and how much they matter."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from kubelint.finding import Problem
from kubelint.kube.hooks import is_test
from kubelint.kube.kinds import (
    Controller,
    CronJob,
    DaemonSet,
    Deployment,
    DeploymentConfig,
    Job,
    ReplicaSet,
    ReplicationController,
    Rollout,
    StatefulSet,
)
from kubelint.kube.objects import Object
from kubelint.kube.pods import Pod
from kubelint.kube.rollout import replicas
from kubelint.workspace import Workspace
from kubelint.workspace.claims import singleton
from kubelint.workspace.serving import lasting, serving_services

_QUEUE = "kueue.x-k8s.io/queue-name"
"""Kueue suspends the Jobs that carry it, until their turn comes."""


class SingleReplicaOptions(NamedTuple):
    """Options of single-replica."""

    minimum: int = 2
    """The fewest replicas that are enough."""


def single_replica(
    workload: Deployment | StatefulSet | Rollout | DeploymentConfig | ReplicaSet | ReplicationController,
    workspace: Workspace,
    options: SingleReplicaOptions,
) -> Iterator[Problem]:
    """One pod behind a Service and no autoscaler."""
    count, pod = replicas(workload), workload.pod
    if count is None or pod is None or not 0 < count < options.minimum or is_test(workload):
        return
    if not lasting(pod) or not serving_services(pod, workspace) or _counted_elsewhere(workload, pod, workspace):
        return
    said = "replicas" in workload.spec
    pods = "one pod" if count == 1 else f"{count} pods, fewer than {options.minimum},"
    yield Problem(
        workload.at("spec", "replicas") if said else workload.at("spec"),
        f"{pods} behind a Service{'' if said else ' (`replicas` defaults to 1)'}: "
        "every drain or crash of its node is an outage",
    )


def _counted_elsewhere(workload: Controller, pod: Pod, workspace: Workspace) -> bool:
    """Whether autoscalers, Flagger, a Rollout or a kustomization set the number, or the storage does."""
    scaling = workspace.scaling
    if scaling.autoscalers(workload) or scaling.owned(workload) or singleton(pod, workspace):
        return True
    return workspace.overwritten(workload, "replicas")


class MissingPriorityClassOptions(NamedTuple):
    """Options of missing-priority-class."""

    allowed: tuple[str, ...] = ()
    """The names that may be used; any, if empty."""


def missing_priority_class(pod: Pod, options: MissingPriorityClassOptions) -> Iterator[Problem]:
    """The scheduler is not told how important the pods are."""
    name = pod.spec.get("priorityClassName")
    if isinstance(pod.owner, Job | CronJob) or is_test(pod.owner):
        return
    if not name:
        daemon = ": a node's daemon is evicted like any other pod" if isinstance(pod.owner, DaemonSet) else ""
        yield Problem(pod.at(), f"no `priorityClassName`{daemon}")
    elif options.allowed and name not in options.allowed:
        allowed = ", ".join(f"`{one}`" for one in options.allowed)
        yield Problem(pod.at("priorityClassName"), f"`{name}` is not among the priority classes allowed: {allowed}")


def switched_off_workload(workload: Controller | CronJob | Job, workspace: Workspace) -> Iterator[Problem]:
    """Left at zero replicas or suspended."""
    scaling = workspace.scaling
    if workspace.overwritten(workload, "replicas", "suspend") or _replaced(workload, workspace):
        return
    if workload.spec.get("suspend") is True and not workload.labels.get(_QUEUE):
        yield Problem(workload.at("spec", "suspend"), "suspended: it never runs")
    if workload.spec.get("replicas") == 0 and not scaling.autoscalers(workload) and not scaling.owned(workload):
        yield Problem(workload.at("spec", "replicas"), "zero replicas: it never runs")


def _replaced(workload: Object, workspace: Workspace) -> bool:
    """Whether a workload of another kind stands beside it under the same name, which took its place."""
    kinds = (kind for kind in ("Deployment", "StatefulSet", "DaemonSet") if kind != workload.kind)
    found = (workspace.find("apps", kind, workload.name, workload) for kind in kinds)
    return any(other is not None and workspace.index.beside(workload, other) for other in found)
