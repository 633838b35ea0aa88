"""EndpointSlices."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kubelint.finding import Fault
from kubelint.kube import names
from kubelint.schema.server import facts
from kubelint.schema.server.registry import Context, fields, judges

DISCOVERY = "io.k8s.api.discovery.v1."
_MOST_ADDRESSES = 100

fields(DISCOVERY + "EndpointSlice", addressType=facts.one_of("IPv4", "IPv6", "FQDN", empty=False))
fields(
    DISCOVERY + "EndpointPort",
    name=facts.syntax(names.dns_label, empty=True),
    protocol=facts.one_of("TCP", "UDP", "SCTP"),
    appProtocol=facts.label_key,
)
facts.not_empty(DISCOVERY + "Endpoint", "addresses")


def _ipv4(value: str) -> str | None:
    return names.ip_address(value) or ("is no IPv4 address" if ":" in value else None)


def _ipv6(value: str) -> str | None:
    return names.ip_address(value) or (None if ":" in value else "is no IPv6 address")


_ADDRESSES: dict[str, names.Syntax] = {"IPv4": _ipv4, "IPv6": _ipv6, "FQDN": names.dns_subdomain}


@judges(DISCOVERY + "EndpointSlice")
def endpoint_slice(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """Addresses of the slice's type; names of ports that tell them apart."""
    kind = value.get("addressType")
    syntax = _ADDRESSES.get(kind or "")
    for index, endpoint in enumerate(value.get("endpoints", ())):
        addresses = endpoint.get("addresses", ())
        if len(addresses) > _MOST_ADDRESSES:
            message = f"has {len(addresses)} addresses, at most {_MOST_ADDRESSES} are allowed"
            yield facts.invalid(message, "endpoints", index, "addresses")
        for number, address in enumerate(addresses):
            if syntax and (problem := syntax(address)):
                yield facts.invalid(f"`{address}` {problem}", "endpoints", index, "addresses", number)
    ports = [port.get("name") or "" for port in value.get("ports", ())]
    for index, name in enumerate(ports):
        if name in ports[:index]:
            yield Fault("duplicate-item", ("ports", index), f"port name `{name}` is used twice")
