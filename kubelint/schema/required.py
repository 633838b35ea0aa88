"""Which members the server really asks for: the schema's list is not its own.

Facts: defaulting and validation of each API group, read against the published schemas and tried on a server.
"""

from __future__ import annotations

from kubelint.schema.bundle import Definition

# Marked required in the schema of some version; the server defaults them, takes the zero value, or never looks.
_WAIVED = {
    "apiextensions.v1.CustomResourceDefinitionVersion": ("served", "storage"),
    "apps.v1.ControllerRevision": ("revision",),
    "apps.v1.StatefulSetSpec": ("serviceName",),
    "authentication.v1.TokenReviewSpec": ("token",),
    "batch.v1.PodFailurePolicy": ("rules",),
    "batch.v1.PodFailurePolicyOnPodConditionsPattern": ("status",),
    "batch.v1.PodFailurePolicyRule": ("onPodConditions",),
    "core.v1.ComponentCondition": ("status", "type"),
    "core.v1.ConfigMapNodeConfigSource": ("kubeletConfigKey", "name", "namespace"),
    "core.v1.Event": ("involvedObject", "metadata"),
    "core.v1.HTTPHeader": ("value",),
    "core.v1.ISCSIPersistentVolumeSource": ("lun",),
    "core.v1.ISCSIVolumeSource": ("lun",),
    "core.v1.LimitRangeSpec": ("limits",),
    "core.v1.PreferredSchedulingTerm": ("preference",),
    "core.v1.ScaleIOPersistentVolumeSource": ("secretRef",),
    "core.v1.ScaleIOVolumeSource": ("secretRef",),
    "core.v1.SleepAction": ("seconds",),
    "core.v1.Sysctl": ("value",),
    "discovery.v1.EndpointSlice": ("endpoints",),
    "events.v1.Event": ("eventTime",),
    "events.v1.EventSeries": ("count", "lastObservedTime"),
    "flowcontrol.v1.LimitResponse": ("type",),
    "flowcontrol.v1.LimitedPriorityLevelConfiguration": ("limitResponse",),
    "networking.v1.NetworkPolicySpec": ("podSelector",),
    "rbac.v1.RoleRef": ("apiGroup",),
    "resource.v1.Counter": ("value",),
    "resource.v1.DeviceCapacity": ("value",),
    "resource.v1.ResourcePool": ("generation",),
    "scheduling.v1.PriorityClass": ("value",),
    "storage.v1.CSIDriver": ("spec",),
    "storage.v1.CSINode": ("spec",),
    "storage.v1.CSINodeSpec": ("drivers",),
    "storage.v1.TokenRequest": ("audience",),
}
# Not in the schemas of all versions; the members of the missing value are asked for in every one.
_ADDED = {
    "apps.v1.DaemonSet": ("spec",),
    "apps.v1.Deployment": ("spec",),
    "apps.v1.ReplicaSet": ("spec",),
    "apps.v1.StatefulSet": ("spec",),
    "autoscaling.v1.HorizontalPodAutoscaler": ("spec",),
    "autoscaling.v2.HorizontalPodAutoscaler": ("spec",),
    "batch.v1.CronJob": ("spec",),
    "batch.v1.Job": ("spec",),
    "core.v1.Pod": ("spec",),
}


def enforced(definition: Definition) -> tuple[str, ...]:
    """The members without which the server refuses a value of this type."""
    group, version, kind = definition.name.rsplit(".", 3)[1:]
    name = f"{group}.{version}.{kind}"
    waived = _WAIVED.get(name) or _WAIVED.get(f"{group}.v1.{kind}", ())
    listed = [member for member in definition.required if member not in waived]
    return (*listed, *(member for member in _ADDED.get(name, ()) if member not in listed))
