"""ConfigMaps and Secrets: keys, sizes, what each type of Secret must hold."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from kubelint.finding import Fault
from kubelint.kube import names
from kubelint.schema.scalars import is_pending
from kubelint.schema.server import facts
from kubelint.schema.server.registry import Context, judges

CORE = "io.k8s.api.core.v1."
SIZE_LIMIT = 1024 * 1024

_KEYS = {
    "kubernetes.io/tls": ("tls.crt", "tls.key"),
    "kubernetes.io/ssh-auth": ("ssh-privatekey",),
    "kubernetes.io/dockerconfigjson": (".dockerconfigjson",),
    "kubernetes.io/dockercfg": (".dockercfg",),
}


def _keys(member: str, entries: dict[str, Any]) -> Iterator[Fault]:
    for key in entries:
        problem = names.config_key(key)
        if problem and not is_pending(key):
            yield Fault("invalid-value", (member, key), f"key `{key}` {problem}", key=True)


def _decoded_size(entries: dict[str, Any]) -> int:
    """The size of base64 texts' contents."""
    return sum(len(text) * 3 // 4 - text[-2:].count("=") for text in entries.values() if isinstance(text, str))


def _size(entries: dict[str, Any]) -> int:
    """The size of texts in bytes; counted only where it might matter."""
    rough = sum(map(len, entries.values()))
    return rough if rough * 4 < SIZE_LIMIT else sum(len(text.encode()) for text in entries.values())


@judges(CORE + "ConfigMap")
def config_map(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """Keys of both maps, and the size of all values."""
    data, binary = value.get("data", {}), value.get("binaryData", {})
    yield from _keys("data", data)
    yield from _keys("binaryData", binary)
    for key in data.keys() & binary.keys():
        yield Fault("duplicate-item", ("data", key), f"key `{key}` stands in `binaryData` as well", key=True)
    size = _size(data) + _decoded_size(binary)
    if size > SIZE_LIMIT:
        message = f"holds {size} bytes, at most {SIZE_LIMIT} are allowed"
        yield facts.invalid(message, "data" if data else "binaryData")


@judges(CORE + "Secret")
def secret(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """Keys, size, and what the type asks for. No value of a Secret is ever shown."""
    data, plain = value.get("data", {}), value.get("stringData", {})
    yield from _keys("data", data)
    yield from _keys("stringData", plain)
    size = _decoded_size({key: text for key, text in data.items() if key not in plain}) + _size(plain)
    if size > SIZE_LIMIT:
        yield facts.invalid(f"holds {size} bytes, at most {SIZE_LIMIT} are allowed", "data" if data else "stringData")
    kind = value.get("type", "Opaque")
    if kind.startswith("kubernetes.io/"):
        yield from _typed(value, kind, data.keys() | plain.keys(), "data" if data or not plain else "stringData")


def _typed(value: dict[str, Any], kind: str, keys: set[str], member: str) -> Iterator[Fault]:
    """What a Secret of a type of Kubernetes' own must hold."""
    for key in _KEYS.get(kind, ()):
        if key not in keys:
            yield Fault("missing-field", (member, key), f"lacks `{key}`, which type `{kind}` needs")
    if kind == "kubernetes.io/basic-auth" and not keys & {"username", "password"}:
        message = f"lacks `username` and `password`, one of which type `{kind}` needs"
        yield Fault("missing-field", (member, "username"), message)
    if kind == "kubernetes.io/service-account-token":
        annotation = "kubernetes.io/service-account.name"
        annotations = (value.get("metadata") or {}).get("annotations") or {}
        if not annotations.get(annotation):
            path = ("metadata", "annotations", annotation)
            yield Fault("missing-field", path, f"lacks the annotation `{annotation}`, which type `{kind}` needs")
    for key in (".dockerconfigjson", ".dockercfg"):
        if key in _KEYS.get(kind, ()) and key in keys and not _is_json(value, key):
            yield Fault("invalid-value", (_holder(value, key), key), f"`{key}` holds no JSON")


def _holder(value: dict[str, Any], key: str) -> str:
    return "stringData" if key in value.get("stringData", {}) else "data"


def _is_json(value: dict[str, Any], key: str) -> bool:
    """Whether an entry is JSON, as far as can be known."""
    from base64 import b64decode

    held = value[_holder(value, key)][key]
    if not isinstance(held, str) or is_pending(held):
        return True
    try:
        found = json.loads(held if _holder(value, key) == "stringData" else b64decode(held))
    except ValueError:
        return False
    return found is None or isinstance(found, dict)
