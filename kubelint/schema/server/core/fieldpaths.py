"""The downward API: what variables and files may tell of their pod."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kubelint.finding import Fault
from kubelint.kube import names
from kubelint.kube.quantity import nanos
from kubelint.pattern import regex
from kubelint.schema.server import facts

_NAMES = ("metadata.name", "metadata.namespace", "metadata.uid")
_ENV = (
    *_NAMES,
    "spec.nodeName",
    "spec.serviceAccountName",
    "status.hostIP",
    "status.hostIPs",
    "status.podIP",
    "status.podIPs",
    "spec.host",
)
_FILE = (*_NAMES, "metadata.annotations", "metadata.labels")
_IN_ENV = facts.one_of(*_ENV, empty=False)
_IN_FILE = facts.one_of(*_FILE, empty=False)
_SUBSCRIPT = regex(r"metadata\.(labels|annotations)\['(.*)'\]\Z", re.DOTALL)

_RESOURCES = tuple(
    f"{side}.{name}" for side in ("limits", "requests") for name in ("cpu", "memory", "ephemeral-storage")
)
_RESOURCE = facts.one_of(*_RESOURCES, empty=False)
_BYTES = frozenset({"1", *(f"1{suffix}" for suffix in ("k", "M", "G", "T", "P", "E"))}) | {
    f"1{suffix}i" for suffix in "KMGTPE"
}


def env_source(source: dict[str, Any]) -> Iterator[Fault]:
    """Faults of a variable's ``valueFrom``."""
    if "fieldRef" in source:
        yield from facts.below("fieldRef", _field(source["fieldRef"], _IN_ENV))
    if "resourceFieldRef" in source:
        yield from facts.below("resourceFieldRef", _resource(source["resourceFieldRef"]))


def volume_file(item: dict[str, Any]) -> Iterator[Fault]:
    """Faults of a file of a ``downwardAPI`` volume."""
    if "fieldRef" in item:
        yield from facts.below("fieldRef", _field(item["fieldRef"], _IN_FILE))
    if "resourceFieldRef" in item:
        resource = item["resourceFieldRef"]
        if not resource.get("containerName"):
            yield Fault("missing-field", ("resourceFieldRef",), "lacks `containerName`")
        yield from facts.below("resourceFieldRef", _resource(resource))


def _field(reference: dict[str, Any], known: Any) -> Iterator[Fault]:
    path = reference.get("fieldPath")
    if path is None:
        return
    subscript = _SUBSCRIPT.match(path)
    if subscript:
        syntax = names.label_key if subscript[1] == "labels" else names.annotation_key
        if problem := syntax(subscript[2]):
            yield facts.invalid(f"`{subscript[2]}` {problem}", "fieldPath")
    elif verdict := known(path, 0):
        yield verdict.fault(("fieldPath",))


def _resource(reference: dict[str, Any]) -> Iterator[Fault]:
    resource = reference.get("resource")
    if resource is None:
        return
    side, _, name = resource.partition(".")
    huge = side in ("limits", "requests") and name.startswith("hugepages-")
    if not huge and (verdict := _RESOURCE(resource, 0)):
        yield verdict.fault(("resource",))
        return
    divisor = reference.get("divisor")
    allowed = frozenset({"1", "1m"}) if name == "cpu" else _BYTES
    if divisor is not None and nanos(divisor) and nanos(divisor) not in {nanos(text) for text in allowed}:
        listed = ", ".join(f"`{text}`" for text in sorted(allowed))
        yield facts.invalid(f"divisor `{divisor}` is not supported, expected one of {listed}", "divisor")
