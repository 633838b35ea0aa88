"""Volumes that bear one writer only, and so decide how many pods there can be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from kubelint.kube.kinds import PersistentVolumeClaim, StatefulSet
from kubelint.kube.objects import Object, mapping, sequence
from kubelint.kube.pods import Pod

if TYPE_CHECKING:
    from kubelint.workspace.workspace import Workspace

_SHARED = frozenset({"ReadWriteMany", "ReadOnlyMany"})
_DISKS = ("awsElasticBlockStore", "azureDisk", "cinder", "gcePersistentDisk", "iscsi", "vsphereVolume")


def volumes(pod: Pod) -> Iterator[tuple[int, dict[str, Any]]]:
    """A pod's volumes, numbered."""
    for number, volume in enumerate(sequence(pod.spec.get("volumes"))):
        if isinstance(volume, dict):
            yield number, volume


def claim_of(volume: dict[str, Any], pod: Pod, workspace: Workspace) -> Object | None:
    """The claim of the set that a volume mounts."""
    name = mapping(volume.get("persistentVolumeClaim")).get("claimName")
    return workspace.find("", "PersistentVolumeClaim", name, pod.owner) if isinstance(name, str) else None


def single_writer(claim: Object) -> bool:
    """Whether a claim can be mounted on one node only."""
    modes = sequence(claim.spec.get("accessModes"))
    return bool(modes) and isinstance(claim, PersistentVolumeClaim) and not _SHARED.intersection(map(str, modes))


def singleton(pod: Pod, workspace: Workspace) -> bool:
    """Whether a pod's storage may be for one pod at a time: a disk, or a claim that is not known to be shared."""
    if isinstance(pod.owner, StatefulSet) and pod.owner.spec.get("volumeClaimTemplates"):
        return True
    for _, volume in volumes(pod):
        if any(disk in volume for disk in _DISKS):
            return True
        claim = claim_of(volume, pod, workspace)
        if "persistentVolumeClaim" in volume and (claim is None or single_writer(claim)):
            return True
    return False


def users_of(claim: Object, workspace: Workspace) -> list[Pod]:
    """The pod templates that mount a claim, in reading order."""
    return workspace.claim_users.get(id(claim), [])


def users_by_claim(workspace: Workspace) -> dict[int, list[Pod]]:
    """The pod templates by the identity of the claims that they mount."""
    found: dict[int, list[Pod]] = defaultdict(list)
    for pod in workspace.pods():
        for _, volume in volumes(pod):
            claim = claim_of(volume, pod, workspace)
            if claim is not None:
                found[id(claim)].append(pod)
    return found
