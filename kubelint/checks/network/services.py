"""Network: fields of Services that do nothing, or more than they should."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Annotated, Any, NamedTuple

from kubelint.finding import Fix, Operation, Patch, Place, Problem, Related, Severity
from kubelint.kube.kinds import Ingress, Service
from kubelint.kube.objects import mapping, sequence
from kubelint.kube.pods import Container
from kubelint.kube.ports import target
from kubelint.kube.probes import probes
from kubelint.pattern import regex
from kubelint.workspace import Workspace
from kubelint.workspace.serving import servings

_LONGEST_NAME = 15
"""Names of Service ports may have 63 characters, those in references 15 (IANA service names)."""
_PORTS = 65536
"""From here on (and below 1) a number is no port at all, which `invalid-value` says."""
_ADDRESS = regex(r"\d+\.\d+\.\d+\.\d+\.?|[0-9A-Fa-f]*:[0-9A-Fa-f:.]*")


def external_ip_service(service: Service) -> Iterator[Problem]:
    """Whoever may set ``externalIPs`` takes over the traffic for an address."""
    if service.spec.get("externalIPs"):
        yield Problem(
            service.key("spec", "externalIPs"),
            "takes over all traffic of the cluster for these addresses, whoever owns them (CVE-2020-8554), and is "
            "deprecated; use a LoadBalancer or a Gateway",
        )


def ineffective_service_field(service: Service, workspace: Workspace) -> Iterator[Problem]:
    """A field that is stored and does nothing."""
    spec, kind = service.spec, service.spec.get("type") or "ClusterIP"
    name = spec.get("externalName")
    if name and kind != "ExternalName":
        yield _idle(service, "externalName", f"does nothing on type {kind}; did you mean `type: ExternalName`?")
    elif isinstance(name, str) and _ADDRESS.fullmatch(name):
        message = (
            f"`{name}` is an address, and is looked up as a name; use a Service without selector and an EndpointSlice"
        )
        yield Problem(service.key("spec", "externalName"), message)
    if kind == "ExternalName" and spec.get("selector"):
        yield _idle(
            service, "selector", "does nothing on type ExternalName, which is a name in DNS and selects no pods"
        )
    if spec.get("clusterIP") == "None":
        if spec.get("sessionAffinity") not in (None, "None"):
            yield _idle(
                service, "sessionAffinity", "does nothing on a headless Service: clients choose the pod themselves"
            )
        if spec.get("loadBalancerIP"):
            yield _idle(service, "loadBalancerIP", "does nothing on a headless Service: there is no load balancer")
        yield from _unmapped(service, workspace)


def _idle(service: Service, field: str, message: str) -> Problem:
    changes = [Operation("remove", ("spec", field))]
    if field == "sessionAffinity" and "sessionAffinityConfig" in service.spec:
        changes.append(Operation("remove", ("spec", "sessionAffinityConfig")))
    fix = Fix(f"leave `{field}` out", (Patch(service, tuple(changes)),), safe=field != "externalName")
    return Problem(service.key("spec", field), message, fix=fix)


def _unmapped(service: Service, workspace: Workspace) -> Iterator[Problem]:
    for number, port in enumerate(map(mapping, sequence(service.spec.get("ports")))):
        wanted, own = port.get("targetPort"), port.get("port")
        if isinstance(wanted, str):
            numbers = {target(port, pod).number for pod in workspace.pods_of(service)}
            wanted = numbers.pop() if len(numbers) == 1 else None
        if isinstance(wanted, int) and wanted and wanted != own:
            yield Problem(
                service.key("spec", "ports", number, "targetPort"),
                f"a headless Service maps no ports: clients find the pods and have to ask {wanted}, not {own}",
                severity=Severity.INFO,
            )


class DuplicateNodePortOptions(NamedTuple):
    """Options of duplicate-node-port."""

    range: Annotated[str, {"pattern": r"^\d+-\d+$"}] = "30000-32767"
    """The node ports of the cluster (``--service-node-port-range``)."""


def duplicate_node_port(workspace: Workspace, options: DuplicateNodePortOptions) -> Iterator[Problem]:
    """Two Services claim one port of the nodes, or it lies outside the cluster's range."""
    claimed: dict[tuple[int, str], list[tuple[Service, int]]] = defaultdict(list)
    least, _, most = options.range.partition("-")
    for service in workspace.of(Service):
        for number, port in enumerate(map(mapping, sequence(service.spec.get("ports")))):
            wanted = port.get("nodePort")
            if not isinstance(wanted, int) or not wanted:
                continue
            yield from _claimed(service, number, claimed[wanted, str(port.get("protocol") or "TCP")], workspace)
            if 0 < wanted < _PORTS and not int(least) <= wanted <= int(most):
                yield Problem(
                    service.at("spec", "ports", number, "nodePort"),
                    f"{wanted} lies outside the cluster's node ports, {options.range}",
                    severity=Severity.WARNING,
                    fix=_unpinned(service, number),
                )


