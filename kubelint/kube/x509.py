"""Certificates and keys as they are written in manifests, really read (``cryptography``, imported where it is used)."""

from __future__ import annotations

import base64
import binascii
import datetime
import functools
import re
import warnings
from typing import TYPE_CHECKING, Any, NamedTuple

from kubelint.pattern import regex

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

_KEY_BLOCK = regex(
    r"-----BEGIN (?!ENCRYPTED)[A-Z ]*PRIVATE KEY(?: BLOCK)?-----(.*?)-----END [A-Z ]*PRIVATE KEY(?: BLOCK)?-----",
    re.DOTALL,
)
_BODY = regex(r"[A-Za-z0-9+/=\s]{64,}\Z")
_WEAK_DIGESTS = {"md2", "md4", "md5", "sha1"}
_ENCRYPTED_HEADER = "4,ENCRYPTED"


class Leaf(NamedTuple):
    """What the checks ask of a certificate."""

    subject: str
    issuer: str
    not_before: datetime.datetime
    not_after: datetime.datetime
    names: tuple[str, ...]
    """Subject alternative names of type DNS, lower case."""
    authority: bool
    """Whether it may sign others (basic constraints)."""
    weakness: str
    """Why key or signature are below today's minimum, in words; empty where they are not."""
    public_key: bytes
    digest: bytes


class UnreadableError(ValueError):
    """Text that holds no certificate, or no key; the message says why."""


def decoded(value: str) -> str | None:
    """The text behind base64, None where it is no base64 or no text."""
    try:
        return base64.b64decode("".join(value.split()), validate=True).decode()
    except (binascii.Error, ValueError):
        return None


def holds_private_key(text: str) -> bool:
    """Whether a text holds a whole private key that is not encrypted (PEM); an outline of one is none."""
    for block in _KEY_BLOCK.finditer(text):
        body = block[1].replace("\\n", "\n")
        if _ENCRYPTED_HEADER not in body and _BODY.search(body.strip()):
            return True
    return False


@functools.lru_cache(maxsize=8192)
def chain(pem: str) -> tuple[Leaf, ...]:
    """The certificates in a PEM text, in their order.

    Raises:
        UnreadableError: there is none, or one of them cannot be read.
    """
    return tuple(_leaf(certificate) for certificate in _certificates(pem))


@functools.lru_cache(maxsize=8192)
def signed_by(pem: str, child: int, others: str, parent: int) -> bool:
    """Whether a certificate of one PEM text was signed by one of another; False where that cannot be verified."""
    return _signed(_certificates(pem)[child], _certificates(others)[parent])


@functools.lru_cache(maxsize=8192)
def key_of(pem: str) -> bytes:
    """The public half of a private key in PEM, as DER.

    Raises:
        UnreadableError: it is no private key, or one that a password protects.
    """
    from cryptography.hazmat.primitives import serialization

    try:
        key: Any = serialization.load_pem_private_key(pem.encode(), None)
    except TypeError:
        raise UnreadableError("the key is encrypted; nothing in a cluster can ask for its password") from None
    except Exception:  # the library's exceptions are many, and what they say may quote the key
        raise UnreadableError("there is no private key in it that can be read") from None
    return _public(key.public_key())


def _certificates(pem: str) -> list[Certificate]:
    from cryptography import x509

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return x509.load_pem_x509_certificates(pem.encode())
    except ValueError:
        raise UnreadableError("there is no certificate in it that can be read (PEM)") from None


def _leaf(certificate: Certificate) -> Leaf:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return Leaf(
            subject=certificate.subject.rfc4514_string(),
            issuer=certificate.issuer.rfc4514_string(),
            not_before=certificate.not_valid_before_utc,
            not_after=certificate.not_valid_after_utc,
            names=_names(certificate),
            authority=_authority(certificate),
            weakness=_weakness(certificate),
            public_key=_key_bytes(certificate),
            digest=certificate.fingerprint(_sha256()),
        )


def _sha256() -> Any:
    from cryptography.hazmat.primitives import hashes

    return hashes.SHA256()


def _names(certificate: Certificate) -> tuple[str, ...]:
    from cryptography import x509

    try:
        found = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (x509.ExtensionNotFound, ValueError):
        return ()
    return tuple(name.lower() for name in found.get_values_for_type(x509.DNSName))


def _authority(certificate: Certificate) -> bool:
    from cryptography import x509

    try:
        return bool(certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca)
    except (x509.ExtensionNotFound, ValueError):
        return False


def _weakness(certificate: Certificate) -> str:
    from cryptography.exceptions import UnsupportedAlgorithm

    try:
        digest = certificate.signature_hash_algorithm
    except UnsupportedAlgorithm:
        return "its signature algorithm is no longer accepted"
    if digest is not None and digest.name in _WEAK_DIGESTS and certificate.subject != certificate.issuer:
        return f"it is signed with {digest.name.upper()}"
    return _weak_key(certificate)


def _weak_key(certificate: Certificate) -> str:
    from cryptography.hazmat.primitives.asymmetric import dsa, ec, rsa

    try:
        key = certificate.public_key()
    except Exception:  # a kind of key that the library does not know
        return "its key is of a kind that is not accepted"
    if isinstance(key, rsa.RSAPublicKey) and key.key_size < 2048:
        return f"its RSA key has {key.key_size} bits; 2048 is the least"
    if isinstance(key, ec.EllipticCurvePublicKey) and key.curve.key_size < 256:
        return f"its key's curve has {key.curve.key_size} bits; 256 is the least"
    return "its key is a DSA key, which no browser accepts" if isinstance(key, dsa.DSAPublicKey) else ""


def _key_bytes(certificate: Certificate) -> bytes:
    try:
        return _public(certificate.public_key())
    except Exception:  # a kind of key that the library does not know
        return b""


def _public(key: Any) -> bytes:
    from cryptography.hazmat.primitives import serialization

    encoded: bytes = key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return encoded


def _signed(child: Certificate, parent: Certificate) -> bool:
    try:
        child.verify_directly_issued_by(parent)
    except Exception:  # not signed by it, or by an algorithm that the library refuses
        return False
    return True
