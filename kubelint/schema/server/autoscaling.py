"""HorizontalPodAutoscalers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kubelint.finding import Fault
from kubelint.kube import names
from kubelint.kube.objects import mapping
from kubelint.kube.quantity import nanos
from kubelint.schema.scalars import is_pending
from kubelint.schema.server import facts
from kubelint.schema.server.registry import Context, fields, judges

V1, V2 = "io.k8s.api.autoscaling.v1.", "io.k8s.api.autoscaling.v2."
_SCALABLE = ("Deployment", "StatefulSet", "ReplicaSet")
_SOURCES = {
    "Resource": "resource",
    "ContainerResource": "containerResource",
    "Pods": "pods",
    "Object": "object",
    "External": "external",
}

fields(V1 + "HorizontalPodAutoscalerSpec", V2 + "HorizontalPodAutoscalerSpec", maxReplicas=facts.positive)
fields(V1 + "HorizontalPodAutoscalerSpec", targetCPUUtilizationPercentage=facts.positive)
for _version in (V1, V2):
    fields(
        _version + "CrossVersionObjectReference",
        kind=facts.syntax(names.path_segment),
        name=facts.syntax(names.path_segment),
    )
fields(V2 + "MetricSpec", type=facts.one_of(*_SOURCES, empty=False))
fields(
    V2 + "MetricTarget",
    type=facts.one_of("Utilization", "Value", "AverageValue", empty=False),
    averageUtilization=facts.positive,
)
fields(V2 + "MetricIdentifier", name=facts.syntax(names.path_segment))
fields(V2 + "ResourceMetricSource", name=facts.filled)
fields(V2 + "ContainerResourceMetricSource", name=facts.filled, container=facts.filled)
fields(
    V2 + "HPAScalingPolicy",
    type=facts.one_of("Pods", "Percent", empty=False),
    value=facts.positive,
    periodSeconds=facts.number(1, 1800),
)
fields(
    V2 + "HPAScalingRules",
    stabilizationWindowSeconds=facts.number(0, 3600),
    selectPolicy=facts.one_of("Max", "Min", "Disabled", empty=False),
)


@judges(V1 + "HorizontalPodAutoscalerSpec", V2 + "HorizontalPodAutoscalerSpec")
def autoscaler(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """From the least to the most."""
    least, most = value.get("minReplicas", 1), value.get("maxReplicas")
    sources = {metric.get("type") for metric in value.get("metrics", ())}
    if least < 1 and not (least == 0 and sources & {"Object", "External"} and ctx.minor >= 36):
        yield facts.invalid(f"`{least}` is out of range, expected 1 or more", "minReplicas")
    if most is not None and 0 < most < least:
        yield facts.invalid(f"`{most}` is less than `minReplicas: {least}`", "maxReplicas")
    if "scaleTargetRef" in value:
        yield from facts.below("scaleTargetRef", _target(value["scaleTargetRef"], ctx))


def _target(target: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """From 1.34 on, the target's API version must name a group, as in ``apps/v1``."""
    version, kind = target.get("apiVersion"), target.get("kind")
    if ctx.minor < 34 or is_pending(version) or kind == "ReplicationController":
        return
    expected = "`apps/v1`" if kind in _SCALABLE else "a group and a version"
    if not version:
        yield facts.missing(target, "apiVersion", f", expected {expected}")
    elif not re.fullmatch("[^/]+/[^/]+", version):
        yield facts.invalid(f"`{version}` names no API group, expected {expected}", "apiVersion")


@judges(V2 + "MetricSpec")
def metric(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """Exactly the source that the type names."""
    kind = value.get("type", "")
    expected = _SOURCES.get(kind)
    if expected and expected not in value:
        yield Fault("missing-field", (expected,), f"lacks `{expected}`, which type `{kind}` needs")
    for member in _SOURCES.values():
        if member in value and expected and member != expected:
            yield facts.forbidden(f"`{member}` may not stand in a metric of type `{kind}`", member)


_VALUES = {"Utilization": "averageUtilization", "Value": "value", "AverageValue": "averageValue"}


@judges(V2 + "MetricTarget")
def target(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """Amounts are more than nothing."""
    for member in ("value", "averageValue"):
        amount = nanos(value.get(member))
        if amount is not None and amount <= 0:
            yield facts.invalid(f"`{value[member]}` is out of range, expected more than 0", member)


@judges(V2 + "ResourceMetricSource", V2 + "ContainerResourceMetricSource")
def resource_metric(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """One of utilization and average."""
    wanted = mapping(value.get("target"))
    if "averageUtilization" in wanted and "averageValue" in wanted:
        message = "`averageUtilization` may not stand beside `averageValue`"
        yield facts.forbidden(message, "target", "averageUtilization")
    elif wanted and "averageUtilization" not in wanted and "averageValue" not in wanted:
        message = "lacks `averageUtilization` or `averageValue`, one of which is needed"
        yield Fault("missing-field", ("target", "averageUtilization"), message)


@judges(V2 + "PodsMetricSource")
def pods_metric(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """An average."""
    wanted = mapping(value.get("target"))
    if wanted and "averageValue" not in wanted:
        yield Fault("missing-field", ("target", "averageValue"), "lacks `averageValue`")


@judges(V2 + "ObjectMetricSource", V2 + "ExternalMetricSource")
def other_metric(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """A value or an average."""
    wanted = mapping(value.get("target"))
    if wanted and "value" not in wanted and "averageValue" not in wanted:
        message = "lacks `value` or `averageValue`, one of which is needed"
        yield Fault("missing-field", ("target", "value"), message)
    elif "value" in wanted and "averageValue" in wanted and "metric" in value and "describedObject" not in value:
        yield facts.forbidden("`value` may not stand beside `averageValue`", "target", "value")


@judges(V2 + "HPAScalingRules")
def scaling_rules(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """Policies, where they are given, are some."""
    if value.get("policies") == []:
        yield facts.missing(value, "policies")
