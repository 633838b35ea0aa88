"""Selectors that take too much: another workload's pods, or unrelated ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kubelint.finding import Problem, Related
from kubelint.kube.kinds import Controller, CronJob, Job, KnativeService, PodDisruptionBudget, Service
from kubelint.kube.objects import Object, sequence
from kubelint.kube.pods import Pod
from kubelint.kube.ports import target
from kubelint.workspace import Workspace

_IDENTITY = (
    "app.kubernetes.io/name",
    "app.kubernetes.io/component",
    "app",
    "k8s-app",
    "run",
    "component",
    "tier",
)
"""Labels that say what a pod is, not which release or shard of it."""
_ROLES = ("primary", "secondary", "master", "slave", "leader", "follower", "replica", "standby", "reader", "writer")
"""Values of theirs that members of one database differ by."""


def overlapping_selectors(workspace: Workspace) -> Iterator[Problem]:
    """Two controllers of one namespace, one of which selects the other's pods; told once, at the second of them."""
    order = {id(controller): number for number, controller in enumerate(workspace.of(Controller))}
    told: set[int] = set()
    for controller in workspace.of(Controller):
        selector = None if isinstance(controller, KnativeService) else _selector(controller)
        owners = (pod.owner for pod in workspace.chosen(selector, controller))
        for other in (owner for owner in owners if isinstance(owner, Controller)):
            first, second = (controller, other) if order[id(controller)] < order[id(other)] else (other, controller)
            if id(second) not in told and _overlaps(controller, other, workspace):
                told.add(id(second))
                yield _overlap(first, second, controller)


def _overlaps(controller: Controller, other: Controller, workspace: Workspace) -> bool:
    """Whether two controllers are different ones that are applied together."""
    same = (other.kind, other.name) == (controller.kind, controller.name)
    together = controller.file == other.file or not workspace.index.alternatives.collection
    return not same and together and workspace.index.beside(controller, other)


def _overlap(first: Controller, second: Controller, taker: Controller) -> Problem:
    given, taken = (first, second) if taker is first else (second, first)
    return Problem(
        second.at("spec", "selector"),
        f"{given.kind} `{given.name}` selects the pods of {taken.kind} `{taken.name}` as well",
        related=(Related(first.at("spec", "selector"), f"{first.kind} `{first.name}`"),),
    )


def _selector(controller: Controller) -> Mapping[str, Any] | None:
    selector = controller.spec.get("selector")
    if not isinstance(selector, dict) or not selector:
        return None
    return selector if {"matchLabels", "matchExpressions"} & selector.keys() else {"matchLabels": selector}


def overbroad_selector(selecting: Service | PodDisruptionBudget, workspace: Workspace) -> Iterator[Problem]:
    """A Service or budget that takes in the pods of a Job, or of workloads that have nothing to do with each other."""
    pods = _pods(selecting, workspace)
    lasting = [pod for pod in pods if not isinstance(pod.owner, Job | CronJob)]
    stray = next((pod for pod in pods if isinstance(pod.owner, Job | CronJob)), None) if lasting else None
    why = "whose pods end"
    if stray is None and selecting.spec.get("clusterIP") != "None":
        stray, why = _unrelated(selecting, lasting)
    if stray is not None:
        owner, first = stray.owner, next(pod.owner for pod in lasting if pod is not stray)
        yield Problem(
            selecting.at("spec", "selector"),
            f"takes in {owner.kind} `{owner.name}`, {why}, beside {first.kind} `{first.name}`",
            related=tuple(
                Related(each.at("metadata", "name"), f"{each.kind} `{each.name}`") for each in (first, owner)
            ),
        )


def _pods(selecting: Object, workspace: Workspace) -> list[Pod]:
    """The pods that are selected in one bundle, so that they may run side by side."""
    if isinstance(selecting, Service):
        found = workspace.pods_of(selecting)
    else:
        found = workspace.chosen(selecting.spec.get("selector"), selecting)
    return [pod for pod in found if workspace.index.beside(selecting, pod.owner)]


def _unrelated(selecting: Object, pods: list[Pod]) -> tuple[Pod | None, str]:
    """A pod that serves none of a Service's ports, or says that it is something else than the first one."""
    if isinstance(selecting, Service):
        idle = [pod for pod in pods if not _serves(pod, selecting)]
        stray = next(filter(_declares, idle), None) if len(idle) < len(pods) else None
        if stray is not None:
            return stray, "which has none of its ports"
    first = pods[0].labels if pods else {}
    for pod in pods[1:]:
        labels = pod.labels
        key = (
            None
            if labels == first
            else next((key for key in _IDENTITY if _differs(first.get(key), labels.get(key))), None)
        )
        if key is not None:
            return pod, f"with `{key}: {labels[key]}`"
    return None, ""


def _differs(one: Any, other: Any) -> bool:
    return one != other and None not in (one, other) and not (one in _ROLES and other in _ROLES)


def _declares(pod: Pod) -> bool:
    return all(container.ports for container in pod.containers)


def _serves(pod: Pod, service: Service) -> bool:
    ports = [port for port in sequence(service.spec.get("ports")) if isinstance(port, dict)]
    return any(target(port, pod).container is not None for port in ports)
