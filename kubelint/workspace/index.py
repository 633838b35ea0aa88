"""Where the objects of a run live, by name and by label: built once, asked in constant time."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from kubelint.inputs.bundles import Layout
from kubelint.kube.nearness import Nearby
from kubelint.kube.objects import Object
from kubelint.workspace.alternatives import Alternatives
from kubelint.workspace.homes import Home, Homes, Space
from kubelint.workspace.platform import CLUSTER_SCOPED

Item = TypeVar("Item")


class Register(dict[Any, dict[Space, list[Item]]]):
    """Things by a key, then by the namespace that they live in."""

    def enter(self, key: Any, space: Space, item: Item) -> None:
        """Add a thing."""
        found = self.setdefault(key, {}).setdefault(space, [])
        if not found or found[-1] is not item:
            found.append(item)

    def at(self, key: Any, space: Space) -> Sequence[Item]:
        """The things that live in the namespace, or may: one that is not known may be any."""
        spaces = self.get(key)
        if spaces is None:
            return ()
        if space is None:
            return once(item for found in spaces.values() for item in found)
        here, somewhere = spaces.get(space, ()), spaces.get(None, ())
        return [*here, *somewhere] if somewhere else here


def _exchange(spaces: dict[Space, list[Object]], new: Mapping[int, Object]) -> None:
    for found in spaces.values():
        found[:] = [new.get(id(obj), obj) for obj in found]


def once(items: Iterable[Item]) -> list[Item]:
    """Each thing once, in the order of its first appearance."""
    return list({id(item): item for item in items}.values())


_GROUPS = {
    ("extensions", "Ingress"): "networking.k8s.io",
    ("extensions", "NetworkPolicy"): "networking.k8s.io",
    ("extensions", "Deployment"): "apps",
    ("extensions", "DaemonSet"): "apps",
    ("extensions", "ReplicaSet"): "apps",
    ("authorization.openshift.io", "Role"): "rbac.authorization.k8s.io",
    ("authorization.openshift.io", "ClusterRole"): "rbac.authorization.k8s.io",
}


def named(group: str, kind: str, name: str) -> tuple[str, str, str]:
    """The key of an object by name; groups that once served a kind count as today's."""
    return _GROUPS.get((group, kind), group), kind, name


IN_EVERY_FILE = frozenset({"Namespace", "CustomResourceDefinition"})
"""Kinds that files repeat, so that each can be applied first."""


_NOWHERE: Sequence[Space] = (None,)


