"""Leases."""

from __future__ import annotations

from kubelint.schema.server import facts
from kubelint.schema.server.registry import fields

fields(
    "io.k8s.api.coordination.v1.LeaseSpec",
    leaseDurationSeconds=facts.positive,
    leaseTransitions=facts.not_negative,
)
