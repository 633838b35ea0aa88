"""Which cloud the manifests speak of, by the annotations and provisioners in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kubelint.finding import Place
from kubelint.kube.objects import Object
from kubelint.workspace.balancers import cloud_of

if TYPE_CHECKING:
    from kubelint.workspace.workspace import Workspace

_PROVISIONERS = {
    "ebs.csi.aws.com": "AWS",
    "efs.csi.aws.com": "AWS",
    "kubernetes.io/aws-ebs": "AWS",
    "pd.csi.storage.gke.io": "GKE",
    "filestore.csi.storage.gke.io": "GKE",
    "kubernetes.io/gce-pd": "GKE",
    "disk.csi.azure.com": "Azure",
    "file.csi.azure.com": "Azure",
    "kubernetes.io/azure-disk": "Azure",
    "dobs.csi.digitalocean.com": "DigitalOcean",
    "csi.hetzner.cloud": "Hetzner",
    "blockvolume.csi.oraclecloud.com": "OCI",
}


def clouds_named(near: Object, workspace: Workspace) -> dict[str, Place]:
    """The clouds that other objects of the bundle name, each with the first place that does."""
    found: dict[str, Place] = {}
    for cloud, obj, place in workspace.traffic.once(_evidence):
        if obj is not near and workspace.index.beside(near, obj):
            found.setdefault(cloud, place)
    return found


def _evidence(workspace: Workspace) -> list[tuple[str, Object, Place]]:
    found: list[tuple[str, Object, Place]] = []
    for obj in workspace.objects:
        for key in obj.annotations:
            cloud = cloud_of(str(key))
            if cloud:
                found.append((cloud, obj, obj.key("metadata", "annotations", key)))
        provisioner = obj.data.get("provisioner") if obj.kind == "StorageClass" else None
        if isinstance(provisioner, str) and provisioner in _PROVISIONERS:
            found.append((_PROVISIONERS[provisioner], obj, obj.at("provisioner")))
    return found