class Index:
    """All objects by group, kind and name, and all pod templates by label."""

    def __init__(self, objects: Sequence[Object], layout: Layout) -> None:
        self.homes = Homes(objects, layout)
        self.names: Register[Object] = Register()
        self.kinds: Register[Object] = Register()
        self._nearby: dict[tuple[str, str], Nearby] = {}
        for obj in objects:
            for home in self.homes.of(obj):
                self._enter(obj, home)
        self.alternatives = Alternatives(self._assumed(objects))

    def _assumed(self, objects: Iterable[Object]) -> Iterator[tuple[Hashable, str]]:
        """The objects of plain trees, with their files."""
        for obj in objects:
            home = self.homes.of(obj)[0]
            if home.bundle.assumed and obj.kind not in IN_EVERY_FILE:
                yield (named(obj.group, obj.kind, obj.name), home.space), obj.file

    def _enter(self, obj: Object, home: Home) -> None:
        group, kind, name = named(obj.group, obj.kind, obj.name)
        spaces = {home.space, obj.namespace} if obj.namespace and home.space else {home.space}
        names = {name, home.prefix + name + home.suffix}
        for space in spaces:
            self.kinds.enter((group, kind), space, obj)
            for each in names:
                self.names.enter((group, kind, each), space, obj)

    def exchange(self, pairs: Sequence[tuple[Object, Object]]) -> None:
        """Put objects in the place of earlier ones of the same file, kind, name and namespace."""
        new = {id(old): obj for old, obj in pairs}
        for old, _ in pairs:
            group, kind, name = named(old.group, old.kind, old.name)
            for home in self.homes.of(old):
                for each in {name, home.prefix + name + home.suffix}:
                    _exchange(self.names[group, kind, each], new)
            _exchange(self.kinds[group, kind], new)
        self.homes.forget()

    def near(self, user: Object, found: Sequence[Object]) -> Sequence[Object]:
        """Those that share a bundle with the user; all, where none does."""
        beside = [item for item in found if self.beside(user, item)]
        return beside or found

    def beside(self, user: Object, other: Object) -> bool:
        """Whether some bundle holds both, and not as alternatives."""
        ours, theirs = self.homes.residence(user), self.homes.residence(other)
        if ours is not theirs and not any(a.bundle is b.bundle for a in ours.homes for b in theirs.homes):
            return False
        return not self.alternatives.collection or not self.alternatives.apart(user.file, other.file)

    def together(self, obj: Object, near: Object, namespace: str | None = None) -> bool:
        """Whether an object lives, or may live, in a namespace (that of ``near`` for None) as seen from ``near``."""
        spaces = self.spaces(near, namespace)
        return any(home.space == s or home.space is None or s is None for home in self.homes.of(obj) for s in spaces)

    def look_up(self, group: str, kind: str, name: str, near: Object, namespace: str | None = None) -> Sequence[Object]:
        """The objects that a reference may mean: those in a bundle of its user first."""
        key = named(group, kind, name)
        if key not in self.names:
            return ()
        spaces = _NOWHERE if kind in CLUSTER_SCOPED else self.spaces(near, namespace)
        found = self._anywhere(self.names, key, spaces)
        return self.near(near, found) if len(found) > 1 else found

    def repeated(self) -> Iterator[list[Object]]:
        """Objects of one group, kind, name and namespace, where there are several."""
        for (_, _, name), spaces in self.names.items():
            for found in spaces.values():
                if len(found) > 1 and name:
                    yield found

    def everywhere(self, group: str, kind: str, name: str) -> Sequence[Object]:
        """The objects of that name in whatever namespace."""
        return self.names.at(named(group, kind, name), None)

    def _anywhere(self, register: Register[Item], key: Any, spaces: Sequence[Space]) -> Sequence[Item]:
        if len(spaces) == 1:
            return register.at(key, spaces[0])
        return once(item for space in spaces for item in register.at(key, space))

    def spaces(self, near: Object, namespace: str | None = None) -> Sequence[Space]:
        """The namespaces that a name means which is used at an object."""
        residence = self.homes.residence(near)
        if namespace:
            return (namespace, *residence.moved) if residence.moved else (namespace,)
        return residence.spaces

    def stated(self, obj: Object) -> bool:
        """Whether somebody says which namespace an object lives in, so that it is not merely likely."""
        return bool(obj.namespace) or any(home.moved or home.bundle.namespace for home in self.homes.of(obj))

    def peers(self, group: str, kind: str, near: Object, namespace: str | None = None) -> Iterator[Object]:
        """Objects of a kind in a bundle of their user and in its namespace."""
        key = named(group, kind, "")[:2]
        spaces = _NOWHERE if kind in CLUSTER_SCOPED else self.spaces(near, namespace)
        loose = self.alternatives.loose
        found = self._anywhere(self.kinds, key, spaces)
        return (obj for obj in found if self.beside(near, obj) and not loose(near.file, obj.file))

    def slips(self, group: str, kind: str, name: str, near: Object, namespace: str | None = None) -> list[Object]:
        """The peers whose names are a slip away."""
        key = named(group, kind, "")[:2]
        if key not in self._nearby:
            self._nearby[key] = Nearby(obj.name for found in self.kinds.get(key, {}).values() for obj in found)
        spaces = _NOWHERE if kind in CLUSTER_SCOPED else self.spaces(near, namespace)
        close = (o for n in sorted(self._nearby[key].of(name)) for o in self._anywhere(self.names, (*key, n), spaces))
        return [obj for obj in close if self.beside(near, obj)]
