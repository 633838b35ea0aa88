"""Who is trusted in the set: certificates of authorities that issuers use or that bundles hold."""

from __future__ import annotations

from collections.abc import Iterator

from kubelint.kube.kinds import ConfigMap, Issuer, Secret
from kubelint.kube.material import Material, material, secret_entry
from kubelint.kube.objects import Object, dig, mapping
from kubelint.kube.x509 import UnreadableError, chain
from kubelint.workspace.workspace import Workspace


def is_authority(obj: Object, workspace: Workspace) -> bool:
    """Whether a Secret is the one that a CA issuer of the set signs with."""
    if not isinstance(obj, Secret):
        return False
    return any(dig(issuer.spec, "ca", "secretName") == obj.name for issuer in workspace.of(Issuer))


def authorities(held: Material, workspace: Workspace) -> Iterator[str]:
    """PEM texts of what a certificate may have been signed by: its own ``ca.crt``, issuers' Secrets, bundles."""
    if held.authority and _readable(held.authority.text):
        yield held.authority.text
    for secret in workspace.of(Secret):
        found = secret_entry(secret, "tls.crt") if is_authority(secret, workspace) else secret_entry(secret, "ca.crt")
        if found and _readable(found.text):
            yield found.text
    for config in workspace.of(ConfigMap):
        for text in mapping(config.data.get("data")).values():
            if isinstance(text, str) and "-----BEGIN CERTIFICATE" in text and _readable(text):
                yield text
    for obj in workspace.objects:
        yield from (
            m.certificate.text for m in material(obj) if m.bundle and m.certificate and _readable(m.certificate.text)
        )


def _readable(text: str) -> bool:
    try:
        return bool(chain(text))
    except UnreadableError:
        return False