def _claimed(
    service: Service, number: int, earlier: list[tuple[Service, int]], workspace: Workspace
) -> Iterator[Problem]:
    """The claim of another Service that is applied together with this one."""
    for other, place in earlier:
        same = (other.name, workspace.namespace(other)) == (service.name, workspace.namespace(service))
        if not same and workspace.index.beside(other, service):
            at = ("spec", "ports", place, "nodePort")
            yield Problem(
                service.at("spec", "ports", number, "nodePort"),
                f"the Service `{other.name}` claims node port {other.get(*at)} too: the server refuses the second",
                related=(Related(other.at(*at), "the first claim"),),
                fix=_unpinned(service, number),
            )
            break
    earlier.append((service, number))


def _unpinned(service: Service, number: int) -> Fix:
    remove = Operation("remove", ("spec", "ports", number, "nodePort"))
    return Fix("let the cluster choose the port", (Patch(service, (remove,)),), safe=False)


def questionable_traffic_policy(service: Service) -> Iterator[Problem]:
    """Who calls is hidden, or some nodes drop traffic."""
    kind, policy = service.spec.get("type"), service.spec.get("externalTrafficPolicy")
    if kind == "LoadBalancer" and policy in (None, "Cluster"):
        place = service.at("spec", "externalTrafficPolicy" if policy else "type")
        yield Problem(place, "`externalTrafficPolicy: Cluster` (the default) hides the client's address from the pods")
    elif kind == "NodePort" and policy == "Local":
        yield Problem(
            service.at("spec", "externalTrafficPolicy"), "nodes without a pod of the Service drop its traffic"
        )


def unnamed_port(subject: Container | Service | Ingress, workspace: Workspace) -> Iterator[Problem]:
    """A port without a name, or a number where a name exists."""
    if isinstance(subject, Container):
        yield from _container_ports(subject, workspace)
    elif isinstance(subject, Service):
        yield from _target_ports(subject, workspace)
    else:
        yield from _backend_ports(subject, workspace)


def _container_ports(container: Container, workspace: Workspace) -> Iterator[Problem]:
    for number, port in enumerate(container.ports):
        if not port.get("name"):
            yield Problem(container.at("ports", number), f"port {port.get('containerPort')} has no name")
    alone = len(container.pod.containers) == 1
    if not container.ports and alone and next(servings(container.pod, workspace), None):
        yield Problem(container.at(), f"container `{container.name}` is served, and declares no port")
    for probe in probes(container):
        name = _name(container.ports, "containerPort", probe.port)
        if name and probe.handler != "grpc":
            message = f"asks port {probe.port} by number, and it is named `{name}`"
            place = probe.at(str(probe.handler), "port")
            yield Problem(place, message, fix=_by_name(place, name))


def _target_ports(service: Service, workspace: Workspace) -> Iterator[Problem]:
    for number, port in enumerate(map(mapping, sequence(service.spec.get("ports")))):
        wanted = port.get("targetPort")
        pods = workspace.pods_of(service) if isinstance(wanted, int) else []
        protocol = str(port.get("protocol") or "TCP")
        found = {_name([p for c in pod.containers for p in c.ports], "containerPort", wanted, protocol) for pod in pods}
        if len(found) == 1 and (name := found.pop()):
            message = f"sends to {wanted} by number, and the port is named `{name}`"
            place = service.at("spec", "ports", number, "targetPort")
            yield Problem(place, message, fix=_by_name(place, name))


def _backend_ports(ingress: Ingress, workspace: Workspace) -> Iterator[Problem]:
    for index, rule in enumerate(map(mapping, sequence(ingress.spec.get("rules")))):
        for place, path in enumerate(map(mapping, sequence(mapping(rule.get("http")).get("paths")))):
            backend = mapping(mapping(path.get("backend")).get("service"))
            number, named = mapping(backend.get("port")).get("number"), backend.get("name")
            service = workspace.find("", "Service", named, ingress) if isinstance(named, str) and number else None
            name = _name(sequence(service.spec.get("ports")), "port", number) if service else None
            if name:
                at = ("spec", "rules", index, "http", "paths", place, "backend", "service", "port", "number")
                changes = (Operation("replace", at, name), Operation("rename", at, "name"))
                fix = Fix(f"name the port `{name}`", (Patch(ingress, changes),))
                message = f"sends to {number} by number, and the Service names it `{name}`"
                yield Problem(ingress.at(*at), message, fix=fix)


def _by_name(place: Place, name: str) -> Fix:
    return Fix(f"name the port `{name}`", (Patch(place.subject, (Operation("replace", place.path, name),)),))


def _name(ports: list[dict[str, Any]], field: str, number: Any, protocol: str = "TCP") -> str | None:
    """The name of the port of that number and protocol, as far as a reference may use it."""
    given = [port for port in map(mapping, ports) if port.get(field) == number]
    names = (port.get("name") for port in given if (port.get("protocol") or "TCP") == protocol)
    name = next((name for name in names if isinstance(name, str)), "") if isinstance(number, int) else ""
    return name if 0 < len(name) <= _LONGEST_NAME else None
