"""PriorityClasses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kubelint.finding import Fault
from kubelint.kube.objects import mapping
from kubelint.schema.server import facts
from kubelint.schema.server.registry import Context, fields, judges

CLASS = "io.k8s.api.scheduling.v1.PriorityClass"
_SYSTEM = {"system-node-critical": 2_000_001_000, "system-cluster-critical": 2_000_000_000}
HIGHEST = 1_000_000_000
fields(CLASS, preemptionPolicy=facts.one_of("PreemptLowerPriority", "Never"))


@judges(CLASS)
def priority_class(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """Values of people's own, names that are not the system's."""
    name, priority = mapping(value.get("metadata")).get("name", ""), value.get("value", 0)
    if name.startswith("system-"):
        if _SYSTEM.get(name) != priority:
            yield facts.forbidden("names that begin with `system-` are reserved", "metadata", "name")
    elif priority > HIGHEST:
        message = f"`{priority}` is out of range, expected at most {HIGHEST}"
        yield facts.forbidden(message, "value")._replace(key=False)
