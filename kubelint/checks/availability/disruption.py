"""Availability: PodDisruptionBudgets that are missing, empty, in the way or in each other's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kubelint.finding import Fix, NewDocument, Operation, Patch, Problem, Related
from kubelint.kube.hooks import is_test
from kubelint.kube.kinds import Controller, DaemonSet, Deployment, PodDisruptionBudget, Rollout, StatefulSet
from kubelint.kube.objects import Object
from kubelint.kube.pods import Pod
from kubelint.kube.rollout import share
from kubelint.kube.versions import VersionRange
from kubelint.workspace import Workspace
from kubelint.workspace.serving import serving_services

_EVICTION_POLICY_SINCE = 27
"""Kubernetes 1.27 honours ``unhealthyPodEvictionPolicy`` by default."""


def missing_disruption_budget(workload: Deployment | StatefulSet | Rollout, workspace: Workspace) -> Iterator[Problem]:
    """Several replicas behind a Service and no budget selects them."""
    pod, count = workload.pod, workspace.scaling.least(workload)
    if pod is None or count is None or count < 2 or is_test(workload) or not serving_services(pod, workspace):
        return
    if not workspace.coverage.budgets(pod):
        yield Problem(
            workload.at(),
            f"no PodDisruptionBudget selects its {count} pods: drains may evict all of them at once",
            fix=_budget(workload),
        )


def _budget(workload: Object) -> Fix | None:
    """A budget beside the workload, with its own selector."""
    selector = workload.get("spec", "selector")
    if not isinstance(selector, dict):
        return None
    namespace = {"namespace": workload.namespace} if workload.namespace else {}
    data = {
        "apiVersion": "policy/v1",
        "kind": "PodDisruptionBudget",
        "metadata": {"name": workload.name, **namespace},
        "spec": {"maxUnavailable": 1, "selector": selector},
    }
    return Fix("let one pod go at a time", (NewDocument(workload, data),), safe=False)


def empty_disruption_budget(budget: PodDisruptionBudget) -> Iterator[Problem]:
    """Neither ``minAvailable`` nor ``maxUnavailable``."""
    if "minAvailable" in budget.spec or "maxUnavailable" in budget.spec:
        return
    add = Operation("add", ("spec", "maxUnavailable"), 1)
    yield Problem(
        budget.at("spec"),
        "neither `minAvailable` nor `maxUnavailable`: protects nothing",
        fix=Fix("let one pod go at a time", (Patch(budget, (add,)),), safe=False),
    )


def blocking_disruption_budget(budget: PodDisruptionBudget, workspace: Workspace) -> Iterator[Problem]:
    """No voluntary eviction is ever allowed."""
    for field in ("maxUnavailable", "minAvailable"):
        why = _blocks(field, budget.spec.get(field), budget, workspace)
        if why:
            yield Problem(
                budget.at("spec", field), f"{why}: no pod may ever be evicted, and drains hang", fix=_one(budget, field)
            )


def _blocks(field: str, value: Any, budget: PodDisruptionBudget, workspace: Workspace) -> str | None:
    """Why a budget allows no eviction, None where it does or where that is unknown."""
    if field == "maxUnavailable":
        return f"`{value}` may be unavailable" if value in (0, "0%") and value is not False else None
    if value == "100%":
        return "all pods have to be available"
    counts = [_count(pod, workspace) for pod in workspace.coverage.pods(budget)]
    total = sum(count for count in counts if count)
    if not counts or None in counts or not total:
        return None
    wanted = share(value, total, up=True)
    if wanted is None or wanted < total:
        return None
    rounded = f" ({value} of {total}, rounded up)" if isinstance(value, str) else ""
    return f"{wanted}{rounded} have to be available, of {total}"


def _count(pod: Pod, workspace: Workspace) -> int | None:
    """The pods that are meant to run; None where nobody says so in the set."""
    owner = pod.owner
    return (
        workspace.scaling.least(owner) if isinstance(owner, Controller) and not isinstance(owner, DaemonSet) else None
    )


def _one(budget: PodDisruptionBudget, field: str) -> Fix:
    changes = [Operation("replace", ("spec", field), 1)]
    if field == "minAvailable":
        changes.append(Operation("rename", ("spec", field), "maxUnavailable"))
    return Fix("let one pod go at a time", (Patch(budget, tuple(changes)),), safe=False)


def overlapping_disruption_budgets(budget: PodDisruptionBudget, workspace: Workspace) -> Iterator[Problem]:
    """Two budgets select the same pods; the second in reading order is told."""
    coverage = workspace.coverage
    for pod in coverage.pods(budget):
        budgets = coverage.budgets(pod)
        for other in budgets[: budgets.index(budget)]:
            if other.name != budget.name and workspace.index.beside(other, budget):
                yield Problem(
                    budget.key("spec", "selector"),
                    f"the pods of {pod.owner.kind} `{pod.owner.name}` are under `{other.name}` too: "
                    "every eviction is answered with an error, and drains hang",
                    related=(Related(other.key("spec", "selector"), "the other budget"),),
                )
                return


def unhealthy_eviction_block(budget: PodDisruptionBudget, versions: VersionRange) -> Iterator[Problem]:
    """A crash-looping pod holds up a drain."""
    if versions.first >= _EVICTION_POLICY_SINCE and budget.spec.get("unhealthyPodEvictionPolicy") != "AlwaysAllow":
        path = ("spec", "unhealthyPodEvictionPolicy")
        add = Operation("add", path, "AlwaysAllow")
        yield Problem(
            budget.at(*path) if path[1] in budget.spec else budget.at("spec"),
            "without `unhealthyPodEvictionPolicy: AlwaysAllow` a crash-looping pod holds up every drain",
            fix=Fix("let unhealthy pods go", (Patch(budget, (add,)),), safe=False),
        )
