"""Storage: volumes that cannot be mounted, are not, or not as often as asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kubelint.finding import Fix, Operation, Patch, Place, Problem, Related
from kubelint.kube.kinds import Controller, DaemonSet, Deployment, StatefulSet
from kubelint.kube.objects import Object, mapping, sequence
from kubelint.kube.pods import Pod
from kubelint.kube.rollout import update
from kubelint.kube.versions import VersionRange
from kubelint.workspace import Workspace
from kubelint.workspace.claims import claim_of, single_writer, users_of, volumes
from kubelint.workspace.serving import lasting

_REMOVED = {
    "photonPersistentDisk": 16,
    "scaleIO": 22,
    "flocker": 25,
    "quobyte": 25,
    "storageos": 25,
    "glusterfs": 26,
    "cephfs": 31,
    "rbd": 31,
    "gitRepo": 36,
    "portworxVolume": 36,
}
"""The minor of Kubernetes 1 that first lacks the in-tree plugin. Source: ``pkg/api/pod/warnings.go``, changelogs."""
_OVERLAP = "a rolling update starts the new pod while the old one still holds it; use `strategy.type: Recreate`"
_FIXED_PLACES = ("hostPath", "local", "nfs")
"""Kinds of PersistentVolume whose pods stand on one node anyway, or where nobody enforces the access mode."""


def shared_single_writer_volume(pod: Pod, workspace: Workspace) -> Iterator[Problem]:
    """A ReadWriteOnce claim is wanted by several pods at once."""
    owner = pod.owner
    if not isinstance(owner, Controller) or not lasting(pod) or _together(pod):
        return
    for number, volume in volumes(pod):
        claim = claim_of(volume, pod, workspace)
        if claim is None or not single_writer(claim) or _bound_in_place(claim, workspace):
            continue
        place = pod.at("volumes", number, "persistentVolumeClaim", "claimName")
        why = _too_many(owner, workspace) or _second_user(pod, claim, workspace)
        if why:
            fix = _recreate(owner) if why == _OVERLAP else None
            modes = ", ".join(map(str, sequence(claim.spec.get("accessModes"))))
            related = Related(claim.key("spec", "accessModes"), "the claim's access modes")
            message = f"claim `{claim.name}` ({modes}) can be mounted on one node only, and {why}"
            yield Problem(place, message, related=(related,), fix=fix)


def _recreate(owner: Controller) -> Fix:
    change = Operation("add", ("spec", "strategy"), {"type": "Recreate"})
    return Fix("stop the old pod before the new one starts", (Patch(owner, (change,)),), safe=False)


def _together(pod: Pod) -> bool:
    """Whether the pods are made to stand on one node."""
    affinity = mapping(mapping(pod.spec.get("affinity")).get("podAffinity"))
    selector = mapping(pod.spec.get("nodeSelector"))
    required = affinity.get("requiredDuringSchedulingIgnoredDuringExecution")
    return bool(pod.spec.get("nodeName") or "kubernetes.io/hostname" in selector or required)


def _bound_in_place(claim: Object, workspace: Workspace) -> bool:
    """Whether the claim asks for a PersistentVolume of the set that is a folder of one node, or on NFS."""
    class_name, named = claim.spec.get("storageClassName"), claim.spec.get("volumeName")
    return any(
        any(kind in volume.spec for kind in _FIXED_PLACES)
        for volume in workspace.of_kind("", "PersistentVolume")
        if volume.name == named or (named is None and volume.spec.get("storageClassName") == class_name)
    )


def _too_many(owner: Controller, workspace: Workspace) -> str | None:
    if isinstance(owner, DaemonSet):
        return "a DaemonSet runs on every node"
    if workspace.overwritten(owner, "replicas", "strategy"):
        return None
    count = workspace.scaling.least(owner)
    if count is not None and count > 1:
        return f"there are {count} replicas"
    if workspace.scaling.autoscalers(owner):
        return f"an autoscaler may add replicas of {owner.kind} `{owner.name}`"
    if not isinstance(owner, Deployment) or count != 1 or owner.get("spec", "strategy", "type") == "Recreate":
        return None
    numbers = mapping(owner.get("spec", "strategy", "rollingUpdate"))
    step = update(1, numbers.get("maxSurge"), numbers.get("maxUnavailable"))
    if step is None or step.surge == 0:
        return None
    return _OVERLAP


def _second_user(pod: Pod, claim: Object, workspace: Workspace) -> str | None:
    users = users_of(claim, workspace)
    for other in users[: users.index(pod)] if pod in users else []:
        same = (other.owner.kind, other.owner.name) == (pod.owner.kind, pod.owner.name)
        if lasting(other) and not same and workspace.index.beside(other.owner, pod.owner):
            return f"{other.owner.kind} `{other.owner.name}` mounts it too"
    return None


def removed_volume_type(pod: Pod, versions: VersionRange) -> Iterator[Problem]:
    """A volume plugin that a version of the target range no longer has."""
    for number, volume in volumes(pod):
        for kind, minor in _REMOVED.items():
            if kind in volume and minor <= versions.last:
                gone = tuple(f"1.{each}" for each in versions.minors if each >= minor)
                yield Problem(
                    pod.key("volumes", number, kind),
                    f"Kubernetes 1.{minor} has no `{kind}` volumes any more: it is stored, and never mounted; "
                    "use a CSI driver" + (" or an init container that clones into an `emptyDir`" * (kind == "gitRepo")),
                    versions=gone if len(gone) < len(versions.minors) else None,
                )


def unmounted_volume(pod: Pod, workspace: Workspace) -> Iterator[Problem]:
    """A volume that no container mounts."""
    if _injected(pod) or workspace.overwritten(pod.owner, "volumeMounts", "volumes"):
        return
    used = {name for name in _used(pod) if isinstance(name, str)}
    for number, volume in volumes(pod):
        name = volume.get("name")
        if isinstance(name, str) and name not in used and not _makes_secret(volume):
            place = pod.at("volumes", number)
            alone = len(sequence(pod.spec.get("volumes"))) == 1
            fix = _without(pod.at("volumes") if alone else place)
            yield Problem(place, f"no container mounts the volume `{name}`", fix=fix)


def _without(place: Place) -> Fix:
    return Fix("leave the volume out", (Patch(place.subject, (Operation("remove", place.path),)),), safe=False)


def _injected(pod: Pod) -> bool:
    """Whether an injector may mount what the manifest does not."""
    keys = [*pod.annotations, *pod.labels, *pod.owner.annotations]
    return any("inject" in key.lower() or key.startswith("sidecar.") for key in keys)


def _used(pod: Pod) -> Iterator[Any]:
    """The names of the volumes that containers speak of."""
    for field in ("containers", "initContainers", "ephemeralContainers"):
        for container in map(mapping, sequence(pod.spec.get(field))):
            for use in (*sequence(container.get("volumeMounts")), *sequence(container.get("volumeDevices"))):
                yield mapping(use).get("name")
            for variable in map(mapping, sequence(container.get("env"))):
                yield mapping(mapping(variable.get("valueFrom")).get("fileKeyRef")).get("volumeName")


def _makes_secret(volume: dict[str, Any]) -> bool:
    return mapping(volume.get("csi")).get("driver") == "secrets-store.csi.k8s.io"


def unbounded_empty_dir(pod: Pod) -> Iterator[Problem]:
    """An ``emptyDir`` without a limit."""
    for number, volume in volumes(pod):
        if "emptyDir" in volume and not mapping(volume["emptyDir"]).get("sizeLimit"):
            memory = mapping(volume["emptyDir"]).get("medium") == "Memory"
            where = "the pod's memory" if memory else "the node's disk"
            yield Problem(pod.key("volumes", number, "emptyDir"), f"no `sizeLimit`: it may fill {where}")


def stateful_set_without_storage(workload: StatefulSet) -> Iterator[Problem]:
    """A StatefulSet that keeps no state of its own."""
    templates = list(map(mapping, sequence(workload.spec.get("volumeClaimTemplates"))))
    pod = workload.pod
    if not templates and not (pod and any("persistentVolumeClaim" in volume for _, volume in volumes(pod))):
        yield Problem(
            workload.at("spec"), "no `volumeClaimTemplates` and no claim: what it writes is lost with the pod"
        )
    modes = [set(map(str, sequence(mapping(template.get("spec")).get("accessModes")))) for template in templates]
    if any(each and not each & {"ReadWriteOnce", "ReadWriteOncePod"} for each in modes):
        yield Problem(workload.at("spec"), "each pod has a claim of its own, so `ReadWriteOnce` is enough")
