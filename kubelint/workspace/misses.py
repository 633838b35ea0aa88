"""Selectors that select nothing: how sure that is, and what they came closest to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from kubelint.finding import Severity
from kubelint.kube.kinds import CLASSES, Service, Workload
from kubelint.kube.nearness import one_slip
from kubelint.kube.objects import Object
from kubelint.kube.placeholders import unrendered
from kubelint.kube.selectors import requirements
from kubelint.workspace.homes import Space
from kubelint.workspace.select import Labelled, Labels, pairs_of

if TYPE_CHECKING:
    from kubelint.workspace.workspace import Workspace

_SET_BY_CONTROLLERS = frozenset(
    {
        "pod-template-hash",
        "controller-revision-hash",
        "statefulset.kubernetes.io/pod-name",
        "apps.kubernetes.io/pod-index",
        "pod-template-generation",
        "job-name",
        "controller-uid",
        "rollouts-pod-template-hash",
        "security.istio.io/tlsMode",
        "service.istio.io/canonical-name",
        "service.istio.io/canonical-revision",
    }
)
_PREFIXES_OF_CONTROLLERS = frozenset(
    {
        "batch.kubernetes.io",
        "strimzi.io",
        "cnpg.io",
        "serving.knative.dev",
        "gateway.networking.k8s.io",
        "gateway.envoyproxy.io",
        "common.k8s.elastic.co",
        "elasticsearch.k8s.elastic.co",
        "acme.cert-manager.io",
    }
)
GENERIC = frozenset(
    {
        "app.kubernetes.io/part-of",
        "app.kubernetes.io/managed-by",
        "app.kubernetes.io/version",
        "environment",
        "env",
        "release",
        "heritage",
        "team",
        "project",
        "tier",
        "stage",
    }
)
"""Labels that many unrelated pods share."""
_SYSTEM = frozenset({"kube-system", "kube-public"})
"""Namespaces that clusters fill with pods of their own."""


_POD_KINDS = frozenset(kind for (_, kind), cls in CLASSES.items() if issubclass(cls, Workload))


class Search(NamedTuple):
    """A selector, and where it looks."""

    selector: Mapping[str, Any]
    near: Object
    labels: Labels
    spaces: Sequence[Space]

    @property
    def wanted(self) -> dict[str, str]:
        """The labels that it demands by value."""
        return pairs_of(self.labels.written(self.selector, self.near))

    def reaches(self, thing: Labelled) -> bool:
        """Whether a thing is in a namespace that it looks into, and applied together with it."""
        index = self.labels.index
        here = None in self.spaces or any(index.together(thing.owner, self.near, space) for space in self.spaces)
        return here and index.beside(self.near, thing.owner)

    def anything(self, **labels: str) -> bool:
        """Whether there is anything (of such labels) beside it, in the namespaces that it looks into."""
        found = self.labels.matched({"matchLabels": labels}, self.spaces) if labels else self.labels.all(self.spaces)
        return any(self.labels.index.beside(self.near, thing.owner) for thing in found)


class Miss(NamedTuple):
    """A selector that provably selects nothing."""

    severity: Severity | None = None
    nearest: Labelled | None = None
    hint: str = ""
    wanted: str = ""
    """The selector's key that misses."""
    actual: str = ""
    """The key that the nearest has in its place."""


def miss(search: Search, workspace: Workspace, beside: bool) -> Miss | None:
    """What is to be said of a selector that selects nothing; None where that proves nothing.

    ``beside``: what it selects usually lives beside it, so its absence among others is evidence.
    """
    if undecidable(search.selector, search.near, workspace):
        return None
    close = list(_near_misses(search, workspace))
    if close:
        return close[0] if len(close) == 1 else close[0]._replace(wanted="")
    return _elsewhere(search, workspace) or _absent(search, workspace, beside)


def undecidable(selector: Mapping[str, Any], near: Object, workspace: Workspace) -> bool:
    """Whether what a selector selects is not in the hands of those who wrote the manifests."""
    labels = [(condition.key, value) for condition in requirements(selector) for value in condition.values]
    if any(unrendered(key) or unrendered(value) or _by_controller(key) for key, value in labels):
        return True
    external = workspace.resolver.external
    space = workspace.namespace(near)
    if any(external("workloads", name, space) for name in (near.name, *(str(value) for _, value in labels))):
        return True
    return any(
        patch.mentions(("labels", "selector")) and (patch.kind in ("", near.kind) or patch.kind in _POD_KINDS)
        for home in workspace.index.homes.of(near)
        for patch in home.bundle.patched
    )


