"""What exists without a manifest: objects of every cluster and of its platforms, and kinds without a namespace."""

from __future__ import annotations

from fnmatch import fnmatchcase
from functools import cache

_WITHOUT_NAMESPACE = """Namespace Node PersistentVolume ClusterRole ClusterRoleBinding StorageClass CSIDriver CSINode
    VolumeAttachment VolumeAttributesClass PriorityClass RuntimeClass IngressClass GatewayClass CustomResourceDefinition
    APIService MutatingWebhookConfiguration ValidatingWebhookConfiguration ValidatingAdmissionPolicy
    ValidatingAdmissionPolicyBinding MutatingAdmissionPolicy MutatingAdmissionPolicyBinding CertificateSigningRequest
    ClusterTrustBundle FlowSchema PriorityLevelConfiguration IPAddress ServiceCIDR DeviceClass ResourceSlice
    DeviceTaintRule StorageVersionMigration PodSecurityPolicy ComponentStatus ClusterIssuer ClusterSecretStore
    ClusterExternalSecret IngressClassParams ClusterPolicy ClusterTriggerAuthentication ClusterAnalysisTemplate
    VolumeSnapshotClass KongClusterPlugin SecurityContextConstraints"""
CLUSTER_SCOPED = frozenset(_WITHOUT_NAMESPACE.split())
"""Kinds without a namespace, widespread custom ones included."""

_SYSTEM_NAMESPACES = {"default", "kube-system", "kube-public", "kube-node-lease"}
_EVERYWHERE = {
    "ServiceAccount": "default builder deployer",
    "ConfigMap": "kube-root-ca.crt openshift-service-ca.crt istio-ca-root-cert",
    "Secret": "*-dockercfg-*",
    "PriorityClass": "system-cluster-critical system-node-critical",
    "StorageClass": """standard standard-rwo premium-rwo standard-rwx gp2 gp3 auto-ebs-sc default managed managed-csi
        managed-csi-premium managed-premium azurefile azurefile-csi azurefile-csi-premium local-path do-block-storage
        hcloud-volumes linode-block-storage linode-block-storage-retain oci oci-bv hostpath microk8s-hostpath longhorn
        rook-ceph-block cephfs nfs-client openebs-hostpath""",
    "RuntimeClass": "gvisor kata nvidia",
    "ServiceCIDR": "kubernetes",
    "ClusterRole": """system:* cluster-admin admin edit view basic-user self-provisioner cluster-reader cluster-status
        registry-* eks:* aks-* gce:* kubelet-api-admin""",
    "Role": "system:* extension-apiserver-authentication-reader",
    "TraefikService": "*@internal",
    "AppProject": "default",
    "PriorityLevelConfiguration": """exempt node-high system leader-election workload-high workload-low global-default
        catch-all""",
}
_IN_NAMESPACE = {
    ("default", "Service"): "kubernetes",
    ("kube-system", "Service"): "kube-dns",
    ("kube-system", "ConfigMap"): "extension-apiserver-authentication coredns kubeadm-config kube-proxy",
    ("kube-public", "ConfigMap"): "cluster-info",
}


def always_exists(kind: str, name: str, namespace: str | None) -> bool:
    """Whether a cluster or a well-known platform provides the object.

    Sources: bootstrap policies of RBAC, scheduling and flow control in kubernetes/kubernetes; vendors' documentation.
    """
    if kind == "Namespace":
        return name in _SYSTEM_NAMESPACES
    if kind == "ServiceAccount" and namespace == "kube-system" and name.endswith("-controller"):
        return True
    return any(fnmatchcase(name, pattern) for pattern in _known(kind, namespace or ""))


@cache
def _known(kind: str, namespace: str) -> tuple[str, ...]:
    return tuple(f"{_EVERYWHERE.get(kind, '')} {_IN_NAMESPACE.get((namespace, kind), '')}".split())


def plural(kind: str) -> str:
    """A kind's name in the plural, as URLs and the config spell it (``ingressclasses``)."""
    word = kind.lower()
    if word.endswith(("s", "x", "ch")):
        return word if word.endswith("endpoints") else word + "es"
    return word[:-1] + "ies" if word.endswith("y") and word[-2:-1] not in "aeiou" else word + "s"
