"""Requests of certificates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kubelint.finding import Fault
from kubelint.kube import names
from kubelint.schema.server import facts
from kubelint.schema.server.registry import Context, fields, items, judges

SPEC = "io.k8s.api.certificates.v1.CertificateSigningRequestSpec"
LONGEST_SIGNER = 571
_USAGES = (
    "any",
    "cert sign",
    "client auth",
    "code signing",
    "content commitment",
    "crl sign",
    "data encipherment",
    "decipher only",
    "digital signature",
    "email protection",
    "encipher only",
    "ipsec end system",
    "ipsec tunnel",
    "ipsec user",
    "key agreement",
    "key encipherment",
    "microsoft sgc",
    "netscape sgc",
    "ocsp signing",
    "s/mime",
    "server auth",
    "signing",
    "timestamping",
)


def signer(value: str) -> str | None:
    """The name of a signer: a domain of two parts at least, and a path, each a DNS subdomain."""
    domain, slash, path = value.partition("/")
    if not slash or "." not in domain or names.dns_subdomain(domain) or names.dns_subdomain(path):
        return "is no name of a signer, such as `example.com/signer`"
    if value == "kubernetes.io/legacy-unknown":
        return "is not allowed in `v1`, expected a signer that is known"
    return names.too_long(value, LONGEST_SIGNER)


fields(
    SPEC,
    signerName=facts.syntax(signer),
    expirationSeconds=facts.number(600),
    usages=items(facts.one_of(*_USAGES, empty=False)),
)
facts.needs(SPEC, "usages")


@judges(SPEC)
def request(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """Each usage once."""
    usages = value.get("usages", [])
    for index, usage in enumerate(usages):
        if usage in usages[:index]:
            yield Fault("duplicate-item", ("usages", index), f"usage `{usage}` is named twice")
