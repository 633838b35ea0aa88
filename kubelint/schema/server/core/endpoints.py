"""Endpoints written by hand."""

from __future__ import annotations

from kubelint.kube import names
from kubelint.schema.server import facts
from kubelint.schema.server.registry import fields

CORE = "io.k8s.api.core.v1."

fields(CORE + "EndpointAddress", ip=facts.ip_address, hostname=facts.syntax(names.dns_label, empty=True))
fields(
    CORE + "EndpointPort",
    name=facts.syntax(names.dns_label, empty=True),
    port=facts.port_number,
    protocol=facts.one_of("TCP", "UDP", "SCTP"),
)
