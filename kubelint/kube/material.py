"""Where an object keeps TLS material: Secrets, OpenShift's Routes, CA bundles of webhooks and the like."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any, NamedTuple

from kubelint.finding import Path, Place
from kubelint.kube.kinds import ApiService, CustomResourceDefinition, Route, Secret, WebhookConfiguration
from kubelint.kube.objects import Object, dig, mapping, sequence
from kubelint.kube.placeholders import unrendered
from kubelint.kube.x509 import Leaf, UnreadableError, chain, decoded

CERT_MANAGER_MARKS = ("cert-manager.io/certificate-name", "controller.cert-manager.io/fao")


class Entry(NamedTuple):
    """A text that ought to be PEM."""

    place: Place
    text: str
    """Empty where it cannot be decoded."""

    @property
    def certificates(self) -> tuple[Leaf, ...]:
        """The certificates in it; none where they cannot be read, which ``invalid-certificate`` says."""
        try:
            return chain(self.text)
        except UnreadableError:
            return ()


class Material(NamedTuple):
    """What serves one endpoint, or (with ``bundle``) what others are trusted by."""

    owner: Object
    certificate: Entry | None
    key: Entry | None
    authority: Entry | None
    bundle: bool = False


def encrypted(obj: Object) -> bool:
    """Whether a SOPS file keeps the object's values encrypted."""
    return isinstance(obj.data.get("sops"), dict)


@functools.lru_cache(maxsize=1)
def material(obj: Object) -> tuple[Material, ...]:
    """The TLS material of an object: none for what is encrypted, empty, or still to be filled in."""
    if isinstance(obj, Secret):
        return tuple(_of_secret(obj))
    if isinstance(obj, Route):
        return tuple(_of_route(obj))
    return tuple(_of_bundles(obj)) if _has_bundles(obj) else ()


def _has_bundles(obj: Object) -> bool:
    return isinstance(obj, WebhookConfiguration | CustomResourceDefinition | ApiService)


def _of_secret(secret: Secret) -> Iterator[Material]:
    entries = {key: secret_entry(secret, key) for key in ("tls.crt", "tls.key", "ca.crt")}
    if entries["tls.crt"] or entries["tls.key"]:
        yield Material(secret, entries["tls.crt"], entries["tls.key"], entries["ca.crt"])


def secret_entry(secret: Secret, key: str) -> Entry | None:
    """A Secret's entry, ``stringData`` before ``data``; None where it is absent, empty, encrypted or a placeholder."""
    for field in ("stringData", "data"):
        value = mapping(secret.data.get(field)).get(key)
        if isinstance(value, str):
            return entry(secret.at(field, key), value, field == "data") if not encrypted(secret) else None
    return None


def entry(place: Place, value: Any, encoded: bool) -> Entry | None:
    """The text at a place; None for what says nothing: empty, encrypted, a placeholder, plain or behind base64."""
    if not isinstance(value, str) or _mute(value):
        return None
    text = decoded(value) if encoded else value
    if text is not None and (_mute(text) or ("-----BEGIN" not in text and len(text.strip()) < 64)):
        return None
    return Entry(place, text or "")


def _mute(text: str) -> bool:
    return not text.strip() or text.startswith("ENC[") or unrendered(text)


def _of_route(route: Route) -> Iterator[Material]:
    tls = mapping(route.spec.get("tls"))
    fields = ("certificate", "key", "caCertificate")
    certificate, key, authority = (entry(route.at("spec", "tls", field), tls.get(field), False) for field in fields)
    if certificate or key:
        yield Material(route, certificate, key, authority)


def _of_bundles(obj: Object) -> Iterator[Material]:
    for path in bundle_paths(obj):
        found = entry(obj.at(*path), obj.get(*path), True)
        if found:
            yield Material(obj, found, None, None, bundle=True)


def bundle_paths(obj: Object) -> Iterator[Path]:
    """Where an object may hold a CA bundle."""
    for number, _ in enumerate(sequence(obj.data.get("webhooks"))):
        yield ("webhooks", number, "clientConfig", "caBundle")
    if isinstance(dig(obj.data, "spec", "conversion", "webhook", "clientConfig"), dict):
        yield ("spec", "conversion", "webhook", "clientConfig", "caBundle")
    if isinstance(obj, ApiService):
        yield ("spec", "caBundle")
