"""StorageClasses and CSI drivers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kubelint.finding import Fault
from kubelint.kube import names
from kubelint.schema.server import facts
from kubelint.schema.server.registry import Context, fields, items, judges

STORAGE = "io.k8s.api.storage.v1."

fields(
    STORAGE + "StorageClass",
    provisioner=facts.syntax(lambda value: names.label_key(value.lower())),
    reclaimPolicy=facts.one_of("Delete", "Retain"),
    volumeBindingMode=facts.one_of("Immediate", "WaitForFirstConsumer", empty=False),
)
fields(
    STORAGE + "CSIDriverSpec",
    fsGroupPolicy=facts.one_of("ReadWriteOnceWithFSType", "File", "None", empty=False),
    volumeLifecycleModes=items(facts.one_of("Persistent", "Ephemeral", empty=False)),
)
facts.needs(STORAGE + "VolumeAttributesClass", "parameters")
fields(STORAGE + "VolumeAttributesClass", driverName=facts.syntax(names.csi_driver))


@judges(STORAGE + "StorageClass")
def storage_class(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """Parameters are few and small."""
    parameters = value.get("parameters", {})
    if len(parameters) > 512:
        yield facts.invalid(f"has {len(parameters)} parameters, at most 512 are allowed", "parameters")
    if "" in parameters:
        yield facts.invalid("has a parameter without a name", "parameters")
    size = sum(len(key) + len(text) for key, text in parameters.items())
    if size > 256 * 1024:
        yield facts.invalid(f"has {size} bytes, at most {256 * 1024} are allowed", "parameters")


@judges(STORAGE + "CSIDriver")
def csi_driver(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """The object is named as the driver."""
    name = (value.get("metadata") or {}).get("name")
    if name and len(name) > 63:
        yield facts.invalid(f"`{name}` {names.too_long(name, 63)}", "metadata", "name")
