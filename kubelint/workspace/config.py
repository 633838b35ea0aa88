"""The ConfigMaps and Secrets that pods take their configuration from, key by key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from kubelint.finding import Path
from kubelint.kube.kinds import ConfigMap, Secret
from kubelint.kube.objects import Object, dig, mapping, sequence
from kubelint.kube.pods import Pod


class ConfigMention(NamedTuple):
    """A pod's use of a ConfigMap or a Secret."""

    path: Path
    """Where the name stands, from the owner's root."""
    kind: str
    name: str
    optional: bool
    keys: tuple[tuple[Path, str], ...] = ()
    """The keys that are asked for, and where; none where it is taken as a whole."""


_KEY_REFERENCES = (("configMapKeyRef", "ConfigMap"), ("secretKeyRef", "Secret"))


def config_mentions(pod: Pod) -> Iterator[ConfigMention]:
    """Every ConfigMap and Secret that a pod's containers and volumes use."""
    base = (*pod.path, "spec")
    for field in ("initContainers", "containers", "ephemeralContainers"):
        for number, container in enumerate(sequence(pod.spec.get(field))):
            yield from _of_container(container, (*base, field, number))
    for number, volume in enumerate(sequence(pod.spec.get("volumes"))):
        yield from _of_volume(volume, (*base, "volumes", number))


def _of_container(container: Any, base: Path) -> Iterator[ConfigMention]:
    if not isinstance(container, dict):
        return
    for number, entry in enumerate(sequence(container.get("env"))):
        source = mapping(entry.get("valueFrom")) if isinstance(entry, dict) else {}
        for field, kind in _KEY_REFERENCES if source else ():
            if field in source:
                yield from _mention(source[field], (*base, "env", number, "valueFrom", field), kind)
    for number, entry in enumerate(sequence(container.get("envFrom"))):
        for field, kind in (("configMapRef", "ConfigMap"), ("secretRef", "Secret")):
            yield from _mention(dig(entry, field), (*base, "envFrom", number, field), kind)


def _of_volume(volume: Any, base: Path) -> Iterator[ConfigMention]:
    yield from _mention(dig(volume, "configMap"), (*base, "configMap"), "ConfigMap")
    yield from _mention(dig(volume, "secret"), (*base, "secret"), "Secret", "secretName")
    for number, source in enumerate(sequence(dig(volume, "projected", "sources"))):
        for field, kind in (("configMap", "ConfigMap"), ("secret", "Secret")):
            yield from _mention(dig(source, field), (*base, "projected", "sources", number, field), kind)


def _mention(reference: Any, path: Path, kind: str, field: str = "name") -> Iterator[ConfigMention]:
    name = dig(reference, field)
    if isinstance(name, str) and name:
        asked = [((*path, "key"), reference.get("key"))] if "key" in reference else []
        for number, item in enumerate(sequence(reference.get("items"))):
            asked.append(((*path, "items", number, "key"), dig(item, "key")))
        keys = tuple((where, key) for where, key in asked if isinstance(key, str))
        yield ConfigMention((*path, field), kind, name, reference.get("optional") is True, keys)


_FILLED = (
    "inject-cabundle",
    "inject-trusted-cabundle",
    "inject-ca-from",
    "replicate-from",
    "reflects",
    "kubernetes.io/service-account.name",
    "vault.security.banzaicloud.io",
    "avp.kubernetes.io/path",
)
"""Parts of annotations and labels that say that somebody else fills the object."""


def keys_of(obj: Object) -> frozenset[str] | None:
    """The keys of a ConfigMap or a Secret; None where they are not all in the manifest."""
    marks = " ".join(map(str, (*obj.annotations, *obj.labels)))
    if not isinstance(obj, ConfigMap | Secret) or any(mark in marks for mark in _FILLED):
        return None
    fields = [obj.data.get(field) for field in ("data", "stringData", "binaryData")]
    if not any(fields) or any(field is not None and not isinstance(field, dict) for field in fields):
        return None
    keys = frozenset(key for field in fields for key in mapping(field))
    return None if "<<" in keys or "sops" in obj.data else keys
