"""The path of traffic: every way into the cluster, and the Services and pods behind it, computed once a run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from kubelint.finding import Place
from kubelint.kube.kinds import Ingress, Service
from kubelint.kube.objects import Object
from kubelint.kube.pods import Pod
from kubelint.workspace import ingresses
from kubelint.workspace.classes import Serving, serving
from kubelint.workspace.edges import tls_in_front
from kubelint.workspace.entries import UNKNOWN, Backend, Entry, Host, Scope, State, Verdict
from kubelint.workspace.families import IngressFamily, families_by_kind

if TYPE_CHECKING:
    from kubelint.workspace.workspace import Workspace

T = TypeVar("T")

_NOBODY = IngressFamily()
"""Stands for a controller that cannot be told."""
_PLATFORM_GROUPS = ("networking.gke.io", "cloud.google.com", "route.openshift.io", "operator.openshift.io")
_PLATFORM_ANNOTATIONS = ("networking.gke.io/", "cloud.google.com/", "ingress.gcp.kubernetes.io/", "route.openshift.io/")


def _opens(obj: Object) -> bool:
    """Whether an object may open a way in: among Kubernetes' own kinds that have no dot in their group, Services do."""
    return "." in obj.group or obj.kind == "Service"


class Traffic:
    """Every way into the cluster."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._serving: dict[int, Serving] = {}
        self._answers: dict[Callable[[Workspace], Any], Any] = {}

    def once(self, question: Callable[[Workspace], T]) -> T:
        """A question about the whole workspace, answered once a run."""
        if question not in self._answers:
            self._answers[question] = question(self.workspace)
        answer: T = self._answers[question]
        return answer

    @cached_property
    def entries(self) -> list[Entry]:
        """All entry points, in reading order."""
        found: list[Entry] = []
        for obj in self.workspace.objects:
            if isinstance(obj, Ingress):
                found.append(self._ingress(obj))
            elif _opens(obj) and (family := families_by_kind().get((obj.group, obj.kind))):
                found += family.entries(obj, self.workspace)
        return found

    @cached_property
    def by_object(self) -> dict[int, list[Entry]]:
        """The entry points by the ``id`` of the object that opens them."""
        found: dict[int, list[Entry]] = defaultdict(list)
        for entry in self.entries:
            found[id(entry.object)].append(entry)
        return found

    def entries_of(self, obj: Object) -> list[Entry]:
        """The entry points that an object opens."""
        return self.by_object.get(id(obj), [])

    def controller_of(self, ingress: Ingress) -> Serving:
        """Who serves an Ingress."""
        known = self._serving.get(id(ingress))
        if known is None:
            known = self._serving[id(ingress)] = serving(ingress, self.workspace)
        return known

    def service_of(self, backend: Backend, near: Object) -> Service | None:
        """The Service that a backend names, where it is given."""
        if backend.kind != "Service" or backend.group:
            return None
        found = self.workspace.find("", "Service", backend.name, near, backend.namespace)
        return found if isinstance(found, Service) else None

    @cached_property
    def _by_service(self) -> dict[int, list[Entry]]:
        found: dict[int, list[Entry]] = defaultdict(list)
        for entry in self.entries:
            if isinstance(entry.object, Service):
                found[id(entry.object)].append(entry)
                continue
            services = {id(s): s for b in entry.backends if (s := self.service_of(b, entry.object)) is not None}
            for service in services:
                found[service].append(entry)
        return found

    def entries_to(self, service: Service) -> list[Entry]:
        """The entry points that lead to a Service; its own, where it is one."""
        return self._by_service.get(id(service), [])

    def exposed(self, pod: Pod) -> Scope | None:
        """Whether a pod is reached from outside, from the private network alone, or from neither as far as given."""
        reached = [entry for service in self.workspace.services_of(pod) for entry in self.entries_to(service)]
        open_ones = [entry for entry in reached if entry.state is not State.IGNORED]
        if not open_ones:
            return None
        return "inside" if all(entry.scope == "inside" for entry in open_ones) else "outside"

    def together(self, one: Object, other: Object) -> bool:
        """Whether two objects are surely applied together: by a bundle that somebody declares, or in one folder.

        In a mere tree of folders examples and alternatives lie side by side.
        """
        if one.file.rpartition("/")[0] == other.file.rpartition("/")[0]:
            return self.workspace.index.beside(one, other)
        ours, theirs = (self.workspace.index.homes.of(obj) for obj in (one, other))
        return any(a.bundle is b.bundle and not a.bundle.assumed for a in ours for b in theirs)

    @cached_property
    def platform_serves(self) -> bool:
        """Whether something given speaks of GKE or OpenShift, which serve Ingresses without a class."""
        for obj in self.workspace.objects:
            if obj.group in _PLATFORM_GROUPS or obj.group.endswith(".openshift.io"):
                return True
            if any(str(key).startswith(_PLATFORM_ANNOTATIONS) for key in obj.annotations):
                return True
        return False

    def covered_elsewhere(self, host: str, ingress: Ingress) -> bool:
        """Whether another Ingress of the same controller has TLS for a host: they share one server per host."""
        host = host.lower()
        names = self._tls_hosts.get(_server(self.controller_of(ingress)), {})
        found = (*names.get(host, ()), *names.get(f"*.{host.partition('.')[2]}", ()))
        return any(self.workspace.index.beside(ingress, other) for other in found)

    @cached_property
    def _tls_hosts(self) -> dict[str, dict[str, list[Ingress]]]:
        """By controller (or class) and host in lower case, the Ingresses that have TLS for it."""
        found: dict[str, dict[str, list[Ingress]]] = defaultdict(lambda: defaultdict(list))
        for ingress in self.workspace.of(Ingress):
            if ingresses.has_tls(ingress):
                server = _server(self.controller_of(ingress))
                named = ingresses.tls_hosts(ingress)
                names = [name for name, _ in ingresses.hosts(ingress)] if named is None else named
                for name in names:
                    found[server][name.lower()].append(ingress)
        return found

    def _ingress(self, ingress: Ingress) -> Entry:
        served = self.controller_of(ingress)
        family, namespace = served.family or _NOBODY, self.workspace.namespace(ingress)
        return Entry(
            object=ingress,
            place=ingress.at("spec"),
            controller=family.name,
            scope=family.scope(ingress, self.workspace) or ("inside" if served.inside else None),
            hosts=tuple(self._host(ingress, name, place, served) for name, place in ingresses.hosts(ingress)),
            routes=tuple(ingresses.routes(ingress, namespace)),
            tls_place=family.tls_place(ingress),
            point=f"{family.point(ingress)}/{served.name}" if served.family else f"{namespace}/{ingress.name}",
        )

    def _host(self, ingress: Ingress, name: str, place: Place, served: Serving) -> Host:
        if served.ignored:
            return Host(name, place, Verdict(State.IGNORED, served.place, served.ignored))
        family = served.family or _NOBODY
        verdict = family.verdict(ingress, name, self.workspace)
        if verdict.state is State.HTTP_ONLY and tls_in_front(ingress, self.workspace):
            verdict = UNKNOWN
        return Host(name, place, verdict, family.covered(ingress, name, self.workspace))


def _server(served: Serving) -> str:
    return served.family.name if served.family else f"class {served.name}"
