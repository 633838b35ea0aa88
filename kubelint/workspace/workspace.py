"""The workspace: every object of the run by kind, namespace and name, and the answers to who relates to whom."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from kubelint.config import Settings
from kubelint.finding import Severity
from kubelint.kube.kinds import Service, Workload
from kubelint.kube.objects import Object
from kubelint.kube.pods import Pod
from kubelint.kube.versions import VersionRange

if TYPE_CHECKING:
    from kubelint.workspace.scaling import Scaling
    from kubelint.workspace.traffic import Traffic

Kind = TypeVar("Kind", bound=Object)


class Answer(NamedTuple):
    """What is known about a reference: resolved (``target``), provably wrong (``severity``), else unknown."""

    target: Object | None = None
    severity: Severity | None = None
    """How sure it is that the reference is wrong: None where it is resolved or unknown."""
    nearest: Object | None = None
    """The near miss, where there is one."""
    hint: str = ""
    """Words for the message: what exists instead (``did you mean `web`?``)."""

    @property
    def wrong(self) -> bool:
        """Whether the reference is provably wrong."""
        return self.severity is not None


class Workspace:
    """All objects of a run. Every question is answered from an index that is built once, when first asked."""

    def __init__(self, objects: Iterable[Object], settings: Settings) -> None:
        self.objects = list(objects)
        self.settings = settings
        self._by_class: dict[type[Object], list[Any]] = defaultdict(list)
        for obj in self.objects:
            self._by_class[type(obj)].append(obj)

    @property
    def now(self) -> datetime.datetime:
        """The moment of the run; the only clock that checks know."""
        return self.settings.now

    @property
    def versions(self) -> VersionRange:
        """The Kubernetes versions that the team runs."""
        return self.settings.versions

    @cached_property
    def traffic(self) -> Traffic:
        """Every way into the cluster, and what is behind it."""
        from kubelint.workspace.traffic import Traffic

        return Traffic(self)

    def of(self, kind: type[Kind]) -> list[Kind]:
        """All objects of a class and of its subclasses, in reading order."""
        return [obj for cls, found in self._by_class.items() if issubclass(cls, kind) for obj in found]

    def of_kind(self, group: str, kind: str) -> list[Object]:
        """All objects of a group and kind, for kinds without a class of their own."""
        return [obj for obj in self.objects if obj.group == group and obj.kind == kind]

    def namespace(self, obj: Object) -> str:
        """The namespace that an object will live in: its own, else its bundle's default."""
        return obj.namespace or "default"

    @cached_property
    def scaling(self) -> Scaling:
        """Who decides on the number of pods."""
        from kubelint.workspace.scaling import Scaling

        return Scaling(self)

    def pods(self, namespace: str | None = None) -> list[Pod]:
        """The pod templates of the run, or of one namespace."""
        found = [w.pod for w in self.of(Workload) if namespace is None or self.namespace(w) == namespace]
        return [pod for pod in found if pod is not None]

    def selected(self, selector: Mapping[str, Any], near: Object, namespace: str | None = None) -> list[Pod]:
        """The pod templates that a plain label mapping selects, in the bundle of ``near`` first, else in the rest."""
        wanted = selector.items()
        pods = self.pods(namespace or self.namespace(near))
        return [pod for pod in pods if wanted and wanted <= pod.labels.items()]

    def pods_of(self, service: Service) -> list[Pod]:
        """The pod templates behind a Service."""
        selector = service.spec.get("selector")
        return self.selected(selector, service) if isinstance(selector, dict) else []

    def services_of(self, pod: Pod) -> list[Service]:
        """The Services that select a pod template."""
        return [service for service in self.of(Service) if any(p.owner is pod.owner for p in self.pods_of(service))]

    def find(self, group: str, kind: str, name: str, near: Object, namespace: str | None = None) -> Object | None:
        """The object of that name: in the bundle of ``near`` first, else in the rest.

        ``namespace`` None means the namespace of ``near``; for cluster-scoped kinds namespaces are not compared.
        """
        wanted = namespace or self.namespace(near)
        same = [o for o in self.of_kind(group, kind) if o.name == name and (not o.namespace or o.namespace == wanted)]
        return next((o for o in same if o.bundle == near.bundle), same[0] if same else None)

    def resolve(
        self, group: str, kind: str, name: str, near: Object, namespace: str | None = None, beside: bool = False
    ) -> Answer:
        """Resolve a reference by the three answers.

        ``beside``: the target usually lives beside its user, so its absence among others of its kind is evidence.
        """
        target = self.find(group, kind, name, near, namespace)
        return Answer(target)
