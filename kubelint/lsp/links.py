"""From where an object speaks of another to where that stands: names, keys, ports, selectors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from kubelint.finding import Path, Place
from kubelint.kube.kinds import (
    NetworkPolicy,
    PodDisruptionBudget,
    Service,
    ServiceMonitor,
    Workload,
)
from kubelint.kube.objects import Object, dig, mapping, sequence
from kubelint.kube.pods import Pod
from kubelint.kube.ports import target
from kubelint.lsp.naming import namings
from kubelint.workspace import Workspace
from kubelint.workspace.config import config_mentions
from kubelint.workspace.monitoring import monitored_pods, monitored_services

_NAME: Path = ("metadata", "name")


class Link(NamedTuple):
    """A place that speaks of others."""

    place: Place
    targets: tuple[Place, ...]


class Links:
    """The links of a workspace, worked out when they are asked for."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._known: dict[int, list[Link]] = {}

    def of(self, obj: Object) -> list[Link]:
        """The links that stand in an object; those that lead nowhere are left out."""
        if id(obj) not in self._known:
            found = (*self._names(obj), *self._routes[id(obj)], *self._selections(obj), *self._inner(obj))
            self._known[id(obj)] = [link for link in found if link.targets]
        return self._known[id(obj)]

    def at(self, obj: Object, path: Path) -> Link | None:
        """The link at a path, or around it."""
        found = (link for link in self.of(obj) if path[: len(link.place.path)] == link.place.path)
        return max(found, key=lambda link: len(link.place.path), default=None)

    def to(self, wanted: Iterable[Place]) -> list[Place]:
        """The places that speak of others, which are given with their subjects."""
        places = list(wanted)
        every = (link for obj in self.workspace.objects for link in self.of(obj))
        return [link.place for link in every if any(_speaks(link, place) for place in places)]

    def _names(self, obj: Object) -> Iterator[Link]:
        for mention in namings(obj):
            answer = self.workspace.resolve(mention.group, mention.kind, mention.name, obj, mention.namespace)
            owner = answer.target or answer.maker
            if owner is not None and owner is not obj:
                yield Link(obj.at(*mention.path), (owner.at(*_NAME),))
        if isinstance(obj, Workload) and obj.pod:
            yield from self._config(obj.pod)

    def _config(self, pod: Pod) -> Iterator[Link]:
        for mention in config_mentions(pod):
            answer = self.workspace.resolve("", mention.kind, mention.name, pod.owner)
            owner = answer.target or answer.maker
            if owner is not None:
                yield Link(pod.owner.at(*mention.path), (owner.at(*_NAME),))
                for path, key in mention.keys:
                    fields = (field for field in ("data", "stringData", "binaryData") if dig(owner.data, field, key))
                    yield Link(pod.owner.at(*path), tuple(owner.key(field, key) for field in fields))

    @cached_property
    def _routes(self) -> dict[int, list[Link]]:
        """Backends and their ports, by the object that they stand in."""
        found: dict[int, list[Link]] = defaultdict(list)
        traffic = self.workspace.traffic
        for entry in traffic.entries:
            for backend in entry.backends:
                service = traffic.service_of(backend, entry.object)
                if service is None or service is backend.place.subject:
                    continue
                links = found[id(backend.place.subject)]
                links.append(Link(backend.place, (service.at(*_NAME),)))
                if backend.port_place is not None:
                    links.append(Link(backend.port_place, tuple(_ports(service, backend.port))))
        return found

    def _selections(self, obj: Object) -> Iterator[Link]:
        workspace = self.workspace
        if isinstance(obj, Service):
            pods = workspace.pods_of(obj)
            yield Link(obj.key("spec", "selector"), _labels(pods))
            yield from _target_ports(obj, pods)
        elif isinstance(obj, NetworkPolicy):
            yield Link(obj.key("spec", "podSelector"), _labels(workspace.coverage.pods(obj)))
        elif isinstance(obj, PodDisruptionBudget):
            yield Link(obj.key("spec", "selector"), _labels(workspace.coverage.pods(obj)))
        elif isinstance(obj, ServiceMonitor):
            services = monitored_services(obj, workspace) if obj.kind == "ServiceMonitor" else []
            chosen = [service.key("metadata", "labels") for service in services]
            yield Link(obj.key("spec", "selector"), (*chosen, *_labels(monitored_pods(obj, workspace))))

    def _inner(self, obj: Object) -> Iterator[Link]:
        """What a pod's containers mount of its own volumes."""
        pod = obj.pod if isinstance(obj, Workload) else None
        if pod is None:
            return
        volumes = {
            dig(v, "name"): pod.at("volumes", n, "name") for n, v in enumerate(sequence(pod.spec.get("volumes")))
        }
        for container in (*pod.init_containers, *pod.containers):
            for number, mount in enumerate(sequence(container.get("volumeMounts"))):
                volume = volumes.get(dig(mount, "name"))
                yield Link(container.at("volumeMounts", number, "name"), (volume,) if volume else ())


def _labels(pods: Iterable[Pod]) -> tuple[Place, ...]:
    return tuple(pod.owner.key(*pod.path, "metadata", "labels") for pod in pods)


def _ports(service: Service, port: int | str | None) -> Iterator[Place]:
    """The port of a Service that a number or a name means."""
    for number, item in enumerate(map(mapping, sequence(service.spec.get("ports")))):
        for field in ("port", "name"):
            if port is not None and item.get(field) == port:
                yield service.at("spec", "ports", number, field)


def _target_ports(service: Service, pods: list[Pod]) -> Iterator[Link]:
    for number, port in enumerate(map(mapping, sequence(service.spec.get("ports")))):
        containers = [(found.container, found.number) for pod in pods if (found := target(port, pod)).container]
        places = (
            container.at("ports", place, "containerPort")
            for container, wanted in containers
            if container
            for place, declared in enumerate(sequence(container.get("ports")))
            if dig(declared, "containerPort") == wanted
        )
        yield Link(service.at("spec", "ports", number, "targetPort"), tuple(places))


def _speaks(link: Link, place: Place) -> bool:
    """Whether a link leads to a place, or to a part of it; an object's name stands for all of it, seen from others."""
    whole = place.path == _NAME and link.place.subject is not place.subject
    found = (one.path for one in link.targets if one.subject is place.subject)
    return any(whole or place.path[: len(path)] == path for path in found)
