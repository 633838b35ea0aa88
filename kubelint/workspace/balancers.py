"""Load balancers in the cloud: which annotations and classes make one internal, terminate TLS, or restrict it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kubelint.finding import Place
from kubelint.kube.objects import Object, sequence

TERMINATION = {
    "service.beta.kubernetes.io/aws-load-balancer-ssl-cert": "",
    "service.beta.kubernetes.io/do-loadbalancer-certificate-id": "do-loadbalancer-redirect-http-to-https",
    "service.beta.kubernetes.io/do-loadbalancer-certificate-name": "do-loadbalancer-redirect-http-to-https",
    "load-balancer.hetzner.cloud/http-certificates": "http-redirect-http",
    "load-balancer.hetzner.cloud/http-managed-certificate-domains": "http-redirect-http",
    "service.beta.kubernetes.io/oci-load-balancer-tls-secret": "",
    "service.beta.kubernetes.io/alibaba-cloud-loadbalancer-cert-id": "alibaba-cloud-loadbalancer-forward-port",
    "loadbalancer.openstack.org/default-tls-container-ref": "",
}
"""Annotations by which a load balancer terminates TLS, and the end of the one that redirects HTTP."""
_LISTS = (
    "service.beta.kubernetes.io/load-balancer-source-ranges",
    "service.beta.kubernetes.io/azure-allowed-ip-ranges",
    "service.beta.kubernetes.io/azure-allowed-service-tags",
    "service.beta.kubernetes.io/aws-load-balancer-source-ranges",
    "service.beta.kubernetes.io/aws-load-balancer-security-groups",
    "service.beta.kubernetes.io/aws-load-balancer-extra-security-groups",
    "service.beta.kubernetes.io/do-loadbalancer-allow-rules",
    "service.beta.kubernetes.io/oci-load-balancer-security-list-management-mode",
    "oci.oraclecloud.com/oci-network-security-groups",
    "networking.gke.io/firewall-source-ranges",
    "service.beta.kubernetes.io/alibaba-cloud-loadbalancer-acl-id",
    "service.beta.kubernetes.io/alibaba-cloud-loadbalancer-acl-status",
    "yandex.cloud/load-balancer-security-groups",
)
"""Annotations by which a provider restricts who reaches a load balancer."""
_EVERYBODY = ("0.0.0.0/0", "::/0")
_AWS = "service.beta.kubernetes.io/aws-load-balancer-"
_INTERNAL = {
    "networking.gke.io/load-balancer-type": ("Internal",),
    "cloud.google.com/load-balancer-type": ("Internal",),
    "service.beta.kubernetes.io/azure-load-balancer-internal": ("true",),
    "service.beta.kubernetes.io/azure-pls-create": ("true",),
    "service.beta.kubernetes.io/do-loadbalancer-network": ("INTERNAL",),
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
"""Annotations and the values by which a load balancer is internal; case is not compared."""
_PUBLIC = {
    "networking.gke.io/load-balancer-type": ("external",),
    "cloud.google.com/load-balancer-type": ("external",),
    "service.beta.kubernetes.io/do-loadbalancer-network": ("external",),
    "service.kubernetes.io/ibm-load-balancer-cloud-provider-ip-type": ("public",),
    "service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type": ("internet",),
    "yandex.cloud/load-balancer-type": ("external",),
    _AWS + "scheme": ("internet-facing",),
}
"""The values by which a load balancer is public in so many words, where ``false`` is not the one."""
_INTERNAL[_AWS + "scheme"] = ("internal",)
_MARKERS = frozenset([*_INTERNAL, _AWS + "internal", "service.kubernetes.io/qcloud-loadbalancer-internal-subnetid"])
_CLOUDS = {
    "networking.gke.io/": "GKE",
    "cloud.google.com/": "GKE",
    "iam.gke.io/": "GKE",
    "ingress.gcp.kubernetes.io/": "GKE",
    _AWS: "AWS",
    "alb.ingress.kubernetes.io/": "AWS",
    "eks.amazonaws.com/": "AWS",
    "service.beta.kubernetes.io/azure-": "Azure",
    "appgw.ingress.kubernetes.io/": "Azure",
    "azure.workload.identity/": "Azure",
    "service.beta.kubernetes.io/do-loadbalancer-": "DigitalOcean",
    "load-balancer.hetzner.cloud/": "Hetzner",
    "service.kubernetes.io/ibm-load-balancer-": "IBM",
    "service.beta.kubernetes.io/openstack-": "OpenStack",
    "loadbalancer.openstack.org/": "OpenStack",
    "service.beta.kubernetes.io/oci-load-balancer-": "OCI",
    "oci-network-load-balancer.oraclecloud.com/": "OCI",
    "service.beta.kubernetes.io/alibaba-cloud-": "Alibaba",
    "service.kubernetes.io/qcloud-": "Tencent",
    "service.beta.kubernetes.io/cce-": "Baidu",
    "service.beta.kubernetes.io/scw-": "Scaleway",
    "yandex.cloud/": "Yandex",
}
_ON_PREMISES = (
    *("metallb.io/", "metallb.universe.tf/", "kube-vip.io/", "lbipam.cilium.io/", "io.cilium/"),
    "svccontroller.k3s.cattle.io/",
)
_INTERNAL_CLASSES = (
    "networking.gke.io/l4-regional-internal",
    "networking.gke.io/l4-regional-internal-legacy",
    "tailscale",
)
_INTERNAL_BY_DEFAULT = ("service.k8s.aws/nlb", "eks.amazonaws.com/nlb")


def internal_by_annotation(annotations: Mapping[Any, Any]) -> bool:
    """Whether annotations make a load balancer internal (``services.md`` 1.2, from the providers' documents)."""
    if any(_is(annotations.get(key), values) for key, values in _INTERNAL.items()):
        return True
    if annotations.get("service.kubernetes.io/qcloud-loadbalancer-internal-subnetid"):
        return True
    if '"inner"' in str(annotations.get("kubernetes.io/elb.autocreate")):
        return True
    if annotations.get(_AWS + "scheme") is not None:
        return False
    return str(annotations.get(_AWS + "internal", "false")) not in ("", "false")


def _is(value: Any, known: tuple[str, ...]) -> bool:
    return str(value).lower() in map(str.lower, known)


def internal(annotations: Mapping[Any, Any], load_balancer_class: Any) -> bool:
    """Whether a Service's load balancer is internal, AWS' own default included."""
    if load_balancer_class in _INTERNAL_CLASSES or internal_by_annotation(annotations):
        return True
    external = annotations.get(_AWS + "type") in ("external", "nlb-ip")
    by_default = external or load_balancer_class in _INTERNAL_BY_DEFAULT
    return by_default and annotations.get(_AWS + "scheme") is None


def on_premises(service: Object) -> bool:
    """Whether a load balancer is one's own (MetalLB, kube-vip, Cilium, k3s): who reaches it cannot be told."""
    told = (str(service.spec.get("loadBalancerClass") or ""), *map(str, service.annotations))
    return any(text.startswith(_ON_PREMISES) for text in told)


def terminates_tls(annotations: Mapping[Any, Any]) -> bool:
    """Whether the load balancer itself ends TLS (``https.md`` 5)."""
    return any(annotations.get(key) for key in TERMINATION)


def redirects_http(annotations: Mapping[Any, Any]) -> bool:
    """Whether the load balancer itself redirects HTTP."""
    ends = tuple(end for end in TERMINATION.values() if end)
    return any(str(key).endswith(ends) and str(value) not in ("", "false") for key, value in annotations.items())


def open_range(service: Object) -> Place | None:
    """Where a Service lets the whole Internet in: the range that says so, else ``spec``; None where it does not."""
    ranges = sequence(service.spec.get("loadBalancerSourceRanges"))
    for number, value in enumerate(ranges):
        if isinstance(value, str) and value.strip() in _EVERYBODY:
            return service.at("spec", "loadBalancerSourceRanges", number)
    for key in _LISTS:
        text = service.annotations.get(key)
        if text:
            everybody = {word.strip() for word in str(text).split(",")} & set(_EVERYBODY)
            return service.at("metadata", "annotations", key) if everybody else None
    return None if ranges else service.at("spec")


def internal_markers() -> frozenset[str]:
    """The annotations by which load balancers are made internal."""
    return _MARKERS


def meaningless(key: str, value: Any) -> str:
    """What was expected, where the value of such an annotation means neither internal nor public; else ``""``."""
    known = (*_INTERNAL.get(key, ()), *_PUBLIC.get(key, ("", "false")))
    if key not in _INTERNAL or _is(value, known):
        return ""
    return _INTERNAL[key][0]


def cloud_of(key: str) -> str:
    """The cloud that an annotation belongs to; ``""`` for those of no cloud."""
    return next((cloud for beginning, cloud in _CLOUDS.items() if key.startswith(beginning)), "")
