"""Availability: autoscalers that fight, idle or scale too low."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from kubelint.finding import Fix, Operation, Patch, Path, Problem, Related
from kubelint.kube.kinds import (
    Controller,
    HorizontalPodAutoscaler,
    ScaledObject,
    VerticalPodAutoscaler,
    Workload,
)
from kubelint.kube.objects import Object, dig, mapping, sequence
from kubelint.kube.pods import Container, Pod
from kubelint.workspace import Workspace
from kubelint.workspace.claims import singleton
from kubelint.workspace.scaling import Autoscaler, maximum_field, minimum, minimum_field, target_reference, utilised
from kubelint.workspace.serving import serving_services

_HANDED_OVER = "scaledobject.keda.sh/transfer-hpa-ownership"
_UNSCALABLE = frozenset({"DaemonSet", "Job", "CronJob", "Pod", "Service", "ConfigMap"})


def replicas_with_autoscaler(workload: Controller, workspace: Workspace) -> Iterator[Problem]:
    """Fixed replicas fight the autoscaler that targets the workload."""
    if "replicas" not in workload.spec:
        return
    beside = [each for each in workspace.scaling.autoscalers(workload) if workspace.index.beside(each, workload)]
    for scaler in beside[:1]:
        remove = Operation("remove", ("spec", "replicas"))
        yield Problem(
            workload.at("spec", "replicas"),
            f"each apply resets what the {scaler.kind} `{scaler.name}` has decided; leave `replicas` out",
            related=(Related(scaler.at("spec", "scaleTargetRef"), f"the {scaler.kind}"),),
            fix=Fix(
                "leave the number to the autoscaler (the first apply without it falls back to 1 for a moment, "
                "unless the field's ownership was moved before)",
                (Patch(workload, (remove,)),),
                safe=False,
            ),
        )


class LowAutoscalerMinimumOptions(NamedTuple):
    """Options of low-autoscaler-minimum."""

    minimum: int = 2
    """The fewest replicas that an autoscaler may go down to."""


def low_autoscaler_minimum(
    scaler: HorizontalPodAutoscaler | ScaledObject, workspace: Workspace, options: LowAutoscalerMinimumOptions
) -> Iterator[Problem]:
    """A served workload may be scaled down to one pod or none."""
    target, least = _target(scaler, workspace), minimum(scaler)
    if target is None or target.pod is None or least >= options.minimum:
        return
    if not serving_services(target.pod, workspace) or singleton(target.pod, workspace):
        return
    field = minimum_field(scaler)
    said = isinstance(scaler.spec.get(field), int)
    raised = Operation("add", ("spec", field), options.minimum)
    yield Problem(
        scaler.at("spec", field) if said else scaler.at("spec"),
        f"{'' if said else f'`{field}` defaults to {least}: '}may scale the served {target.kind} `{target.name}` "
        f"down to {least or 'no'} pod{'s'[: least != 1]}; at least {options.minimum} survive the loss of a node",
        fix=Fix(f"keep at least {options.minimum}", (Patch(scaler, (raised,)),), safe=False),
    )


def ineffective_autoscaler(scaler: HorizontalPodAutoscaler | ScaledObject, workspace: Workspace) -> Iterator[Problem]:
    """An autoscaler that cannot act."""
    kind = target_reference(scaler).get("kind")
    if isinstance(kind, str) and kind in _UNSCALABLE:
        yield Problem(scaler.at("spec", "scaleTargetRef", "kind"), f"a {kind} cannot be scaled")
        return
    most = scaler.spec.get(maximum_field(scaler))
    if most == minimum(scaler) and most:
        field = minimum_field(scaler)
        yield Problem(
            scaler.at("spec", maximum_field(scaler)),
            f"equals `{field}` ({most}{'' if field in scaler.spec else ' by default'}), so it never scales",
        )
    yield from _unmeasurable(scaler, workspace)


def _unmeasurable(scaler: Autoscaler, workspace: Workspace) -> Iterator[Problem]:
    target = _target(scaler, workspace)
    if target is None or target.pod is None or workspace.scaling.vertical(target):
        return
    for resource, only, path in utilised(scaler):
        lacking = _without_request(target.pod, resource, only)
        if lacking and not _defaulted(resource, target, workspace):
            yield Problem(
                scaler.at(*path),
                f"utilisation is a share of the {resource} request, and container `{lacking[0].name}` of {target.kind} "
                f"`{target.name}` requests none: it never scales",
                related=(Related(lacking[0].at(), "no request"),),
            )


def _target(scaler: Autoscaler, workspace: Workspace) -> Workload | None:
    """The workload that an autoscaler targets, if both are applied together."""
    target = workspace.scaling.target(scaler)
    return target if isinstance(target, Workload) and workspace.index.beside(scaler, target) else None


def _without_request(pod: Pod, resource: str, only: str | None) -> list[Container]:
    """The containers whose request for a resource is wanted and missing (a limit counts as request)."""
    if resource not in ("cpu", "memory") or _asks(pod.spec, resource):
        return []
    containers = [c for c in pod.containers if only in (None, c.name) and c.image != "auto"]
    return [c for c in containers if not _asks(c.data, resource)]


def _asks(data: dict[str, Any], resource: str) -> bool:
    resources = mapping(data.get("resources"))
    return any(mapping(resources.get(field)).get(resource) is not None for field in ("requests", "limits"))


def _defaulted(resource: str, target: Object, workspace: Workspace) -> bool:
    """Whether a LimitRange of the namespace fills in the request."""
    for ranges in workspace.of_kind("", "LimitRange"):
        if workspace.namespace(ranges) == workspace.namespace(target):
            for limit in map(mapping, sequence(ranges.spec.get("limits"))):
                if any(mapping(limit.get(field)).get(resource) for field in ("default", "defaultRequest", "max")):
                    return True
    return False


def competing_autoscalers(
    scaler: HorizontalPodAutoscaler | ScaledObject | VerticalPodAutoscaler, workspace: Workspace
) -> Iterator[Problem]:
    """Two autoscalers decide on one workload; the second in reading order is told."""
    target = workspace.scaling.target(scaler)
    if target is None:
        return
    rivals = [*workspace.scaling.autoscalers(target), *workspace.scaling.vertical(target)]
    for rival in (rival for rival in rivals if _order(rival) < _order(scaler)):
        same = (rival.kind, rival.name) == (scaler.kind, scaler.name) or not workspace.index.beside(rival, scaler)
        why = None if same else _conflict(rival, scaler)
        if why:
            field = "targetRef" if isinstance(scaler, VerticalPodAutoscaler) else "scaleTargetRef"
            yield Problem(
                scaler.at("spec", field, "name"),
                f"the {rival.kind} `{rival.name}` {why} of {target.kind} `{target.name}` too",
                related=(Related(rival.at("metadata", "name"), "the other autoscaler"),),
            )
            return


def _order(obj: Object) -> tuple[str, int, Path]:
    return obj.file, obj.index, obj.base


def _conflict(first: Object, second: Object) -> str | None:
    """What two autoscalers of one target both decide on; None where they get along."""
    for one, other in ((first, second), (second, first)):
        if isinstance(one, VerticalPodAutoscaler):
            shared = _controlled(one) & _read(other)
            return f"acts on the {' and '.join(sorted(shared))}" if shared else None
    for one, other in ((first, second), (second, first)):
        if isinstance(one, ScaledObject) and _handed_over(one, other):
            return None
    return "sets the replicas"


def _read(scaler: Object) -> set[str]:
    """The resources that an autoscaler goes by."""
    if isinstance(scaler, VerticalPodAutoscaler):
        return _controlled(scaler)
    if isinstance(scaler, HorizontalPodAutoscaler | ScaledObject):
        return {resource for resource, _, _ in utilised(scaler)}
    return set()


def _handed_over(scaler: ScaledObject, other: Object) -> bool:
    """Whether a ScaledObject takes over, or writes, the other HorizontalPodAutoscaler."""
    name = dig(scaler.spec, "advanced", "horizontalPodAutoscalerConfig", "name")
    return scaler.annotations.get(_HANDED_OVER) == "true" or other.name in (name, f"keda-hpa-{scaler.name}")


def _controlled(scaler: VerticalPodAutoscaler) -> set[str]:
    """The resources that a VerticalPodAutoscaler changes by itself: none unless its mode lets it."""
    if scaler.get("spec", "updatePolicy", "updateMode") in ("Off", "Initial"):
        return set()
    policies = sequence(scaler.get("spec", "resourcePolicy", "containerPolicies"))
    named = [sequence(mapping(policy).get("controlledResources")) or ["cpu", "memory"] for policy in policies]
    return {str(resource) for resources in named for resource in resources} or {"cpu", "memory"}
