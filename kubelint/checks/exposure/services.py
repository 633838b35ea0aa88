"""Exposure: Services that are open to the Internet without an Ingress or a Gateway in front."""

from __future__ import annotations

from collections.abc import Iterator

from kubelint.checks.exposure.remedies import behind_ingress, inside
from kubelint.finding import Problem, Related, Severity
from kubelint.kube.kinds import Ingress, Service
from kubelint.kube.objects import mapping, sequence
from kubelint.workspace import Workspace
from kubelint.workspace.balancers import internal, on_premises, open_range, terminates_tls
from kubelint.workspace.edges import is_edge
from kubelint.workspace.entries import Entry, State
from kubelint.workspace.ports import Speech, speech


def http_load_balancer(service: Service, workspace: Workspace) -> Iterator[Problem]:
    """A public load balancer of its own for a web application."""
    if not _public_balancer(service, workspace):
        return
    spoken = _spoken(service)
    if not _web(spoken):
        return
    place, instead = service.at("spec", "type"), "use `ClusterIP` behind an Ingress or a Gateway"
    fix = behind_ingress(service, workspace)
    if terminates_tls(service.annotations):
        message = f"a load balancer of its own for one web application; {instead} to share one"
        yield Problem(place, message, fix=fix, severity=Severity.INFO)
    elif "http" not in spoken:
        message = f"a public load balancer hands TLS on to the pods: no routing by host or path; {instead}"
        yield Problem(place, message, fix=fix)
    else:
        message = f"a web application behind a bare load balancer: no TLS, no routing by host or path; {instead}"
        severity = None if open_range(service) else Severity.INFO
        yield Problem(place, message, fix=fix, severity=severity)


def http_node_port(service: Service, workspace: Workspace) -> Iterator[Problem]:
    """A web application is open on a port of every node."""
    if service.spec.get("type") != "NodePort" or is_edge(service, workspace) or not _web(_spoken(service)):
        return
    if not any(_needs_node_port(entry, service, workspace) for entry in workspace.traffic.entries_to(service)):
        instead = "use `ClusterIP` behind an Ingress or a Gateway"
        yield Problem(service.at("spec", "type"), f"a web application on a port of every node; {instead}")


def open_source_ranges(service: Service, workspace: Workspace) -> Iterator[Problem]:
    """A public load balancer that serves no web application admits the whole Internet."""
    if not _public_balancer(service, workspace) or _web(_spoken(service)) or on_premises(service):
        return
    place = open_range(service)
    if place is not None:
        numbers = dict.fromkeys(str(mapping(port).get("port")) for port in sequence(service.spec.get("ports")))
        ports = ", ".join(f"`{number}`" for number in numbers)
        ask = "name who may reach it in `loadBalancerSourceRanges`"
        yield Problem(place, f"the whole Internet may reach port {ports}; {ask}")


def bypassed_ingress(service: Service, workspace: Workspace) -> Iterator[Problem]:
    """Pods behind an Ingress are open past it too."""
    kind = service.spec.get("type")
    if kind not in ("LoadBalancer", "NodePort") or not _web(_spoken(service)) or is_edge(service, workspace):
        return
    if internal(service.annotations, service.spec.get("loadBalancerClass")):
        return
    for entry in _routes_to_its_pods(service, workspace):
        if kind == "NodePort" and _needs_node_port(entry, service, workspace):
            return
        related = Related(entry.place, f"the {entry.object.kind} that it bypasses")
        behind = f"the pods behind {entry.object.kind} `{entry.object.name}`"
        message = f"{behind} are also open past it, through this Service of type {kind}; `ClusterIP` would do"
        yield Problem(service.at("spec", "type"), message, (related,), inside(service))
        return


def _public_balancer(service: Service, workspace: Workspace) -> bool:
    if service.spec.get("type") != "LoadBalancer":
        return False
    hidden = internal(service.annotations, service.spec.get("loadBalancerClass"))
    return not hidden and not is_edge(service, workspace)


def _spoken(service: Service) -> set[Speech]:
    ports = [mapping(port) for port in sequence(service.spec.get("ports"))]
    if any(port.get("protocol", "TCP") != "TCP" for port in ports):
        return {"other"}
    return {speech(port) for port in ports}


def _web(spoken: set[Speech]) -> bool:
    return bool({"http", "https"} & spoken)


def _routes_to_its_pods(service: Service, workspace: Workspace) -> Iterator[Entry]:
    """The entry points, Services apart, that lead to the pods of a Service: by itself or by another Service."""
    owners = {id(pod.owner) for pod in workspace.pods_of(service)}
    services = {id(service): service}
    for pod in workspace.pods_of(service):
        services.update((id(other), other) for other in workspace.services_of(pod) if id(pod.owner) in owners)
    for other in services.values():
        for entry in workspace.traffic.entries_to(other):
            served = entry.state is not State.IGNORED and entry.scope != "inside"
            if served and not isinstance(entry.object, Service) and workspace.traffic.together(service, entry.object):
                yield entry


def _needs_node_port(entry: Entry, service: Service, workspace: Workspace) -> bool:
    """Whether an entry's controller sends to the nodes: GKE without NEG, ALB by instance, or nobody knows."""
    if not isinstance(entry.object, Ingress):
        return False
    if entry.controller == "GKE":
        return '"ingress":true' not in str(service.annotations.get("cloud.google.com/neg")).replace(" ", "")
    if entry.controller == "AWS Load Balancer Controller":
        kind = "alb.ingress.kubernetes.io/target-type"
        return (service.annotations.get(kind) or entry.object.annotations.get(kind) or "instance") == "instance"
    return not entry.controller
