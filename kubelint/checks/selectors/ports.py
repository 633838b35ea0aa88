"""The ports that Services and monitors name, against those of the pods and Services behind them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kubelint.finding import Fix, Operation, Patch, Path, Place, Problem, Related
from kubelint.kube.kinds import Service, ServiceMonitor
from kubelint.kube.nearness import nearest
from kubelint.kube.objects import Object, dig, mapping, sequence
from kubelint.kube.placeholders import unrendered
from kubelint.kube.pods import Container, Pod
from kubelint.workspace import Workspace
from kubelint.workspace.monitoring import monitored_pods, monitored_services


def target_port_mismatch(service: Service, workspace: Workspace) -> Iterator[Problem]:
    """A named port that none of the selected pods has, so that they are no endpoints for it."""
    pods = workspace.pods_of(service)
    for number, port in _ports(service) if pods else ():
        wanted = port.get("targetPort")
        if not isinstance(wanted, str) or wanted.isdigit() or unrendered(wanted):
            continue
        protocol = port.get("protocol") or "TCP"
        if not any(wanted in _names(pod, protocol) for pod in pods) and all(_known(pod, workspace) for pod in pods):
            yield _no_such_name(service, number, wanted, protocol, pods)


def _no_such_name(service: Service, number: int, wanted: str, protocol: str, pods: list[Pod]) -> Problem:
    owner = pods[0].owner
    names = sorted({name for pod in pods for name in _names(pod, protocol)})
    other = any(wanted in _names(pod, None) for pod in pods)
    have = "has it with another protocol" if other else f"has {_listed(names)}" if names else "names no port"
    field: Path = ("spec", "ports", number, "targetPort")
    right = nearest(wanted, names) or (names[0] if len(names) == 1 else None)
    return Problem(
        service.at(*field),
        f"no port `{wanted}` ({protocol}) behind this Service: {owner.kind} `{owner.name}` {have}",
        related=(Related(pods[0].at("containers"), f"the containers of {owner.kind} `{owner.name}`"),),
        fix=_replaced(service, field, right) if right else None,
    )


def undeclared_target_port(service: Service, workspace: Workspace) -> Iterator[Problem]:
    """A number that no selected container declares, although all of them declare ports."""
    pods = workspace.pods_of(service)
    if service.spec.get("clusterIP") == "None" or not pods:
        return
    for number, port in _ports(service):
        field = "targetPort" if port.get("targetPort") else "port"
        wanted = port.get(field)
        if not isinstance(wanted, int) or not all(_surely_undeclared(wanted, pod) for pod in pods):
            continue
        if all(_known(pod, workspace) for pod in pods):
            place: Path = ("spec", "ports", number, field)
            yield _not_declared(service, place, wanted, pods)


def _surely_undeclared(wanted: int, pod: Pod) -> bool:
    """Whether every container declares ports, none of them this one, nor is it spoken of otherwise."""
    return bool(pod.containers) and all(
        container.ports and wanted not in _numbers([container]) and not _speaks_of(container, wanted)
        for container in pod.containers
    )


def _speaks_of(container: Container, number: int) -> bool:
    """Whether arguments, environment or probes contain the number: then the container probably listens there."""
    spoken = (container.get(field) for field in ("command", "args", "env", "livenessProbe", "readinessProbe"))
    return any(str(number) in str(value) for value in spoken if value)


def _not_declared(service: Service, place: Path, wanted: int, pods: list[Pod]) -> Problem:
    owner = pods[0].owner
    numbers = sorted(_numbers(container for pod in pods for container in pod.containers))
    right = numbers[0] if len(numbers) == 1 and place[-1] == "targetPort" else None
    return Problem(
        service.at(*place),
        f"no container behind this Service declares port {wanted}: "
        f"{owner.kind} `{owner.name}` declares {_listed(map(str, numbers))}",
        related=(Related(pods[0].at("containers"), f"the containers of {owner.kind} `{owner.name}`"),),
        fix=_replaced(service, place, right) if right else None,
    )


def monitor_port_mismatch(monitor: ServiceMonitor, workspace: Workspace) -> Iterator[Problem]:
    """A monitor's endpoint whose port none of the monitored things has."""
    pods = monitor.kind == "PodMonitor"
    field = "podMetricsEndpoints" if pods else "endpoints"
    known, owner = (_pod_ports if pods else _service_ports)(monitor, workspace)
    for number, endpoint in enumerate(sequence(monitor.spec.get(field))):
        wanted = mapping(endpoint).get("port")
        if owner is None or not isinstance(wanted, str) or unrendered(wanted) or wanted in known:
            continue
        have = f"has {_listed(sorted(known))}" if known else "names no port"
        right = nearest(wanted, known) or (next(iter(known)) if len(known) == 1 else None)
        place: Path = ("spec", field, number, "port")
        yield Problem(
            monitor.at(*place),
            f"no port is named `{wanted}`: {owner.kind} `{owner.name}` {have}",
            related=(Related(Place(owner), f"{owner.kind} `{owner.name}` is monitored"),),
            fix=_replaced(monitor, place, right) if right else None,
        )


def _service_ports(monitor: ServiceMonitor, workspace: Workspace) -> tuple[set[str], Object | None]:
    services = monitored_services(monitor, workspace)
    ports = (port.get("name") for service in services for _, port in _ports(service))
    return {name for name in ports if isinstance(name, str)}, services[0] if services else None


def _pod_ports(monitor: ServiceMonitor, workspace: Workspace) -> tuple[set[str], Object | None]:
    pods = monitored_pods(monitor, workspace)
    if not all(_known(pod, workspace) for pod in pods):
        return set(), None
    return {name for pod in pods for name in _names(pod, None)}, pods[0].owner if pods else None


def _ports(service: Object) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for number, port in enumerate(sequence(service.spec.get("ports"))):
        if isinstance(port, dict):
            yield number, port


def _known(pod: Pod, workspace: Workspace) -> bool:
    """Whether all of a pod's ports are in its manifest: nobody injects containers or patches them."""
    if any(container.image == "auto" for container in pod.containers) or not pod.containers:
        return False
    owner = pod.owner
    homes = workspace.index.homes.of(owner)
    return not any(home.bundle.overwrites(owner.kind, owner.name, ["ports", "containerPort"]) for home in homes)


def _names(pod: Pod, protocol: str | None) -> set[str]:
    return {
        str(port["name"])
        for container in pod.containers
        for port in container.ports
        if port.get("name") and protocol in (None, port.get("protocol") or "TCP")
    }


def _numbers(containers: Iterable[Container]) -> set[int]:
    declared = (dig(port, "containerPort") for container in containers for port in container.ports)
    return {number for number in declared if isinstance(number, int)}


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _replaced(obj: Object, place: Path, value: Any) -> Fix:
    return Fix(f"use `{value}`", (Patch(obj, (Operation("replace", place, value),)),), safe=False)
