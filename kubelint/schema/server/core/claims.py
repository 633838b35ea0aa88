"""PersistentVolumes and claims on them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kubelint.finding import Fault
from kubelint.kube import names
from kubelint.kube.quantity import nanos
from kubelint.schema.server import facts
from kubelint.schema.server.registry import Context, fields, items, judges

CORE = "io.k8s.api.core.v1."
_modes = facts.one_of("ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod", empty=False)
_class = facts.syntax(names.dns_subdomain, empty=True)

fields(
    CORE + "PersistentVolumeClaimSpec",
    CORE + "PersistentVolumeSpec",
    accessModes=items(_modes),
    volumeMode=facts.one_of("Filesystem", "Block", empty=False),
    storageClassName=_class,
)
fields(CORE + "PersistentVolumeSpec", persistentVolumeReclaimPolicy=facts.one_of("Retain", "Delete", "Recycle"))
fields(CORE + "LocalVolumeSource", path=facts.syntax(names.back_step))
facts.needs(CORE + "PersistentVolumeClaimSpec", "accessModes")
facts.needs(CORE + "PersistentVolumeSpec", "accessModes", "capacity")
VOLUME_SOURCES = (
    "awsElasticBlockStore",
    "azureDisk",
    "azureFile",
    "cephfs",
    "cinder",
    "csi",
    "fc",
    "flexVolume",
    "flocker",
    "gcePersistentDisk",
    "glusterfs",
    "hostPath",
    "iscsi",
    "local",
    "nfs",
    "photonPersistentDisk",
    "portworxVolume",
    "quobyte",
    "rbd",
    "scaleIO",
    "storageos",
    "vsphereVolume",
)
facts.at_most_one(CORE + "PersistentVolumeSpec", *VOLUME_SOURCES)


def _alone(modes: list[str]) -> Iterator[Fault]:
    if "ReadWriteOncePod" in modes and len(modes) > 1:
        yield facts.forbidden("`ReadWriteOncePod` may only stand alone", "accessModes")


@judges(CORE + "PersistentVolumeClaimSpec")
def claim(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """How much storage, in what mode, from where."""
    yield from _alone(value.get("accessModes", []))
    requests = (value.get("resources") or {}).get("requests") or {}
    size = requests.get("storage")
    if size is None:
        yield Fault("missing-field", ("resources", "requests", "storage"), "lacks `resources.requests.storage`")
    elif (given := nanos(size)) is not None and given <= 0:
        yield facts.invalid(f"`{size}` is out of range, expected more than 0", "resources", "requests", "storage")
    source, reference = value.get("dataSource"), value.get("dataSourceRef")
    if source and reference:
        for member in ("apiGroup", "kind", "name"):
            if source.get(member) != reference.get(member):
                yield facts.invalid(f"differs from `dataSource` in `{member}`", "dataSourceRef")
                return


@judges(CORE + "PersistentVolumeClaim", CORE + "PersistentVolume")
def whole_object(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """A claim says what it wants, a volume what it is."""
    if "spec" not in value:
        yield facts.missing(value, "spec")


@judges(CORE + "PersistentVolumeSpec")
def volume(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """Capacity, and what single sources ask for."""
    yield from _alone(value.get("accessModes", []))
    capacity = value.get("capacity") or {}
    for name, size in capacity.items():
        if name != "storage":
            message = f"`{name}` is not supported, expected `storage`"
            yield Fault("unsupported-value", ("capacity", name), message, key=True)
        elif (given := nanos(size)) is not None and given <= 0:
            yield facts.invalid(f"`{size}` is out of range, expected more than 0", "capacity", "storage")
    if "local" in value and "nodeAffinity" not in value:
        yield facts.missing(value, "nodeAffinity", ", which a local volume needs")
    path = (value.get("hostPath") or {}).get("path", "")
    if path and not path.strip("/") and value.get("persistentVolumeReclaimPolicy") == "Recycle":
        yield facts.forbidden("`Recycle` may not clear the node's root", "persistentVolumeReclaimPolicy")
