"""The path of traffic as nodes and edges: entry points, Services, workloads, and what is broken between them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from kubelint.finding import Path, Place
from kubelint.kube.kinds import Service, Workload
from kubelint.kube.objects import Object, mapping, sequence
from kubelint.workspace.entries import Backend, Entry, Route

if TYPE_CHECKING:
    from kubelint.workspace.workspace import Workspace

ENTRY, SERVICE, WORKLOAD = 0, 1, 2
Spot = tuple[str, int, Path, Path]
"""A place by the file, document and base of its object, and the path."""


class Node(NamedTuple):
    """An entry point, a Service or a workload."""

    id: str
    column: int
    kind: str
    name: str
    namespace: str
    file: str = ""
    state: str = ""
    """What plain HTTP meets there; of entry points alone."""
    scope: str = ""
    controller: str = ""
    hosts: tuple[str, ...] = ()
    note: str = ""
    """A further word: replicas, type, ports."""
    given: bool = True
    """Whether the object is in what was given."""


class Edge(NamedTuple):
    """What leads from one to another."""

    source: str
    target: str
    label: str = ""
    broken: str = ""
    """What is wrong with it."""


class Graph(NamedTuple):
    """Nodes and edges, in reading order."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def graph(workspace: Workspace, faults: Mapping[Spot, str]) -> Graph:
    """The graph of a workspace; ``faults`` says what is wrong at which places."""
    return _Builder(workspace, faults).build()


def spot(place: Place) -> Spot:
    """A place as a key."""
    return place.subject.file, place.subject.index, place.subject.base, place.path


class _Builder:
    def __init__(self, workspace: Workspace, faults: Mapping[Spot, str]) -> None:
        self.workspace = workspace
        self.faults = faults
        self.nodes: dict[str, Node] = {}
        self.edges: dict[Edge, None] = {}
        self._names: dict[tuple[object, ...], str] = {}
        self._counts: Counter[str] = Counter()

    def build(self) -> Graph:
        for number, entry in enumerate(self.workspace.traffic.entries, 1):
            self._entry(f"entry{number}", entry)
        return Graph(tuple(self.nodes.values()), tuple(self.edges))

    def _entry(self, name: str, entry: Entry) -> None:
        obj = entry.object
        self.nodes[name] = self._node(name, ENTRY, obj)._replace(
            kind=str(obj.spec.get("type")) if isinstance(obj, Service) else obj.kind,
            state=str(entry.state),
            scope=entry.scope or "",
            controller="" if isinstance(obj, Service) else entry.controller,
            hosts=tuple(host.name or "*" for host in entry.hosts),
            note=_listener(entry),
        )
        if isinstance(obj, Service):
            self._edge(name, self._service(obj), _ports(obj))
        elif isinstance(obj, Workload):
            self._edge(name, self._workload(obj))
        for target, labels, broken in self._targets(entry):
            self._edge(name, target, ", ".join(dict.fromkeys(labels)), broken)

    def _name(self, word: str, *key: object) -> str:
        """A name that is the same in every run: ``service1``, ``service2``."""
        if (word, *key) not in self._names:
            self._counts[word] += 1
            self._names[word, *key] = f"{word}{self._counts[word]}"
        return self._names[word, *key]

    def _targets(self, entry: Entry) -> Iterable[tuple[str, list[str], str]]:
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for route in entry.routes:
            for backend in route.backends:
                broken = self._fault(backend.place) or self._fault(backend.port_place)
                target = self._backend(backend, route.owner or entry.object)
                found[target, broken].append(_label(route, backend, len(entry.hosts) > 1))
        return ((target, labels, broken) for (target, broken), labels in found.items())

    def _fault(self, place: Place | None) -> str:
        return self.faults.get(spot(place), "") if place else ""

    def _backend(self, backend: Backend, user: Object) -> str:
        service = self.workspace.traffic.service_of(backend, user)
        if service is not None:
            return self._service(service)
        name = self._name("service", backend.kind, backend.namespace, backend.name)
        node = Node(name, SERVICE, backend.kind, backend.name, backend.namespace, given=False, note="not given")
        self.nodes.setdefault(name, node)
        return name

    def _service(self, service: Service) -> str:
        name = self._name("service", id(service))
        if name not in self.nodes:
            kind = service.spec.get("type") or "ClusterIP"
            self.nodes[name] = self._node(name, SERVICE, service)._replace(note=f"{kind} {_ports(service)}")
            pods = self.workspace.pods_of(service)
            broken = self._fault(service.at("spec", "selector"))
            for pod in pods:
                self._edge(name, self._workload(pod.owner), broken=self._port_fault(service))
            if not pods and broken:
                self._edge(name, self._nothing(service), broken=broken)
        return name

    def _port_fault(self, service: Service) -> str:
        ports = range(len(sequence(service.spec.get("ports"))))
        places = (service.at("spec", "ports", number, "targetPort") for number in ports)
        return next(filter(None, map(self._fault, places)), "")

    def _nothing(self, service: Service) -> str:
        name = self._name("workload", "none", id(service))
        self.nodes[name] = Node(name, WORKLOAD, "Pods", "none", self.workspace.namespace(service), given=False)
        return name

    def _workload(self, owner: Object) -> str:
        name = self._name("workload", id(owner))
        if name not in self.nodes:
            replicas = owner.spec.get("replicas")
            note = f"{replicas} replicas" if isinstance(replicas, int) and replicas != 1 else ""
            self.nodes[name] = self._node(name, WORKLOAD, owner)._replace(note=note)
        return name

    def _node(self, name: str, column: int, obj: Object) -> Node:
        return Node(name, column, obj.kind, obj.name or "(unnamed)", self.workspace.namespace(obj), obj.file)

    def _edge(self, source: str, target: str, label: str = "", broken: str = "") -> None:
        self.edges[Edge(source, target, label, broken)] = None


def _listener(entry: Entry) -> str:
    """The listener or server of a Gateway that the entry is."""
    step = entry.place.path[-1] if entry.place.path else None
    if not isinstance(step, int):
        return ""
    item = mapping(entry.object.get(*entry.place.path))
    port = item.get("port")
    number, name = (port.get("number"), port.get("name")) if isinstance(port, dict) else (port, item.get("name"))
    return f"{name} {number}" if name else str(number)


def _label(route: Route, backend: Backend, with_host: bool) -> str:
    host = ",".join(route.hosts) if with_host else ""
    port = f":{backend.port}" if backend.port is not None else ""
    weight = f" ({backend.weight})" if backend.weight is not None else ""
    return f"{host}{route.path or '/'}{port}{weight}"


def _ports(service: Object) -> str:
    ports = dict.fromkeys(str(mapping(port).get("port")) for port in sequence(service.spec.get("ports")))
    return ", ".join(ports)
