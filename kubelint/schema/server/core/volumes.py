"""Volumes and their sources."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kubelint.finding import Fault, Severity
from kubelint.kube import names
from kubelint.schema.server import facts
from kubelint.schema.server.core import fieldpaths
from kubelint.schema.server.quantities import amount
from kubelint.schema.server.registry import Context, Verdict, fields, judges

CORE = "io.k8s.api.core.v1."
SOURCES = (
    "hostPath",
    "emptyDir",
    "gcePersistentDisk",
    "awsElasticBlockStore",
    "gitRepo",
    "secret",
    "nfs",
    "iscsi",
    "glusterfs",
    "persistentVolumeClaim",
    "rbd",
    "flexVolume",
    "cinder",
    "cephfs",
    "flocker",
    "downwardAPI",
    "fc",
    "azureFile",
    "configMap",
    "vsphereVolume",
    "quobyte",
    "azureDisk",
    "photonPersistentDisk",
    "projected",
    "portworxVolume",
    "scaleIO",
    "storageos",
    "csi",
    "ephemeral",
    "image",
)


def file_mode(value: Any, minor: int) -> Verdict | None:
    """Permissions: 0 to 0777, octal."""
    if 0 <= value <= 0o777:
        return None
    text = str(value)
    meant = len(text) in (3, 4) and text[-3:].isdigit() and not set(text) - set("01234567")
    octal = int(text[-3:], 8) if meant else None
    hint = f"; in YAML an octal number begins with 0: `0{text[-3:]}`" if meant else ""
    return Verdict("invalid-value", f"`{value}` is out of range, expected 0 to 0777 (octal), which is 511{hint}", octal)


def _absolute(value: str) -> str | None:
    return None if value.startswith("/") else "must be an absolute path"


def _file(value: str) -> str | None:
    """A file's path inside a volume."""
    return names.relative_path(value) or ("may not begin with `..`" if value.startswith("..") else None)


fields(CORE + "Volume", name=facts.label)
facts.at_most_one(CORE + "Volume", *SOURCES, at_least=False)
fields(
    CORE + "ConfigMapVolumeSource",
    CORE + "SecretVolumeSource",
    CORE + "DownwardAPIVolumeSource",
    CORE + "ProjectedVolumeSource",
    defaultMode=file_mode,
)
fields(CORE + "KeyToPath", key=facts.filled, path=facts.syntax(_file), mode=file_mode)
fields(CORE + "DownwardAPIVolumeFile", path=facts.syntax(_file), mode=file_mode)
for _definition in ("ConfigMapVolumeSource", "ConfigMapProjection", "SecretProjection"):
    facts.needs(CORE + _definition, "name")
    fields(CORE + _definition, name=facts.filled)
