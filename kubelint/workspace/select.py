"""Label selectors: which of the things with labels they match, pod templates or objects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from kubelint.finding import Path, Place
from kubelint.kube.kinds import Service, Workload
from kubelint.kube.nearness import Nearby
from kubelint.kube.objects import Object, mapping
from kubelint.kube.selectors import requirements, selects
from kubelint.workspace.homes import Space
from kubelint.workspace.index import Index, Register, once

_OWN = len(("metadata", "labels"))


class Labelled(NamedTuple):
    """Something that a selector may match."""

    owner: Object
    labels: Mapping[str, Any]
    path: Path
    """Where the labels stand in their owner."""

    @property
    def astray(self) -> Mapping[str, Any]:
        """Labels elsewhere in their owner that are easily taken for these: the workload's own, a Service's selector."""
        if isinstance(self.owner, Service):
            return mapping(self.owner.spec.get("selector"))
        return self.owner.labels if len(self.path) > _OWN else {}

    @property
    def place(self) -> Place:
        """Where the labels stand."""
        return Place(self.owner, self.path)


def templates(objects: Iterable[Object]) -> list[Labelled]:
    """The labels of the pod templates of workloads."""
    pods = (obj.pod for obj in objects if isinstance(obj, Workload) and obj.pod is not None)
    return [Labelled(pod.owner, pod.labels, (*pod.path, "metadata", "labels")) for pod in pods]


def themselves(objects: Iterable[Object]) -> list[Labelled]:
    """The labels of objects."""
    return [Labelled(obj, obj.labels, ("metadata", "labels")) for obj in objects]


def pairs_of(selector: Mapping[str, Any]) -> dict[str, str]:
    """The labels that a LabelSelector demands by value: its pairs, and expressions with a single value."""
    if not selector.get("matchExpressions"):
        return {key: value for key, value in mapping(selector.get("matchLabels")).items() if isinstance(value, str)}
    single = (r for r in requirements(selector) if r.operator == "In" and len(r.values) == 1)
    return {r.key: r.values[0] for r in single if isinstance(r.values[0], str)}


class Labels:
    """Things by each of their labels."""

    def __init__(self, things: Iterable[Labelled], index: Index) -> None:
        self.index = index
        self._found: Register[Labelled] = Register()
        self._near: dict[str, Nearby] = {}
        for thing in things:
            pairs = [(key, value) for key, value in thing.labels.items() if isinstance(value, str)]
            for home in index.homes.of(thing.owner):
                for pair in ((), *pairs):
                    self._found.enter(pair, home.space, thing)

    def exchange(self, pairs: Sequence[tuple[Sequence[Labelled], Sequence[Labelled]]]) -> bool:
        """Put things in the place of earlier ones; False, with nothing done, where their labels are others."""
        if any([(t.labels, t.path) for t in old] != [(t.labels, t.path) for t in new] for old, new in pairs):
            return False
        things = {id(a.owner): b for old, new in pairs for a, b in zip(old, new, strict=True)}
        for found in (found for spaces in self._found.values() for found in spaces.values()):
            found[:] = [things.get(id(thing.owner), thing) for thing in found]
        vars(self).pop("_astray", None)
        return True

    def like(self, wanted: Mapping[str, str], spaces: Sequence[Space]) -> list[Labelled]:
        """What might have been meant: it has one of the labels, or nearly so, or has them in another place."""
        pairs = [(key, like) for key, value in wanted.items() for like in (value, *self._nearby(key).of(value))]
        pairs += [(key, value) for value in wanted.values() for key in self._keys.get(value, ())]
        here = [thing for pair in pairs for thing in self._at(pair, spaces)]
        return once([*here, *(thing for pair in wanted.items() for thing in self._astray.get(pair, ()))])

    def _nearby(self, key: str) -> Nearby:
        if key not in self._near:
            self._near[key] = Nearby(self._values.get(key, ()))
        return self._near[key]

    @cached_property
    def _values(self) -> dict[str, list[str]]:
        """Values by key."""
        found: dict[str, list[str]] = defaultdict(list)
        for key, value in filter(None, self._found):
            found[key].append(value)
        return found

    @cached_property
    def _keys(self) -> dict[str, list[str]]:
        """Keys by value."""
        found: dict[str, list[str]] = defaultdict(list)
        for key, value in filter(None, self._found):
            found[value].append(key)
        return found

    @cached_property
    def _astray(self) -> dict[tuple[str, str], list[Labelled]]:
        found: dict[tuple[str, str], list[Labelled]] = defaultdict(list)
        for thing in self._found.at((), None):
            for key, value in thing.astray.items():
                if isinstance(value, str):
                    found[key, value].append(thing)
        return found

    def all(self, spaces: Sequence[Space]) -> Sequence[Labelled]:
        """Everything that lives in the namespaces, or may; None stands for all of them."""
        return self._at((), spaces)

    def matched(self, selector: Mapping[str, Any], spaces: Sequence[Space]) -> list[Labelled]:
        """What a LabelSelector matches in namespaces."""
        pairs = pairs_of(selector)
        found = min((self._at(pair, spaces) for pair in pairs.items()), key=len) if pairs else self._at((), spaces)
        if len(pairs) == 1 and not selector.get("matchExpressions"):
            return list(found)
        return [thing for thing in found if selects(selector, thing.labels)]

    def _at(self, pair: tuple[str, str] | tuple[()], spaces: Sequence[Space]) -> Sequence[Labelled]:
        if len(spaces) == 1:
            return self._found.at(pair, spaces[0])
        return once(thing for space in spaces for thing in self._found.at(pair, space))

    def select(
        self, selector: Mapping[str, Any], near: Object, spaces: Sequence[Space] | None = None
    ) -> list[Labelled]:
        """What a LabelSelector matches as seen from an object: in its bundles, else in the rest."""
        seen = self.index.spaces(near) if spaces is None else spaces
        found = self.matched(self.written(selector, near), seen)
        beside = [thing for thing in found if self.index.beside(near, thing.owner)]
        return beside or found

    def written(self, selector: Mapping[str, Any], near: Object) -> Mapping[str, Any]:
        """The selector without the labels that a kustomization gives to selectors and templates alike."""
        keys = self.index.homes.residence(near).labels
        if not keys:
            return selector
        kept = {k: v for k, v in mapping(selector.get("matchLabels")).items() if k not in keys}
        return {**selector, "matchLabels": kept}
