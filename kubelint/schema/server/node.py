"""RuntimeClasses."""

from __future__ import annotations

from kubelint.schema.server import facts
from kubelint.schema.server.registry import fields

fields("io.k8s.api.node.v1.RuntimeClass", handler=facts.label)
