"""RuntimeClasses."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kubelint.finding import Fault
from kubelint.schema.server import facts
from kubelint.schema.server.labels import label_faults
from kubelint.schema.server.registry import Context, fields, judges

fields("io.k8s.api.node.v1.RuntimeClass", handler=facts.label)


@judges("io.k8s.api.node.v1.Scheduling")
def scheduling(value: dict[str, Any], ctx: Context) -> Iterable[Fault]:
    """Labels of nodes."""
    return label_faults(value["nodeSelector"], "nodeSelector") if "nodeSelector" in value else ()
