"""Network policies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kubelint.finding import Fault
from kubelint.kube import names
from kubelint.schema.scalars import is_pending
from kubelint.schema.server import facts
from kubelint.schema.server.registry import Context, fields, items, judges

NETWORKING = "io.k8s.api.networking.v1."

fields(
    NETWORKING + "NetworkPolicyPort",
    protocol=facts.one_of("TCP", "UDP", "SCTP"),
    port=facts.port_or_name,
    endPort=facts.number(1, 65535),
)
fields(NETWORKING + "NetworkPolicySpec", policyTypes=items(facts.one_of("Ingress", "Egress", empty=False)))
fields(NETWORKING + "IPBlock", cidr=facts.syntax(names.cidr), **{"except": items(facts.syntax(names.cidr))})


@judges(NETWORKING + "NetworkPolicyPeer")
def peer(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """Addresses, or pods and namespaces."""
    if not value:
        message = "says nothing: expected `podSelector`, `namespaceSelector` or `ipBlock`"
        yield Fault("missing-field", (), message)
    elif "ipBlock" in value and len(value) > 1:
        yield facts.forbidden("`ipBlock` may not stand beside selectors", "ipBlock")


@judges(NETWORKING + "NetworkPolicyPort")
def port(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """The end of a range needs its beginning."""
    first, last = value.get("port"), value.get("endPort")
    if last is None:
        return
    if not isinstance(first, int):
        yield facts.invalid("needs `port` to be a number", "endPort")
    elif last < first:
        yield facts.invalid(f"`{last}` is less than `port: {first}`", "endPort")


@judges(NETWORKING + "NetworkPolicySpec")
def policy(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """At most both types."""
    if len(value.get("policyTypes", ())) > 2:
        yield facts.invalid("has more than two types", "policyTypes")


@judges(NETWORKING + "IPBlock")
def ip_block(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """Exceptions lie strictly within the range."""
    whole, parts = value.get("cidr", ""), value.get("except", ())
    if not parts or names.cidr(whole) or is_pending(whole):
        return
    from ipaddress import ip_network

    try:
        outer = ip_network(whole, strict=False)
    except ValueError:
        return
    for index, part in enumerate(parts):
        try:
            inner = ip_network(part, strict=False)
        except ValueError:
            continue
        if inner.version != outer.version or inner.prefixlen <= outer.prefixlen or inner[0] not in outer:
            yield facts.invalid(f"`{part}` is no strict part of `{whole}`", "except", index)
