"""HorizontalPodAutoscaler, from the betas to ``autoscaling/v2``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kubelint.finding import Operation
from kubelint.kube.objects import dig, mapping, sequence
from kubelint.schema.apis import Api
from kubelint.schema.migrations import Migration

_MOVES = "targets move under `target`, metric names under `metric`"


def migrate(api: Api, data: dict[str, Any]) -> Migration:
    """``v2beta2`` has the shape of ``v2``; the metrics of ``v2beta1`` are flat."""
    if api.api_version != "autoscaling/v2beta1":
        return Migration()
    metrics = sequence(dig(data, "spec", "metrics"))
    operations = [change for number, metric in enumerate(metrics) for change in _metric(number, mapping(metric))]
    return Migration(_MOVES, tuple(operations), safe=False)


def _metric(number: int, metric: dict[str, Any]) -> Iterator[Operation]:
    for field, source in metric.items():
        if isinstance(source, dict):
            yield Operation("replace", ("spec", "metrics", number, field), _source(field, source))


def _source(field: str, old: dict[str, Any]) -> dict[str, Any]:
    new: dict[str, Any] = {key: old[key] for key in ("name", "container") if key in old}
    if field == "object":
        new["describedObject"] = old.get("target")
    if "metricName" in old:
        selector = old.get("selector", old.get("metricSelector"))
        new["metric"] = {"name": old["metricName"]} | ({} if selector is None else {"selector": selector})
    new["target"] = _target(old)
    return new


def _target(old: dict[str, Any]) -> dict[str, Any]:
    if "targetAverageUtilization" in old:
        return {"type": "Utilization", "averageUtilization": old["targetAverageUtilization"]}
    average = old.get("targetAverageValue", old.get("averageValue"))
    if average is not None:
        return {"type": "AverageValue", "averageValue": average}
    return {"type": "Value", "value": old.get("targetValue")}
