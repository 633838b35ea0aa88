"""Ranges of addresses for Services."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kubelint.finding import Fault
from kubelint.kube import names
from kubelint.schema.server import facts
from kubelint.schema.server.registry import Context, fields, items, judges

NETWORKING = "io.k8s.api.networking.v1."
fields(NETWORKING + "ServiceCIDRSpec", cidrs=items(facts.syntax(names.cidr)))
facts.needs(NETWORKING + "IPAddressSpec", "parentRef")
fields(NETWORKING + "ParentReference", resource=facts.filled, name=facts.filled)


@judges(NETWORKING + "ServiceCIDRSpec")
def service_ranges(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """One range, or two of different families."""
    ranges = value.get("cidrs", ())
    if not ranges:
        yield facts.missing(value, "cidrs")
    if len(ranges) > 2:
        yield facts.invalid(f"has {len(ranges)} ranges, at most 2 are allowed", "cidrs")
    if len(ranges) == 2 and (":" in ranges[0]) == (":" in ranges[1]):
        yield facts.invalid("must be of different families", "cidrs")
