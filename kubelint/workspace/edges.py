"""The Services that belong to an ingress controller, a gateway or a mesh's edge: those have to be open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kubelint.kube.kinds import Service
from kubelint.kube.objects import Object, mapping, sequence
from kubelint.kube.pods import Pod
from kubelint.pattern import regex
from kubelint.workspace.balancers import terminates_tls

if TYPE_CHECKING:
    from kubelint.workspace.workspace import Workspace

_OWN_NAMESPACES = """
ingress-nginx nginx-ingress traefik haproxy-controller projectcontour kong istio-system istio-ingress emissary
ambassador apisix ingress-apisix kourier-system envoy-gateway-system cilium gateway-system
"""
_OWN_NAMES = """
ingress-nginx nginx-ingress-controller nginx-ingress ingress-nginx-controller traefik traefik-ingress-lb
kubernetes-ingress haproxy-ingress contour envoy kong proxy-kong ingress-kong kong-gateway istio-ingressgateway
istio-ingress istio-gateway istio-eastwestgateway istio-egressgateway ambassador emissary-ingress emissary apisix
apisix-gateway skipper-ingress 3scale-kourier-gateway kourier gateway-proxy gloo envoy-gateway cilium-ingress tyk
nginx-gateway nginx-gateway-fabric kgateway caddy-ingress-controller voyager higress-gateway ngrok-operator
gravitee-gateway ingress-controller azure-alb-controller
"""
_NAMESPACES = frozenset(_OWN_NAMESPACES.split())
_NAMES = frozenset(_OWN_NAMES.split())
_NAME_KEYS = ("app.kubernetes.io/name", "app", "k8s-app", "name", "run", "service", "application", "component")
_MARKS = (
    "gateway.networking.k8s.io/gateway-name",
    "gateway.envoyproxy.io/owning-gateway-name",
    "istio.io/gateway-name",
    "gateway.istio.io/managed",
)
_IMAGE = regex(
    r"(?:^|/)(?:ingress-nginx/controller|kubernetes-ingress-controller/nginx-ingress-controller|nginx-ingress-controller"
    r"|nginx/nginx-ingress|nginx-ic/[^:@]+|traefik|mirrored-library-traefik|haproxytech/kubernetes-ingress"
    r"|jcmoraisjr/haproxy-ingress|projectcontour/contour|envoyproxy/envoy|kong|kong/kong-gateway"
    r"|kong/kubernetes-ingress-controller|istio/proxyv2|emissaryingress/emissary|datawire/aes|apache/apisix"
    r"|zalan[^/]*/skipper(?:-ingress)?|cloudflare/cloudflared|nginx-gateway-fabric|envoyproxy/gateway)(?:[:@]|$)"
)
_ARGUMENTS = ("--ingress-class", "--controller-class", "--entrypoints.", "--entryPoints.", "--providers.kubernetes")


def is_edge(service: Service, workspace: Workspace) -> bool:
    """Whether a Service belongs to an ingress controller or gateway: by its labels, its pods, its namespace."""
    selector = mapping(service.spec.get("selector"))
    if workspace.namespace(service) in _NAMESPACES or service.name.startswith(("cilium-ingress", "cilium-gateway-")):
        return True
    if _marked(service.labels) or _marked(selector) or service.name in _NAMES:
        return True
    return any(is_edge_pod(pod) for pod in workspace.pods_of(service))


def tls_in_front(obj: Object, workspace: Workspace) -> bool:
    """Whether a controller's load balancer, given beside an object, ends TLS itself."""
    return any(workspace.index.beside(obj, service) for service in workspace.traffic.once(_secure_edges))


def _secure_edges(workspace: Workspace) -> list[Service]:
    balancers = [s for s in workspace.of(Service) if s.spec.get("type") == "LoadBalancer"]
    return [service for service in balancers if terminates_tls(service.annotations) and is_edge(service, workspace)]


def _marked(labels: Mapping[str, Any]) -> bool:
    if any(labels.get(key) in _NAMES for key in _NAME_KEYS if isinstance(labels.get(key), str)):
        return True
    return (
        any(key in labels for key in _MARKS)
        or labels.get("istio") == "ingress"
        or "gateway" in str(labels.get("istio"))
    )


def is_edge_pod(pod: Pod) -> bool:
    """Whether a pod is an ingress controller or gateway: by its labels, images and arguments."""
    if _marked(pod.labels):
        return True
    for container in pod.containers:
        words = [str(word) for field in ("command", "args") for word in sequence(container.data.get(field))]
        if _IMAGE.search(container.image) or any(word.startswith(_ARGUMENTS) for word in words):
            return True
        if container.image == "auto" and container.name == "istio-proxy":
            return True
    return False
