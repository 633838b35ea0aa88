"""Load balancers in the cloud: which annotations and classes make one internal, terminate TLS, or restrict it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_AWS = "service.beta.kubernetes.io/aws-load-balancer-"
_INTERNAL = {
    "networking.gke.io/load-balancer-type": ("internal",),
    "cloud.google.com/load-balancer-type": ("internal",),
    "service.beta.kubernetes.io/azure-load-balancer-internal": ("true",),
    "service.beta.kubernetes.io/azure-pls-create": ("true",),
    "service.beta.kubernetes.io/do-loadbalancer-network": ("internal",),
    "load-balancer.hetzner.cloud/disable-public-network": ("true",),
    "service.kubernetes.io/ibm-load-balancer-cloud-provider-ip-type": ("private",),
    "service.beta.kubernetes.io/openstack-internal-load-balancer": ("true",),
    "service.beta.kubernetes.io/oci-load-balancer-internal": ("true",),
    "oci-network-load-balancer.oraclecloud.com/internal": ("true",),
    "service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type": ("intranet",),
    "service.beta.kubernetes.io/cce-load-balancer-internal-vpc": ("true",),
    "service.beta.kubernetes.io/scw-loadbalancer-private": ("true",),
    "yandex.cloud/load-balancer-type": ("internal",),
}
"""Annotations and the values (in lower case) by which a load balancer is internal."""
_INTERNAL_CLASSES = ("networking.gke.io/l4-regional-internal", "networking.gke.io/l4-regional-internal-legacy")
_INTERNAL_BY_DEFAULT = ("service.k8s.aws/nlb", "eks.amazonaws.com/nlb")


def internal_by_annotation(annotations: Mapping[Any, Any]) -> bool:
    """Whether annotations make a load balancer internal (``services.md`` 1.2, from the providers' documents)."""
    if any(str(annotations.get(key)).lower() in values for key, values in _INTERNAL.items()):
        return True
    if annotations.get("service.kubernetes.io/qcloud-loadbalancer-internal-subnetid"):
        return True
    if '"inner"' in str(annotations.get("kubernetes.io/elb.autocreate")):
        return True
    scheme = annotations.get(_AWS + "scheme")
    if scheme is not None:
        return str(scheme) == "internal"
    return str(annotations.get(_AWS + "internal", "false")) not in ("", "false")


def internal(annotations: Mapping[Any, Any], load_balancer_class: Any) -> bool:
    """Whether a Service's load balancer is internal, AWS' own default included."""
    if load_balancer_class in _INTERNAL_CLASSES or internal_by_annotation(annotations):
        return True
    external = annotations.get(_AWS + "type") in ("external", "nlb-ip")
    by_default = external or load_balancer_class in _INTERNAL_BY_DEFAULT
    return by_default and annotations.get(_AWS + "scheme") is None
