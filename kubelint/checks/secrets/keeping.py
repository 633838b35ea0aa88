"""Secrets in clear text, half encrypted, encoded twice, or of a type that does not fit their use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kubelint.finding import Fix, Operation, Patch, Problem, Related
from kubelint.kube.kinds import Secret
from kubelint.kube.material import encrypted
from kubelint.kube.nearness import nearest
from kubelint.kube.objects import Object, mapping, sequence
from kubelint.kube.placeholders import unrendered
from kubelint.kube.pods import Container, InitContainer
from kubelint.kube.x509 import decoded
from kubelint.workspace import Workspace
from kubelint.workspace.uses import pull_secret_users, tls_users

_FIELDS = ("data", "stringData")
_BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{4}){4,}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?\s*\Z")
_WRITTEN = re.compile(r"""[\w\s.,:;/@+=?&%!#*$"'{}()-]+\Z""")
"""What people write; a random key that is base64 by design has other characters sooner or later."""
_MEANT = re.compile(r"base64|b64|encoded|basic|auth|docker", re.IGNORECASE)
_KEYS = {
    "kubernetes.io/tls": ("tls.crt", "tls.key", "ca.crt"),
    "kubernetes.io/dockerconfigjson": (".dockerconfigjson",),
    "kubernetes.io/dockercfg": (".dockercfg",),
    "kubernetes.io/basic-auth": ("username", "password"),
    "kubernetes.io/ssh-auth": ("ssh-privatekey",),
}
_PULL = ("kubernetes.io/dockerconfigjson", "kubernetes.io/dockercfg")
_TLS = "kubernetes.io/tls"


def _entries(secret: Secret) -> Iterator[tuple[str, str, str]]:
    """Field, key and value of each entry that holds something."""
    for field in _FIELDS:
        for key, value in mapping(secret.data.get(field)).items():
            if isinstance(value, str) and value.strip():
                yield field, key, value


def half_encrypted_secret(secret: Secret) -> Iterator[Problem]:
    """A SOPS file still holds clear text."""
    if not encrypted(secret):
        return
    suffix = str(mapping(secret.data["sops"]).get("unencrypted_suffix") or "_unencrypted")
    for field, key, value in _entries(secret):
        if not value.startswith("ENC[") and not key.endswith(suffix):
            yield Problem(secret.key(field, key), f"`{key}` is in clear text, though SOPS encrypts this file")


def double_encoded_secret(secret: Secret) -> Iterator[Problem]:
    """Base64 of base64."""
    for field, key, value in _entries(secret):
        once = decoded(value) if field == "data" and not _MEANT.search(f"{key} {secret.data.get('type')}") else None
        twice = decoded(once) if once and _BASE64.match(once) else None
        if twice and twice.strip().isprintable() and _WRITTEN.match(twice):
            yield Problem(secret.at(field, key), "is encoded twice: whoever reads it gets base64, not the text")


def plaintext_secret(secret: Secret) -> Iterator[Problem]:
    """A Secret lies in clear text in the repository."""
    if encrypted(secret):
        return
    for field in _FIELDS:
        if any(name == field and not _placeholder(value) for name, _, value in _entries(secret)):
            yield Problem(secret.at(field), "a Secret in clear text: base64 hides nothing from a reader")
            return


def _placeholder(value: str) -> bool:
    text = decoded(value)
    return unrendered(value) or unrendered(text) or value.startswith("ENC[")


def secret_in_environment(container: Container | InitContainer) -> Iterator[Problem]:
    """A Secret is handed over as a variable, which child processes inherit and crash reports show."""
    for number, variable in enumerate(sequence(container.data.get("env"))):
        if mapping(mapping(variable).get("valueFrom")).get("secretKeyRef"):
            place = container.at("env", number, "valueFrom", "secretKeyRef")
            yield Problem(place, "hands a secret over as a variable; a mounted file stays out of the environment")
    for number, source in enumerate(sequence(container.data.get("envFrom"))):
        if mapping(source).get("secretRef"):
            place = container.at("envFrom", number, "secretRef")
            yield Problem(place, "hands a whole Secret over as variables; mounted files stay out of the environment")


def mistyped_secret(secret: Secret, workspace: Workspace) -> Iterator[Problem]:
    """A Secret's type or keys do not fit its use."""
    kind = secret.data.get("type") or "Opaque"
    if kind not in _PULL and (user := pull_secret_users(workspace).get(id(secret))):
        yield _wrong_type(secret, kind, _PULL[0], user)
    elif kind != _TLS and (user := tls_users(workspace).get(id(secret))):
        yield _wrong_type(secret, kind, _TLS, user)
        yield from _misnamed(secret, _KEYS[_TLS])
    else:
        yield from _misnamed(secret, _KEYS.get(kind, ()))


def _wrong_type(secret: Secret, kind: Any, wanted: str, user: Object) -> Problem:
    related = (Related(user.at("metadata", "name"), f"the {user.kind} that uses it"),)
    return Problem(secret.at("type"), f"is of type `{kind}`; its user reads `{wanted}`", related)


def _misnamed(secret: Secret, wanted: tuple[str, ...]) -> Iterator[Problem]:
    keys = {key for _, key, _ in _entries(secret)}
    for field in _FIELDS:
        for key in mapping(secret.data.get(field)):
            meant = nearest(key, wanted) if key not in wanted else None
            if meant and meant not in keys:
                operation = Operation("rename", (field, key), meant)
                fix = Fix(f"rename it to `{meant}`", (Patch(secret, (operation,)),), safe=False)
                yield Problem(secret.key(field, key), f"nobody reads `{key}`; did you mean `{meant}`?", fix=fix)