def _by_controller(key: str) -> bool:
    return key in _SET_BY_CONTROLLERS or key.partition("/")[0] in _PREFIXES_OF_CONTROLLERS


def _absent(search: Search, workspace: Workspace, beside: bool) -> Miss | None:
    """What lives beside its selector is not there, although others of its kind are."""
    bundles = [home.bundle for home in workspace.index.homes.of(search.near)]
    complete = all(bundle.complete for bundle in bundles)
    thin = beside and not any(b.partial for b in bundles) and not _SYSTEM.intersection(search.spaces)
    if not complete and (not thin or workspace.makers.pods(search.near) or not search.anything()):
        return None
    missing = [f"`{k}: {v}`" for k, v in search.wanted.items() if not search.anything(**{k: v})]
    lacked = missing[0] if missing else "all of these labels"
    return Miss(None if complete else Severity.WARNING, hint=f"none of those given has {lacked}")


def _near_misses(search: Search, workspace: Workspace) -> Iterator[Miss]:
    wanted = search.wanted
    for thing in search.labels.like(wanted, search.spaces) if wanted else ():
        found = _near_miss(search, wanted, thing, workspace)
        if found is not None and search.reaches(thing):
            yield found


def _near_miss(search: Search, wanted: Mapping[str, str], thing: Labelled, workspace: Workspace) -> Miss | None:
    owner, labels, astray = thing.owner, thing.labels, thing.astray
    if astray and all(astray.get(key) == value for key, value in wanted.items()):
        where = "in its selector" if isinstance(owner, Service) else "itself, its pod template has not"
        return Miss(nearest=thing, hint=f"{owner.kind} `{owner.name}` has these labels {where}")
    lacking = [key for key, value in wanted.items() if labels.get(key) != value]
    if len(lacking) != 1:
        return None
    key = lacking[0]
    meant = _meant(key, wanted[key], thing, len(wanted) > 1 and _namesake(search.near, wanted, thing, workspace))
    if meant is None:
        return None
    has = f"`{meant}: {labels[meant]}`" if meant else f"no label `{key}`"
    hint = f"it asks for `{key}: {wanted[key]}`, {owner.kind} `{owner.name}` has {has}"
    return Miss(nearest=thing, hint=hint, wanted=key, actual=meant)


def _meant(key: str, value: str, thing: Labelled, alone: bool) -> str | None:
    """The label that a demanded one probably means: another key, the empty text for none; None where it is unclear."""
    actual = thing.labels.get(key)
    if isinstance(actual, str) and one_slip(value, actual):
        return key
    if actual is None:
        same = [other for other, text in thing.labels.items() if text == value and other not in GENERIC]
        if len(same) == 1:
            return same[0]
    if alone and key not in GENERIC:
        return key if actual is not None else ""
    return None


def _namesake(near: Object, wanted: Mapping[str, str], thing: Labelled, workspace: Workspace) -> bool:
    """Whether names and a telling label fit, and no Service selects the pods: then they are probably those meant."""
    if not (near.name.startswith(thing.owner.name) or thing.owner.name.startswith(near.name)):
        return False
    fits = any(thing.labels.get(key) == value and key not in GENERIC for key, value in wanted.items())
    owner = thing.owner
    return fits and isinstance(owner, Workload) and owner.pod is not None and not workspace.services_of(owner.pod)


def _elsewhere(search: Search, workspace: Workspace) -> Miss | None:
    """The same labels in another namespace of the bundle."""
    index = workspace.index
    if not index.stated(search.near) or not set(search.wanted) - GENERIC:
        return None
    for thing in search.labels.matched(search.selector, [None]):
        if index.stated(thing.owner) and index.beside(search.near, thing.owner):
            named, where = f"{thing.owner.kind} `{thing.owner.name}`", workspace.namespace(thing.owner)
            return Miss(nearest=thing, hint=f"{named} has these labels in namespace `{where}`")
    return None
