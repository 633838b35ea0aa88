"""Availability: updates that leave nothing running, never come, or never end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kubelint.finding import Fix, Operation, Patch, Path, Place, Problem, Severity
from kubelint.kube.hooks import is_test
from kubelint.kube.kinds import DaemonSet, Deployment, DeploymentConfig, Rollout, StatefulSet
from kubelint.kube.objects import mapping, sequence
from kubelint.kube.pods import Pod
from kubelint.kube.rollout import Update, replicas, share, update
from kubelint.kube.selectors import selects
from kubelint.workspace import Workspace
from kubelint.workspace.claims import singleton
from kubelint.workspace.serving import lasting, serving_services

Surging = Deployment | Rollout | DeploymentConfig


def downtime_on_rollout(workload: Deployment | Rollout | DeploymentConfig, workspace: Workspace) -> Iterator[Problem]:
    """An update leaves no pod of a served workload available."""
    pod = workload.pod
    if pod is None or is_test(workload) or not lasting(pod) or not serving_services(pod, workspace):
        return
    if workload.get("spec", "strategy", "type") == "Recreate":
        changed = workspace.overwritten(workload, "strategy", "volumes")
        if not changed and not singleton(pod, workspace) and not _host_ports(pod):
            yield Problem(
                workload.at("spec", "strategy", "type"),
                "`Recreate` stops every pod before the new ones start, so each update is an outage",
                fix=_rolling(workload) if isinstance(workload, Deployment) else None,
            )
        return
    numbers = _numbers(workload, workspace)
    if numbers is not None and numbers.available <= 0:
        place, fields = _update_fields(workload)
        unavailable = "maxUnavailable" in fields
        yield Problem(
            workload.at(*place, "maxUnavailable" if unavailable else "maxSurge"),
            f"of {numbers.replicas} replica{'s'[: numbers.replicas != 1]} an update may take {numbers.unavailable} "
            "down at once, so none stays available",
            fix=_keep_all(workload, place, fields),
        )


def _update_fields(workload: Surging) -> tuple[Path, dict[str, Any]]:
    strategy = "canary" if isinstance(workload, Rollout) else "rollingUpdate"
    strategy = "rollingParams" if isinstance(workload, DeploymentConfig) else strategy
    place = ("spec", "strategy", strategy)
    return place, mapping(workload.get(*place))


def _numbers(workload: Surging, workspace: Workspace) -> Update | None:
    """What an update may do; None where nothing was said about it, since the defaults keep every pod of a few."""
    fields = _update_fields(workload)[1]
    count = workspace.scaling.least(workload)
    if not count or fields.get("maxUnavailable") is fields.get("maxSurge") is None:
        return None
    return update(count, fields.get("maxSurge"), fields.get("maxUnavailable"))


def _rolling(workload: Deployment) -> Fix:
    strategy = {"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": 0, "maxSurge": 1}}
    change = Operation("replace", ("spec", "strategy"), strategy)
    return Fix("start the new pod before the old one stops", (Patch(workload, (change,)),), safe=False)


def _keep_all(workload: Surging, place: Path, fields: dict[str, Any]) -> Fix:
    changes = [Operation("add", (*place, "maxUnavailable"), 0)]
    if fields.get("maxSurge") in (0, "0%"):
        changes.append(Operation("replace", (*place, "maxSurge"), 1))
    return Fix("start the new pod before the old one stops", (Patch(workload, tuple(changes)),), safe=False)


def frozen_rollout(workload: Deployment | Rollout | StatefulSet, workspace: Workspace) -> Iterator[Problem]:
    """Changes are stored and never rolled out."""
    if workload.spec.get("paused") is True and not isinstance(workload, StatefulSet):
        path: Path = ("spec", "paused")
        yield Problem(
            workload.at(*path),
            "paused: changes are stored and never rolled out",
            fix=_without(workload, path, "resume"),
        )
    path = ("spec", "updateStrategy", "rollingUpdate", "partition")
    partition, count = workload.get(*path), replicas(workload)
    if not isinstance(partition, int) or not count or partition < count or workspace.scaling.autoscalers(workload):
        return
    yield Problem(
        workload.at(*path),
        f"only pods numbered {partition} and above are updated, and there are {count} (numbered from 0): "
        "changes are never rolled out",
        fix=_without(workload, path, "update every pod"),
    )


def missing_rollback_history(workload: Deployment | StatefulSet | DaemonSet | Rollout) -> Iterator[Problem]:
    """No old revision is kept."""
    path = ("spec", "revisionHistoryLimit")
    if workload.get(*path) == 0:
        yield Problem(
            workload.at(*path),
            "keeps no old revision, so `kubectl rollout undo` has nothing to go back to",
            fix=_without(workload, path, "keep 10 revisions (the default)"),
        )


def _without(workload: Any, path: Path, title: str) -> Fix:
    return Fix(title, (Patch(workload, (Operation("remove", path),)),), safe=False)


def rollout_deadlock(workload: Deployment | DaemonSet, workspace: Workspace) -> Iterator[Problem]:
    """The surge pod has no place."""
    pod = workload.pod
    if pod is None or is_test(workload) or not _needs_surge(workload, workspace):
        return
    ports = _host_ports(pod)
    if isinstance(workload, DaemonSet):
        for place in ports[:1]:
            yield Problem(
                place, "`maxSurge` starts the new pod beside the old one, which still holds this port of the node"
            )
        return
    for place in ports[:1] or _one_per_node(pod):
        yield Problem(
            place,
            "an update may take no pod down, and a node bears only one: without a spare node the new pod never starts",
            severity=Severity.INFO,
        )


def _needs_surge(workload: Deployment | DaemonSet, workspace: Workspace) -> bool:
    """Whether an update can only go on with a pod more."""
    if isinstance(workload, DaemonSet):
        strategy = mapping(workload.get("spec", "updateStrategy"))
        surge = share(mapping(strategy.get("rollingUpdate")).get("maxSurge"), 100, up=True)
        return strategy.get("type", "RollingUpdate") == "RollingUpdate" and bool(surge)
    if workload.get("spec", "strategy", "type") == "Recreate":
        return False
    fields = _update_fields(workload)[1]
    count = workspace.scaling.least(workload)
    numbers = update(count, fields.get("maxSurge"), fields.get("maxUnavailable")) if count else None
    return numbers is not None and numbers.unavailable == 0


def _host_ports(pod: Pod) -> list[Place]:
    """Where a pod binds ports of its node."""
    own_network = pod.spec.get("hostNetwork") is True
    return [
        container.at("ports", number, "hostPort" if port.get("hostPort") else "containerPort")
        for container in pod.containers
        for number, port in enumerate(container.ports)
        if port.get("hostPort") or (own_network and port.get("containerPort"))
    ]


def _one_per_node(pod: Pod) -> list[Place]:
    path = ("affinity", "podAntiAffinity", "requiredDuringSchedulingIgnoredDuringExecution")
    terms = sequence(mapping(mapping(pod.spec.get("affinity")).get("podAntiAffinity")).get(path[-1]))
    return [
        pod.at(*path, number)
        for number, term in enumerate(map(mapping, terms))
        if term.get("topologyKey") == "kubernetes.io/hostname" and selects(term.get("labelSelector"), pod.labels)
    ]
