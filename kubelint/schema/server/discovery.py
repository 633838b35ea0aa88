"""EndpointSlices."""

from __future__ import annotations

from kubelint.kube import names
from kubelint.schema.server import facts
from kubelint.schema.server.registry import fields

DISCOVERY = "io.k8s.api.discovery.v1."

fields(DISCOVERY + "EndpointSlice", addressType=facts.one_of("IPv4", "IPv6", "FQDN", empty=False))
fields(
    DISCOVERY + "EndpointPort",
    name=facts.syntax(names.dns_label, empty=True),
    protocol=facts.one_of("TCP", "UDP", "SCTP"),
    port=facts.port_number,
)
facts.not_empty(DISCOVERY + "Endpoint", "addresses")
