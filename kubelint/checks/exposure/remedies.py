"""How a Service comes behind an Ingress."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kubelint.finding import Fix, NewDocument, Operation, Patch
from kubelint.kube.kinds import IngressClass, Issuer, Service
from kubelint.kube.objects import mapping, sequence
from kubelint.workspace.ports import speech

if TYPE_CHECKING:
    from kubelint.workspace import Workspace

_FIELDS = (
    "externalTrafficPolicy",
    "healthCheckNodePort",
    "loadBalancerIP",
    "loadBalancerClass",
    "loadBalancerSourceRanges",
    "allocateLoadBalancerNodePorts",
)
_HOSTNAMES = ("external-dns.alpha.kubernetes.io/hostname", "external-dns.kubernetes.io/hostname")


def behind_ingress(service: Service, workspace: Workspace) -> Fix | None:
    """``ClusterIP`` and an Ingress skeleton beside it, where no route leads there yet. The address changes."""
    if any(entry.object is not service for entry in workspace.traffic.entries_to(service)):
        return inside(service)
    if not service.name or workspace.find("networking.k8s.io", "Ingress", service.name, service):
        return None
    changes = (_cluster_ip(service), NewDocument(service, _ingress(service, workspace)))
    return Fix("put it behind an Ingress (choose its host)", changes, safe=False)


def inside(service: Service) -> Fix:
    """``ClusterIP``: whoever used the other address loses it."""
    return Fix("keep it inside the cluster (`ClusterIP`)", (_cluster_ip(service),), safe=False)


def _cluster_ip(service: Service) -> Patch:
    """The type, without the fields and annotations of a load balancer."""
    operations = [Operation("replace", ("spec", "type"), "ClusterIP")]
    operations += [Operation("remove", ("spec", field)) for field in _FIELDS if field in service.spec]
    operations += _annotations(service)
    for number, port in enumerate(sequence(service.spec.get("ports"))):
        if "nodePort" in mapping(port):
            operations.append(Operation("remove", ("spec", "ports", number, "nodePort")))
    return Patch(service, tuple(operations))


def _annotations(service: Service) -> list[Operation]:
    """The removal of what the cloud's load balancer and its name in DNS were told."""
    words = ("load-balancer", "loadbalancer")
    gone = [k for k in service.annotations if k in _HOSTNAMES or any(word in str(k) for word in words)]
    if gone and len(gone) == len(service.annotations):
        return [Operation("remove", ("metadata", "annotations"))]
    return [Operation("remove", ("metadata", "annotations", key)) for key in gone]


def _ingress(service: Service, workspace: Workspace) -> dict[str, Any]:
    host = next((str(service.annotations[key]) for key in _HOSTNAMES if service.annotations.get(key)), "")
    host = host.partition(",")[0].strip() or f"{service.name}.example.com"
    backend = {"service": {"name": service.name, "port": {"number": _port(service)}}}
    path = {"path": "/", "pathType": "Prefix", "backend": backend}
    metadata: dict[str, Any] = {"name": service.name}
    if service.namespace:
        metadata["namespace"] = service.namespace
    issuers = [issuer for issuer in workspace.of(Issuer) if issuer.kind == "ClusterIssuer"]
    if len(issuers) == 1:
        metadata["annotations"] = {"cert-manager.io/cluster-issuer": issuers[0].name}
    classes = workspace.of(IngressClass)
    named = {"ingressClassName": classes[0].name} if len(classes) == 1 else {}
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "Ingress",
        "metadata": metadata,
        "spec": {
            **named,
            "tls": [{"hosts": [host], "secretName": f"{service.name}-tls"}],
            "rules": [{"host": host, "http": {"paths": [path]}}],
        },
    }


def _port(service: Service) -> Any:
    ports = [mapping(port) for port in sequence(service.spec.get("ports"))]
    by_http = [port for port in ports if speech(port) == "http"] or ports
    return by_http[0].get("port", 80) if by_http else 80
