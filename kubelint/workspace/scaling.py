"""Who decides on the number of a workload's pods: autoscalers, and controllers that own the count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kubelint.kube.kinds import HorizontalPodAutoscaler, ScaledObject, VerticalPodAutoscaler, Workload
from kubelint.kube.objects import Object, mapping, sequence
from kubelint.kube.rollout import replicas

if TYPE_CHECKING:
    from kubelint.workspace.workspace import Workspace

Autoscaler = HorizontalPodAutoscaler | ScaledObject


class Scaling:
    """Autoscalers and their targets, related once."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._least: dict[int, int | None] = {}

    def target(self, scaler: Object) -> Object | None:
        """What an autoscaler (or a Canary, or a Rollout with ``workloadRef``) names, if it is in the set."""
        reference = target_reference(scaler)
        name = reference.get("name")
        if not isinstance(name, str):
            return None
        api_version, kind = reference.get("apiVersion") or "apps/v1", reference.get("kind") or "Deployment"
        group = str(api_version).rpartition("/")[0]
        found = self.workspace.index.look_up(group, str(kind), name, scaler)
        beside = (target for target in found if target.file == scaler.file)
        return next(beside, found[0] if found else None)

    def autoscalers(self, workload: Object) -> list[Autoscaler]:
        """The HorizontalPodAutoscalers and ScaledObjects that target a workload."""
        return self._autoscalers.get(id(workload), [])

    def vertical(self, workload: Object) -> list[VerticalPodAutoscaler]:
        """The VerticalPodAutoscalers that target a workload."""
        return self._vertical.get(id(workload), [])

    def owned(self, workload: Object) -> bool:
        """Whether a Flagger Canary or an Argo Rollout sets the workload's replicas."""
        return id(workload) in self._owned

    def least(self, workload: Workload) -> int | None:
        """The fewest replicas that a workload is meant to run with: its autoscaler's minimum, else its own number.

        None where that is unknown.
        """
        if id(workload) not in self._least:
            self._least[id(workload)] = self._fewest(workload)
        return self._least[id(workload)]

    def _fewest(self, workload: Workload) -> int | None:
        scalers = self.autoscalers(workload)
        if scalers:
            return min(minimum(scaler) for scaler in scalers)
        known = not self.owned(workload) and not self.workspace.overwritten(workload, "replicas")
        return replicas(workload) if known else None

    @cached_property
    def _autoscalers(self) -> dict[int, list[Autoscaler]]:
        return self._by_target(HorizontalPodAutoscaler, ScaledObject)

    @cached_property
    def _vertical(self) -> dict[int, list[VerticalPodAutoscaler]]:
        return self._by_target(VerticalPodAutoscaler)

    @cached_property
    def _owned(self) -> set[int]:
        of = self.workspace.of_kind
        owners = [*of("flagger.app", "Canary"), *of("argoproj.io", "Rollout")]
        return {id(target) for owner in owners if (target := self.target(owner)) is not None}

    def _by_target(self, *kinds: type[Any]) -> dict[int, list[Any]]:
        found: dict[int, list[Any]] = defaultdict(list)
        for scaler in (scaler for kind in kinds for scaler in self.workspace.of(kind)):
            target = self.target(scaler)
            if target is not None:
                found[id(target)].append(scaler)
        return found


def target_reference(scaler: Object) -> dict[str, Any]:
    """The reference to a scaler's target."""
    for field in ("scaleTargetRef", "targetRef", "workloadRef"):
        if isinstance(scaler.spec.get(field), dict):
            return mapping(scaler.spec[field])
    return {}


def minimum_field(scaler: Autoscaler) -> str:
    """The name of an autoscaler's field for its least replicas."""
    return "minReplicaCount" if isinstance(scaler, ScaledObject) else "minReplicas"


def maximum_field(scaler: Autoscaler) -> str:
    """The name of an autoscaler's field for its most replicas."""
    return "maxReplicaCount" if isinstance(scaler, ScaledObject) else "maxReplicas"


def minimum(scaler: Autoscaler) -> int:
    """An autoscaler's least replicas: 1 where unset, 0 for a ScaledObject."""
    value = scaler.spec.get(minimum_field(scaler))
    return value if isinstance(value, int) else 0 if isinstance(scaler, ScaledObject) else 1


def utilised(scaler: Autoscaler) -> Iterator[tuple[str, str | None, tuple[str | int, ...]]]:
    """Resources whose *utilisation* an autoscaler reads: the resource, the container it is limited to, the path.

    Without any metric a HorizontalPodAutoscaler reads 80 % of the CPU (SetDefaults_HorizontalPodAutoscaler).
    """
    if isinstance(scaler, ScaledObject):
        yield from _triggers(scaler)
        return
    spec = scaler.spec
    if "targetCPUUtilizationPercentage" in spec:
        yield "cpu", None, ("spec", "targetCPUUtilizationPercentage")
    elif not spec.get("metrics"):
        yield "cpu", None, ("spec",)
    for number, metric in enumerate(sequence(spec.get("metrics"))):
        for field in ("resource", "containerResource"):
            source = mapping(mapping(metric).get(field))
            by_share = mapping(source.get("target")).get("type") == "Utilization"
            if by_share or "targetAverageUtilization" in source:
                yield str(source.get("name")), source.get("container"), ("spec", "metrics", number)


def _triggers(scaler: ScaledObject) -> Iterator[tuple[str, str | None, tuple[str | int, ...]]]:
    for number, trigger in enumerate(map(mapping, sequence(scaler.spec.get("triggers")))):
        details = mapping(trigger.get("metadata"))
        kind = trigger.get("metricType") or details.get("type") or "Utilization"
        if trigger.get("type") in ("cpu", "memory") and kind == "Utilization":
            yield str(trigger["type"]), details.get("containerName"), ("spec", "triggers", number)
