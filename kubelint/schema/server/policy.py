"""PodDisruptionBudgets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kubelint.finding import Fault
from kubelint.schema.server import facts
from kubelint.schema.server.apps import at_most_all
from kubelint.schema.server.registry import Context, fields, judges

SPEC = "io.k8s.api.policy.v1.PodDisruptionBudgetSpec"

fields(
    SPEC,
    minAvailable=at_most_all,
    maxUnavailable=at_most_all,
    unhealthyPodEvictionPolicy=facts.one_of("IfHealthyBudget", "AlwaysAllow", empty=False),
)


@judges(SPEC)
def budget(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """One of the two ways to count."""
    if "minAvailable" in value and "maxUnavailable" in value:
        second = list(value)[max(list(value).index(member) for member in ("minAvailable", "maxUnavailable"))]
        yield facts.forbidden("`minAvailable` and `maxUnavailable` exclude each other", second)
