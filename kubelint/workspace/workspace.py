"""The workspace: every object of the run by kind, namespace and name, and the answers to who relates to whom."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from kubelint.config import Settings
from kubelint.inputs.bundles import Layout
from kubelint.kube.kinds import Service, Workload
from kubelint.kube.objects import Object, mapping
from kubelint.kube.pods import Pod
from kubelint.kube.versions import VersionRange
from kubelint.workspace.backing import Backing
from kubelint.workspace.config import ConfigMention, config_mentions
from kubelint.workspace.index import Index
from kubelint.workspace.makers import Makers
from kubelint.workspace.resolve import Answer, Reference, Resolver
from kubelint.workspace.select import Labelled, Labels, templates, themselves

if TYPE_CHECKING:
    from kubelint.workspace.coverage import Coverage
    from kubelint.workspace.mesh import Mesh
    from kubelint.workspace.rights import Rights
    from kubelint.workspace.scaling import Scaling
    from kubelint.workspace.traffic import Traffic

Kind = TypeVar("Kind", bound=Object)


class Workspace:
    """All objects of a run. Every question is answered from an index that is built once, when first asked."""

    def __init__(self, objects: Iterable[Object], settings: Settings, layout: Layout | None = None) -> None:
        self.objects = list(objects)
        self.settings = settings
        self.layout = layout or Layout()
        self.dated = False
        """Whether a check asked for the moment of the run, so that its answer holds for no other."""
        self._of: dict[type[Object], list[Any]] = {}
        self._selections: dict[tuple[int, int, str | None], tuple[Any, list[Pod]]] = {}
        self._earlier: dict[tuple[int, int, str | None], tuple[Any, list[Pod]]] = {}
        """What was selected in an earlier workspace with the same labels."""
        self._exchanged: dict[int, Pod] = {}
        """The pods that stand now for those that were selected earlier."""
        self._configs: dict[int, list[ConfigMention]] = {}
        self.serving: dict[int, list[Service]] = {}
        """The Services in front of each pod template, as far as somebody asked."""

    def inherit(self, before: Workspace) -> None:
        """Take the index of an earlier workspace over, which is spent then, where all objects live as they did.

        That is what happens with most keystrokes in an editor.
        """
        if len(before.objects) != len(self.objects) or "index" not in vars(before):
            return
        if before.layout.shape() != self.layout.shape():
            return
        pairs = [(old, new) for old, new in zip(before.objects, self.objects, strict=True) if old is not new]
        if all(_lives(old) == _lives(new) for old, new in pairs):
            before.index.exchange(pairs)
            self.layout, self.index = before.layout, before.index
            if "makers" in vars(before) and before.makers.exchange(pairs):
                self.makers = before.makers
            if "labels" in vars(before):
                self._inherit_selections(before, pairs)

    def _inherit_selections(self, before: Workspace, pairs: Sequence[tuple[Object, Object]]) -> None:
        """What was selected before is selected again, where all pod templates have the labels that they had."""
        if before.labels.exchange([(templates([old]), templates([new])) for old, new in pairs]):
            self.labels, self._earlier = before.labels, before._selections
            workloads = ((old, new) for old, new in pairs if isinstance(old, Workload) and isinstance(new, Workload))
            self._exchanged = {id(old.pod): new.pod for old, new in workloads if new.pod is not None}

    @property
    def now(self) -> datetime.datetime:
        """The moment of the run; the only clock that checks know."""
        self.dated = True
        return self.settings.now

    @property
    def versions(self) -> VersionRange:
        """The Kubernetes versions that the team runs."""
        return self.settings.versions

    def of(self, kind: type[Kind]) -> list[Kind]:
        """All objects of a class and of its subclasses, in reading order."""
        if kind not in self._of:
            alike = [found for cls, found in self._by_class.items() if issubclass(cls, kind)]
            several = len(alike) > 1
            self._of[kind] = [o for o in self.objects if isinstance(o, kind)] if several else [*alike, []][0]
        return self._of[kind]

    @cached_property
    def _by_class(self) -> dict[type[Object], list[Any]]:
        found: dict[type[Object], list[Any]] = {}
        for obj in self.objects:
            found.setdefault(type(obj), []).append(obj)
        return found

    def of_kind(self, group: str, kind: str) -> list[Object]:
        """All objects of a group and kind, for kinds without a class of their own."""
        return self._kinds.get((group, kind), [])

    def namespace(self, obj: Object) -> str:
        """The namespace that an object will live in: its own, else its bundle's default, else ``default``."""
        return self.index.homes.of(obj)[0].space or obj.namespace or "default"

    def overwritten(self, obj: Object, *words: str) -> bool:
        """Whether a kustomization changes a field of an object, known by words that its patch must hold."""
        bundles = (home.bundle for home in self.index.homes.of(obj))
        return any(bundle.patched and bundle.overwrites(obj.kind, obj.name, words) for bundle in bundles)

    @cached_property
    def coverage(self) -> Coverage:
        """Which budgets and network policies stand over which pods."""
        from kubelint.workspace.coverage import Coverage

        return Coverage(self)

    @cached_property
    def rights(self) -> Rights:
        """What ServiceAccounts, and so pods, may do in the cluster."""
        from kubelint.workspace.rights import Rights

        return Rights(self)

    def pods(self, namespace: str | None = None) -> list[Pod]:
        """The pod templates of the run, or of one namespace."""
        if namespace is None:
            return [w.pod for w in self.of(Workload) if w.pod is not None]
        return [pod for pod in _pods(self.labels.all([namespace])) if self.namespace(pod.owner) == namespace]

    def selected(self, selector: Mapping[str, Any], near: Object, namespace: str | None = None) -> list[Pod]:
        """The pod templates that a plain label mapping selects, in the bundle of ``near`` first, else in the rest."""
        return self._chosen(selector, {"matchLabels": selector}, near, namespace) if selector else []

    def chosen(self, selector: Any, near: Object, namespace: str | None = None) -> list[Pod]:
        """The pod templates that a LabelSelector selects: all for an empty one, none for null."""
        return self._chosen(selector, selector, near, namespace) if isinstance(selector, dict) else []

    def _chosen(self, written: Any, selector: Mapping[str, Any], near: Object, namespace: str | None) -> list[Pod]:
        """What a selector selects; remembered beside the selector itself, so that its identity stays its own."""
        key = id(written), id(near), namespace
        if key not in self._selections:
            if key in self._earlier:
                pods = [self._exchanged.get(id(pod), pod) for pod in self._earlier[key][1]]
            else:
                pods = _pods(self.labels.select(selector, near, [namespace] if namespace else None))
            self._selections[key] = written, pods
        return self._selections[key][1]

    def pods_of(self, service: Service) -> list[Pod]:
        """The pod templates behind a Service."""
        selector = service.spec.get("selector")
        used = isinstance(selector, dict) and service.spec.get("type") != "ExternalName"
        return self.selected(mapping(selector), service) if used else []

    def config_of(self, pod: Pod) -> list[ConfigMention]:
        """The ConfigMaps and Secrets that a pod uses."""
        if id(pod) not in self._configs:
            self._configs[id(pod)] = list(config_mentions(pod))
        return self._configs[id(pod)]

    def services_of(self, pod: Pod) -> Sequence[Service]:
        """The Services that select a pod template."""
        return self._services_of.get(id(pod.owner), ())

    def find(self, group: str, kind: str, name: str, near: Object, namespace: str | None = None) -> Object | None:
        """The object of that name: in the bundle of ``near`` first, else in the rest.

        ``namespace`` None means the namespace of ``near``; for cluster-scoped kinds namespaces are not compared.
        """
        return next(iter(self.index.look_up(group, kind, name, near, namespace)), None)

    def resolve(
        self, group: str, kind: str, name: str, near: Object, namespace: str | None = None, beside: bool = False
    ) -> Answer:
        """Resolve a reference by the three answers.

        ``beside``: the target usually lives beside its user, so its absence among others of its kind is evidence.
        """
        return self.resolver.resolve(Reference(group, kind, name, near, namespace), beside)

    @cached_property
    def traffic(self) -> Traffic:
        """Every way into the cluster, and what is behind it."""
        from kubelint.workspace.traffic import Traffic

        return Traffic(self)

    @cached_property
    def scaling(self) -> Scaling:
        """Who decides on the number of pods."""
        from kubelint.workspace.scaling import Scaling

        return Scaling(self)

    @cached_property
    def claim_users(self) -> dict[int, list[Pod]]:
        """The pod templates that mount a claim, by its identity."""
        from kubelint.workspace.claims import users_by_claim

        return users_by_claim(self)

    @cached_property
    def mesh(self) -> Mesh:
        """What Istio's routes lead to."""
        from kubelint.workspace.mesh import Mesh

        return Mesh(self)

    @cached_property
    def backing(self) -> Backing:
        """What stands behind Services without a selector."""
        return Backing(self)

    @cached_property
    def index(self) -> Index:
        """Objects by name, kind and namespace."""
        return Index(self.objects, self.layout)

    @cached_property
    def labels(self) -> Labels:
        """Pod templates by label."""
        return Labels(templates(self.of(Workload)), self.index)

    @cached_property
    def service_labels(self) -> Labels:
        """Services by their own labels."""
        return Labels(themselves(self.of(Service)), self.index)

    @cached_property
    def makers(self) -> Makers:
        """What the objects will make."""
        return Makers(self.objects, self.index)

    @cached_property
    def resolver(self) -> Resolver:
        """Resolves references by name."""
        return Resolver(self.index, self.makers, self.settings)

    @cached_property
    def _kinds(self) -> dict[tuple[str, str], list[Object]]:
        found: dict[tuple[str, str], list[Object]] = defaultdict(list)
        for obj in self.objects:
            found[obj.group, obj.kind].append(obj)
        return found

    @cached_property
    def _services_of(self) -> dict[int, list[Service]]:
        found: dict[int, list[Service]] = defaultdict(list)
        for service in self.of(Service):
            for pod in self.pods_of(service):
                found[id(pod.owner)].append(service)
        return found


def _lives(obj: Object) -> tuple[str, str, str, str, str | None]:
    return obj.file, obj.group, obj.kind, obj.name, obj.namespace


def _pods(found: Iterable[Labelled]) -> list[Pod]:
    return [thing.owner.pod for thing in found if isinstance(thing.owner, Workload) and thing.owner.pod is not None]
