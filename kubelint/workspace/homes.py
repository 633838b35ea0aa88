"""The bundles and namespaces that objects live in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from kubelint.inputs.bundles import Bundle, Layout, Part
from kubelint.kube.objects import Object
from kubelint.workspace.platform import CLUSTER_SCOPED

Space = str | None
"""A namespace; None where there is none, or where nobody says which."""


class Home(NamedTuple):
    """How an object lives in one of its bundles."""

    bundle: Bundle
    space: Space
    prefix: str = ""
    suffix: str = ""
    moved: str | None = None
    """The namespace that the bundle gives to all its objects, whatever they say."""


@dataclass(frozen=True, eq=False, slots=True)
class Residence:
    """All homes of an object; shared by those that live alike."""

    homes: tuple[Home, ...]
    spaces: tuple[Space, ...]
    """Its namespaces, each once."""
    moved: tuple[str, ...]
    """Those that a bundle gives to all its objects."""
    labels: frozenset[str]
    """Keys of labels that its bundles write into templates and selectors."""


class Homes:
    """Tells for every object of a run where it lives."""

    def __init__(self, objects: Iterable[Object], layout: Layout) -> None:
        self._layout = layout
        self._defaults = _defaults(objects, layout)
        self._alike: dict[tuple[tuple[Part, ...], str | None], Residence] = {}
        self._by_file: dict[tuple[str, str | None], Residence] = {}
        self._residences: dict[int, Residence] = {}

    def of(self, obj: Object) -> tuple[Home, ...]:
        """Every home of an object."""
        return self.residence(obj).homes

    def residence(self, obj: Object) -> Residence:
        """All homes of an object, and what they come to."""
        found = self._residences.get(id(obj))
        if found is None:
            found = self._residences[id(obj)] = self._settle(obj)
        return found

    def forget(self) -> None:
        """Forget which objects there are, but not how they live: others may take their places."""
        self._residences.clear()

    def _settle(self, obj: Object) -> Residence:
        namespace = "/" if obj.kind in CLUSTER_SCOPED else obj.namespace
        found = self._by_file.get((obj.file, namespace))
        if found is None:
            parts = self._layout.of(obj.file)
            found = self._alike.get((parts, namespace))
            if found is None:
                found = self._alike[parts, namespace] = self._residence(parts, namespace)
            self._by_file[obj.file, namespace] = found
        return found

    def _residence(self, parts: tuple[Part, ...], namespace: str | None) -> Residence:
        homes = tuple(self._home(part, namespace) for part in parts)
        return Residence(
            homes,
            tuple(dict.fromkeys(home.space for home in homes)),
            tuple(dict.fromkeys(home.moved for home in homes if home.moved)),
            frozenset[str]().union(*(home.bundle.labels for home in homes)),
        )

    def _home(self, part: Part, namespace: str | None) -> Home:
        """Its own namespace, unless the kustomization gives all of them another; else the bundle's default.

        A namespace that nobody states is the only one that the bundle speaks of, where there is just one.
        """
        bundle = part.bundle
        default = bundle.namespace or self._defaults.get(id(bundle))
        space = None if namespace == "/" else part.namespace or namespace or default
        return Home(bundle, space, part.prefix, part.suffix, part.namespace)


def _defaults(objects: Iterable[Object], layout: Layout) -> dict[int, Space]:
    """The only namespace that a bundle's objects speak of, by bundle."""
    said: dict[int, set[str]] = defaultdict(set)
    for file, namespace in {(obj.file, obj.namespace) for obj in objects if obj.kind not in CLUSTER_SCOPED}:
        if namespace:
            for part in layout.of(file):
                said[id(part.bundle)].add(namespace)
    return {bundle: next(iter(found)) for bundle, found in said.items() if len(found) == 1}