facts.needs(CORE + "SecretVolumeSource", "secretName")
fields(CORE + "SecretVolumeSource", secretName=facts.filled)
fields(CORE + "PersistentVolumeClaimVolumeSource", claimName=facts.filled)
fields(
    CORE + "HostPathVolumeSource",
    path=facts.syntax(names.back_step),
    type=facts.one_of(
        "", "DirectoryOrCreate", "Directory", "FileOrCreate", "File", "Socket", "CharDevice", "BlockDevice"
    ),
)
fields(CORE + "NFSVolumeSource", server=facts.filled, path=facts.syntax(_absolute))
fields(CORE + "CSIVolumeSource", CORE + "CSIPersistentVolumeSource", driver=facts.syntax(names.csi_driver))
fields(CORE + "CSIPersistentVolumeSource", volumeHandle=facts.filled)
fields(CORE + "GitRepoVolumeSource", repository=facts.filled, directory=facts.syntax(names.relative_path, empty=True))
fields(CORE + "ImageVolumeSource", pullPolicy=facts.one_of("Always", "IfNotPresent", "Never"))
fields(CORE + "GCEPersistentDiskVolumeSource", pdName=facts.filled, partition=facts.number(0, 255))
fields(CORE + "AWSElasticBlockStoreVolumeSource", volumeID=facts.filled, partition=facts.number(0, 255))
fields(CORE + "AzureFileVolumeSource", secretName=facts.filled, shareName=facts.filled)
fields(
    CORE + "AzureDiskVolumeSource",
    diskName=facts.filled,
    diskURI=facts.filled,
    cachingMode=facts.one_of("None", "ReadOnly", "ReadWrite"),
    kind=facts.one_of("Shared", "Dedicated", "Managed"),
)
fields(CORE + "VsphereVirtualDiskVolumeSource", volumePath=facts.filled)
fields(CORE + "PortworxVolumeSource", CORE + "CinderVolumeSource", volumeID=facts.filled)
fields(CORE + "CinderPersistentVolumeSource", volumeID=facts.filled)
fields(CORE + "FlexVolumeSource", CORE + "FlexPersistentVolumeSource", driver=facts.filled)
facts.needs(CORE + "EphemeralVolumeSource", "volumeClaimTemplate")
facts.at_most_one(
    CORE + "VolumeProjection",
    "secret",
    "configMap",
    "downwardAPI",
    "serviceAccountToken",
    "clusterTrustBundle",
    "podCertificate",
)
fields(
    CORE + "ServiceAccountTokenProjection",
    path=facts.syntax(_file),
    expirationSeconds=facts.number(600, 2**32),
)
fields(CORE + "ClusterTrustBundleProjection", path=facts.syntax(_file))


@judges(CORE + "EmptyDirVolumeSource")
def empty_dir(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """The limit is not negative."""
    limit = value.get("sizeLimit")
    if limit is not None and (amount(limit) or 0) < 0:
        yield facts.invalid(f"`{limit}` is negative", "sizeLimit")


@judges(CORE + "DownwardAPIVolumeFile")
def downward_file(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """Exactly one source, of those that a file can hold."""
    if "fieldRef" in value and "resourceFieldRef" in value:
        yield facts.forbidden("`resourceFieldRef` may not stand beside `fieldRef`", "resourceFieldRef")
    elif "fieldRef" not in value and "resourceFieldRef" not in value:
        yield Fault("missing-field", (), "says nothing: expected one of `fieldRef`, `resourceFieldRef`")
    yield from fieldpaths.volume_file(value)


@judges(CORE + "ConfigMapVolumeSource", CORE + "SecretVolumeSource", CORE + "DownwardAPIVolumeSource")
def files(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """Files of one path, or below one another, are stored with a warning: the pod would not start."""
    paths = [item.get("path") or "" for item in value.get("items", ())]
    for index, path in enumerate(paths):
        for other in paths[:index] if path else ():
            if other and (f"{path}/".startswith(f"{other}/") or other.startswith(f"{path}/")):
                message = f"path `{path}` collides with `{other}` in this volume"
                yield Fault("shadowed-item", ("items", index, "path"), message, severity=Severity.WARNING)
                break


@judges(CORE + "ClusterTrustBundleProjection")
def trust_bundle(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """One bundle by its name, or those of a signer."""
    if value.get("name") and value.get("signerName"):
        yield facts.invalid("`name` and `signerName` exclude each other", "signerName")
    elif not value.get("name") and not value.get("signerName"):
        yield Fault("missing-field", (), "says nothing: expected one of `name`, `signerName`")
    if value.get("name") and "labelSelector" in value:
        yield facts.invalid("may only be set beside `signerName`", "labelSelector")


@judges(CORE + "ProjectedVolumeSource")
def projected(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """Paths of all sources share one folder."""
    seen: set[str] = set()
    for index, source in enumerate(value.get("sources", ())):
        for path, at in _paths(source):
            if path in seen:
                yield Fault("duplicate-item", ("sources", index, *at), f"path `{path}` is used twice in this volume")
            seen.add(path)


def _paths(source: dict[str, Any]) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    for member, part in source.items():
        if isinstance(part, dict):
            if part.get("path"):
                yield part["path"], (member, "path")
            for index, item in enumerate(part.get("items") or ()):
                if item.get("path"):
                    yield item["path"], (member, "items", index, "path")
