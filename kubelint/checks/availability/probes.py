"""Availability: probes that are missing or ask the wrong place."""

from __future__ import annotations

from collections.abc import Iterator

from kubelint.finding import Fix, Operation, Patch, Problem, Related, Severity
from kubelint.kube.hooks import is_test
from kubelint.kube.kinds import Service
from kubelint.kube.nearness import nearest
from kubelint.kube.placeholders import unrendered
from kubelint.kube.pods import Container, Pod
from kubelint.kube.ports import Target
from kubelint.kube.probes import Probe, probes
from kubelint.workspace import Workspace
from kubelint.workspace.serving import lasting, servings


def missing_readiness_probe(pod: Pod, workspace: Workspace) -> Iterator[Problem]:
    """The container that serves a Service's port has no readiness probe."""
    if is_test(pod.owner) or not lasting(pod) or pod.spec.get("readinessGates"):
        return
    if workspace.overwritten(pod.owner, "readinessProbe"):
        return
    for container, service, target in _unready(pod, workspace).values():
        yield Problem(
            container.at(),
            f"container `{container.name}` serves the Service `{service.name}` and has no `readinessProbe`: "
            "it gets traffic as soon as its process starts",
            related=(Related(service.at("metadata", "name"), "the Service"),),
            fix=_readiness_skeleton(container, target),
            severity=Severity.ERROR if _reached(pod, service, workspace) else None,
        )


def _reached(pod: Pod, service: Service, workspace: Workspace) -> bool:
    """Whether the pods are reached from outside, by a Service that is applied with them."""
    return workspace.index.beside(pod.owner, service) and workspace.traffic.exposed(pod) == "outside"


def _unready(pod: Pod, workspace: Workspace) -> dict[int, tuple[Container, Service, Target]]:
    """Containers that serve without a readiness probe, each with the first of its Services."""
    found: dict[int, tuple[Container, Service, Target]] = {}
    candidates = len([c for c in (*pod.containers, *pod.init_containers) if _may_lack(c)])
    for serving in servings(pod, workspace):
        service, container = serving.service, serving.target.container or _only(pod)
        if container is None or service.spec.get("publishNotReadyAddresses") is True:
            continue
        if _may_lack(container):
            found.setdefault(id(container), (container, service, serving.target))
        if len(found) == candidates:
            break
    return found


def _may_lack(container: Container) -> bool:
    return not container.data.get("readinessProbe") and container.image != "auto"


def _only(pod: Pod) -> Container | None:
    return pod.containers[0] if len(pod.containers) == 1 else None


def _readiness_skeleton(container: Container, target: Target) -> Fix | None:
    names = [port.get("name") for port in container.ports if port.get("containerPort") == target.number]
    port = next((name for name in names if isinstance(name, str)), target.number)
    if port is None:
        return None
    value = {"tcpSocket": {"port": port}}
    add = Operation("add", container.at("readinessProbe").path, value)
    return Fix(f"ask port {port} before sending traffic", (Patch(container.pod.owner, (add,)),), safe=False)


def probe_port_mismatch(container: Container) -> Iterator[Problem]:
    """A probe names a port that its container does not have."""
    names = [port["name"] for port in container.ports if isinstance(port.get("name"), str)]
    for probe in probes(container):
        port = probe.port
        if not isinstance(port, str) or port in names or port.isdigit() or unrendered(port):
            continue
        near = nearest(port, names)
        yield Problem(
            probe.at(str(probe.handler), "port"),
            f"container `{container.name}` has no port named `{port}`{_instead(container, port, names, near)}",
            fix=_renamed(probe, near or (names[0] if len(names) == 1 else None), safe=near is not None),
        )


def _instead(container: Container, port: str, names: list[str], near: str | None) -> str:
    if near:
        return f"; did you mean `{near}`?"
    owner = next((c for c in container.pod.containers if any(p.get("name") == port for p in c.ports)), None)
    if owner:
        return f"; that is a port of container `{owner.name}`, and names count within one container only"
    return f"; it has {', '.join(f'`{name}`' for name in names)}" if names else "; it names none of its ports"


def _renamed(probe: Probe, port: str | None, safe: bool) -> Fix | None:
    if port is None:
        return None
    replace = Operation("replace", probe.at(str(probe.handler), "port").path, port)
    return Fix(f"ask port `{port}`", (Patch(probe.container.pod.owner, (replace,)),), safe)


def missing_liveness_probe(container: Container) -> Iterator[Problem]:
    """A container that runs on has no liveness probe."""
    pod = container.pod
    if is_test(pod.owner) or not lasting(pod) or container.data.get("livenessProbe"):
        return
    yield Problem(container.at(), f"container `{container.name}` has no `livenessProbe`: if it hangs, it stays")
