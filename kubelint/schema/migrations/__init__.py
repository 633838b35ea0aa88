"""What has to change in an object beside its API version, for those versions whose successor has another shape.

Facts: Kubernetes' deprecated API migration guide, and the conversion code of each group.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from kubelint.finding import Operation
from kubelint.schema.apis import Api


class Migration(NamedTuple):
    """A way from one API version of a kind to its replacement."""

    moves: str = ""
    """Words on what changes; empty where only the version does."""
    operations: tuple[Operation, ...] | None = ()
    """What to change beside ``apiVersion``; None where only the author can tell."""
    safe: bool = True


_ADMISSION_POLICIES = (
    "ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding MutatingAdmissionPolicy MutatingAdmissionPolicyBinding"
)
# The versions of these kinds differ in nothing that is written in a manifest.
_COMPATIBLE = frozenset(
    "APIService ClusterRole ClusterRoleBinding CronJob CSIDriver CSINode CSIStorageCapacity FlowSchema IngressClass "
    "IPAddress Lease NetworkPolicy PriorityClass Role RoleBinding ServiceCIDR StorageClass VolumeAttachment "
    f"VolumeAttributesClass {_ADMISSION_POLICIES}".split()
)
_WORKLOADS = ("DaemonSet", "Deployment", "ReplicaSet", "StatefulSet")
_MODULES = {"Ingress": "ingress", "HorizontalPodAutoscaler": "autoscaling", **dict.fromkeys(_WORKLOADS, "workloads")}


def migration(api: Api, data: dict[str, Any]) -> Migration:
    """How an object gets from its API version to the replacement."""
    if api.kind in _COMPATIBLE:
        return Migration()
    from importlib import import_module

    module = import_module(f"{__name__}.{_MODULES.get(api.kind, 'others')}")
    found: Migration = module.migrate(api, data)
    return found
