"""Services whose endpoints do not come from a selector, or that stand for a StatefulSet's pods."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kubelint.finding import Fix, Operation, Patch, Path, Place, Problem, Related
from kubelint.kube.kinds import Endpoints, Service, StatefulSet
from kubelint.kube.objects import Object, mapping, sequence
from kubelint.workspace import Workspace
from kubelint.workspace.homes import Home

_SERVICE_NAME = "kubernetes.io/service-name"
_LEADER = "control-plane.alpha.kubernetes.io/leader"
_FILLED_BY = (
    "tailscale.com/",
    "multicluster.",
    "submariner.io/",
    "skupper.io/",
    "mirror.linkerd.io/",
    "kubernetes.io/leader",
)
_MANAGED_BY = "endpointslice.kubernetes.io/managed-by"


def selector_without_endpoints(service: Service, workspace: Workspace) -> Iterator[Problem]:
    """A Service without selector, to which no given endpoints belong: it leads nowhere."""
    if service.spec.get("selector") or service.spec.get("type") == "ExternalName" or _filled(service, workspace):
        return
    yield Problem(
        service.at("spec"), "has no selector, and no Endpoints or EndpointSlice among the given belongs to it"
    )


def _filled(service: Service, workspace: Workspace) -> bool:
    """Whether somebody else gives it a selector or endpoints: operators, meshes, a kustomization's common labels."""
    homes = _homes(service, workspace)
    return (
        bool(workspace.backing.endpoints(service))
        or workspace.backing.is_parent(service)
        or workspace.makers.maker("Service", service.name, service) is not None
        or workspace.makers.pods(service)
        or any(str(key).startswith(_FILLED_BY) for key in (*service.annotations, *service.labels))
        or any(home.bundle.labels or home.bundle.overwrites("Service", service.name, ["selector"]) for home in homes)
    )


def dangling_governing_service(stateful_set: StatefulSet, workspace: Workspace) -> Iterator[Problem]:
    """A StatefulSet's Service that is not there, not headless, or selects other pods."""
    name = stateful_set.spec.get("serviceName")
    if not isinstance(name, str) or not name:
        return
    answer = workspace.resolve("", "Service", name, stateful_set, beside=True)
    place = stateful_set.at("spec", "serviceName")
    if answer.wrong:
        related = (Related(answer.nearest.at("metadata", "name"), "the nearest"),) if answer.nearest else ()
        fix = _renamed(stateful_set, answer.nearest) if answer.nearest and answer.nearest.name != name else None
        yield Problem(place, f"there is no Service `{name}`: {answer.hint}", related, fix)
    elif isinstance(answer.target, Service) and workspace.index.beside(stateful_set, answer.target):
        wrong = _ungoverned(stateful_set, answer.target, workspace)
        if wrong:
            related = (Related(answer.target.at("metadata", "name"), f"Service `{name}`"),)
            yield Problem(place, f"Service `{name}` {wrong}: the pods have no names in DNS", related)


def _renamed(stateful_set: StatefulSet, nearest: Object) -> Fix:
    change = Operation("replace", ("spec", "serviceName"), nearest.name)
    return Fix(f"name Service `{nearest.name}`", (Patch(stateful_set, (change,)),), safe=False)


def _ungoverned(stateful_set: StatefulSet, service: Service, workspace: Workspace) -> str:
    if any(
        home.bundle.overwrites("Service", service.name, ["clusterIP", "selector"])
        for home in _homes(service, workspace)
    ):
        return ""
    if service.spec.get("clusterIP") != "None":
        return "is not headless"
    owners = {id(pod.owner) for pod in workspace.pods_of(service)}
    return "selects other pods" if owners and id(stateful_set) not in owners else ""


def ineffective_endpoints(endpoints: Endpoints, workspace: Workspace) -> Iterator[Problem]:
    """Endpoints written by hand that carry no traffic."""
    if _LEADER in endpoints.annotations or str(endpoints.labels.get(_MANAGED_BY)).endswith(".k8s.io"):
        return
    slice_ = endpoints.kind == "EndpointSlice"
    if slice_ and endpoints.get("addressType") == "FQDN":
        yield Problem(
            endpoints.at("addressType"), "address type `FQDN` is processed by nothing; use an `ExternalName` Service"
        )
    name = endpoints.labels.get(_SERVICE_NAME) if slice_ else endpoints.name
    place = endpoints.at("metadata", "labels", _SERVICE_NAME) if slice_ else endpoints.at("metadata", "name")
    if slice_ and not name:
        yield Problem(place, f"belongs to no Service: there is no label `{_SERVICE_NAME}`")
    elif isinstance(name, str):
        yield from _unlinked(endpoints, name, place, workspace)


def _unlinked(endpoints: Object, name: str, place: Place, workspace: Workspace) -> Iterator[Problem]:
    answer = workspace.resolve("", "Service", name, endpoints, beside=endpoints.kind == "EndpointSlice")
    if answer.wrong:
        related = (Related(answer.nearest.at("metadata", "name"), "the nearest"),) if answer.nearest else ()
        yield Problem(place, f"belongs to no Service: there is no `{name}`; {answer.hint}", related)
    elif isinstance(answer.target, Service):
        related = (Related(answer.target.at("spec", "selector"), f"Service `{name}`"),)
        if answer.target.spec.get("selector"):
            yield Problem(place, f"Service `{name}` has a selector, its controller replaces these endpoints", related)
        else:
            yield from _unnamed_ports(endpoints, answer.target)


def _unnamed_ports(endpoints: Object, service: Service) -> Iterator[Problem]:
    known = {str(mapping(port).get("name") or "") for port in sequence(service.spec.get("ports"))}
    for path, port in _ports(endpoints):
        name = str(port.get("name") or "")
        if known and name not in known:
            listed = ", ".join(f"`{other}`" for other in sorted(known)) if known != {""} else "no name"
            yield Problem(
                endpoints.at(*path, "name") if name else endpoints.at(*path),
                f"port `{name}` is none of Service `{service.name}`, whose port has {listed}",
                related=(Related(service.at("spec", "ports"), f"the ports of Service `{service.name}`"),),
            )


def _ports(endpoints: Object) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    subsets = [("subsets", number) for number, _ in enumerate(sequence(endpoints.get("subsets")))]
    for base in subsets if endpoints.kind == "Endpoints" else [()]:
        for number, port in enumerate(sequence(endpoints.get(*base, "ports"))):
            yield (*base, "ports", number), mapping(port)


def _homes(obj: Object, workspace: Workspace) -> Sequence[Home]:
    return workspace.index.homes.of(obj)
