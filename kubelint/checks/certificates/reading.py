"""What is wrong with the certificates and keys in the manifests themselves."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import NamedTuple

from kubelint.finding import Problem, Related
from kubelint.kube.kinds import CustomResourceDefinition, Route, Secret, WebhookConfiguration
from kubelint.kube.material import Entry, Material, material
from kubelint.kube.x509 import Leaf, UnreadableError, chain, key_of, signed_by
from kubelint.pattern import regex
from kubelint.workspace import Workspace
from kubelint.workspace.trust import authorities, is_authority

_ROOT = regex(r"(?i)\broot\b")


class ExpiringCertificateOptions(NamedTuple):
    """Options of ``expiring-certificate``."""

    days: int = 30
    """How many days before its end a certificate is reported; for one that lives under 30 days, a third of its life."""


def invalid_certificate(obj: Secret | Route | WebhookConfiguration | CustomResourceDefinition) -> Iterator[Problem]:
    """A certificate or key cannot be read."""
    for held in material(obj):
        for found, read in ((held.certificate, chain), (held.key, key_of)):
            if found and (complaint := _complaint(found, read)):
                yield Problem(found.place, complaint)


def _complaint(found: Entry, read: object) -> str:
    if not found.text:
        return "this is not base64 of a text, so nothing can read it"
    try:
        chain(found.text) if read is chain else key_of(found.text)
    except UnreadableError as error:
        return str(error)
    return ""


def certificate_key_mismatch(obj: Secret | Route) -> Iterator[Problem]:
    """The key is not the certificate's."""
    for held in material(obj):
        if held.certificate and held.key and (leaf := _leaf(held)):
            try:
                public = key_of(held.key.text)
            except UnreadableError:
                continue
            if leaf.public_key and public != leaf.public_key:
                related = (Related(held.certificate.place, "the certificate"),)
                yield Problem(held.key.place, "this key does not belong to the certificate beside it", related)


def _leaf(held: Material) -> Leaf | None:
    certificates = held.certificate.certificates if held.certificate else ()
    return certificates[0] if certificates else None


def weak_certificate(obj: Secret | Route | WebhookConfiguration) -> Iterator[Problem]:
    """Key or signature are below today's minimum."""
    for held in material(obj):
        for number, leaf in enumerate(held.certificate.certificates if held.certificate else ()):
            if leaf.weakness and held.certificate and (number == 0 or not held.bundle):
                yield Problem(held.certificate.place, f"{_called(leaf)} is weak: {leaf.weakness}")


def _called(leaf: Leaf) -> str:
    return f"the certificate of `{leaf.names[0] if leaf.names else leaf.subject or 'nobody'}`"


def expired_certificate(obj: Secret | Route | WebhookConfiguration, workspace: Workspace) -> Iterator[Problem]:
    """A certificate is not valid at the time of the run."""
    for held in material(obj):
        if (leaf := _leaf(held)) and held.certificate:
            if leaf.not_after < workspace.now:
                yield Problem(held.certificate.place, f"{_called(leaf)} expired on {leaf.not_after.date()}")
            elif leaf.not_before > workspace.now:
                yield Problem(held.certificate.place, f"{_called(leaf)} is not valid before {leaf.not_before.date()}")


def expiring_certificate(
    obj: Secret | Route | WebhookConfiguration, workspace: Workspace, options: ExpiringCertificateOptions
) -> Iterator[Problem]:
    """A certificate ends soon."""
    for held in material(obj):
        if (leaf := _leaf(held)) and held.certificate and workspace.now <= leaf.not_after:
            left = leaf.not_after - workspace.now
            if left < _notice(leaf, options.days):
                end = leaf.not_after.date()
                yield Problem(held.certificate.place, f"{_called(leaf)} expires on {end}, in {left.days} days")


def _notice(leaf: Leaf, days: int) -> datetime.timedelta:
    life = leaf.not_after - leaf.not_before
    return life / 3 if life < datetime.timedelta(days=30) else datetime.timedelta(days=days)


def self_signed_certificate(obj: Secret | Route, workspace: Workspace) -> Iterator[Problem]:
    """A serving certificate is its own issuer."""
    for held in material(obj):
        if (leaf := _leaf(held)) and held.certificate and _own_issuer(held, leaf) and not is_authority(obj, workspace):
            yield Problem(held.certificate.place, f"{_called(leaf)} is signed by itself, so no client trusts it")


def _own_issuer(held: Material, leaf: Leaf) -> bool:
    text = held.certificate.text if held.certificate else ""
    return leaf.subject == leaf.issuer and signed_by(text, 0, text, 0)


def incomplete_certificate_chain(obj: Secret | Route, workspace: Workspace) -> Iterator[Problem]:
    """The leaf stands alone, or the certificates are out of order."""
    for held in material(obj):
        if held.certificate is None or is_authority(obj, workspace):
            continue
        text, certificates = held.certificate.text, held.certificate.certificates
        message = _disorder(text, certificates) or _lonely(held, certificates, workspace)
        if message:
            yield Problem(held.certificate.place, message)


def _disorder(text: str, certificates: tuple[Leaf, ...]) -> str:
    for number in range(len(certificates) - 1):
        child, parent = certificates[number], certificates[number + 1]
        if child.issuer != parent.subject:
            return (
                f"certificate {number + 2} did not sign certificate {number + 1}; the order is leaf first, then issuers"
            )
    return ""


def _lonely(held: Material, certificates: tuple[Leaf, ...], workspace: Workspace) -> str:
    if len(certificates) != 1 or certificates[0].subject == certificates[0].issuer or held.certificate is None:
        return ""
    if _ROOT.search(certificates[0].issuer):
        return ""  # clients hold a root or are given it: no server sends it
    text = held.certificate.text
    for other in authorities(held, workspace):
        if any(leaf.subject == leaf.issuer and signed_by(text, 0, other, n) for n, leaf in enumerate(chain(other))):
            return ""
    return f"{_called(certificates[0])} stands alone; clients need that of its issuer (`{certificates[0].issuer}`) too"
