"""Objects: plain data with an identity. Each built-in kind that a check names is a small subclass of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from kubelint.finding import ObjectName, Path, Place
from kubelint.manifest import Document

GroupKind = tuple[str, str]


def dig(data: Any, *path: str | int) -> Any:
    """The value at a path in plain data, or None where the path leads nowhere (or to null)."""
    for step in path:
        if isinstance(step, str):
            if not isinstance(data, dict):
                return None
            data = data.get(step)
        elif isinstance(data, list) and 0 <= step < len(data):
            data = data[step]
        else:
            return None
    return data


def mapping(value: Any) -> dict[str, Any]:
    """The value if it is a mapping, else an empty one."""
    return value if isinstance(value, dict) else {}


def sequence(value: Any) -> list[Any]:
    """The value if it is a list, else an empty one."""
    return value if isinstance(value, list) else []


class Object:
    """One Kubernetes object (an item of a ``List`` is one of its own).

    ``data`` is what the checks read: members of a wrong type have been taken out after ``wrong-type`` named them,
    so a known kind's data fits its schema; for other kinds use ``get``, ``mapping`` and ``sequence``.
    """

    kinds: ClassVar[tuple[GroupKind, ...]] = ()

    def __init__(self, document: Document, data: dict[str, Any], base: Path = ()) -> None:
        self.document = document
        self.data = data
        self.base = base
        api_version, kind = data.get("apiVersion"), data.get("kind")
        self.api_version: str = api_version if isinstance(api_version, str) else ""
        self.kind: str = kind if isinstance(kind, str) else ""
        self.group: str = self.api_version.rpartition("/")[0]
        self.metadata: dict[str, Any] = mapping(data.get("metadata"))
        name, namespace = self.metadata.get("name"), self.metadata.get("namespace")
        self.name: str = name if isinstance(name, str) else ""
        self.namespace: str | None = namespace if isinstance(namespace, str) and namespace else None
        """As written; None where absent (the bundle's default then holds)."""
        self.labels: dict[str, Any] = mapping(self.metadata.get("labels"))
        self.annotations: dict[str, Any] = mapping(self.metadata.get("annotations"))
        self.spec: dict[str, Any] = mapping(data.get("spec"))
        """An empty mapping where absent."""
        self.file: str = document.manifest.name
        """The file's name as given."""

    def __repr__(self) -> str:
        return f"<{self.kind} {self.namespace or ''}/{self.name} in {self.file}>"

    @property
    def index(self) -> int:
        """The document's place in its file, from 0."""
        return self.document.index

    @property
    def version(self) -> str:
        """``v1`` of ``apps/v1``."""
        return self.api_version.rpartition("/")[2]

    @property
    def identity(self) -> ObjectName:
        """What people call it by."""
        return ObjectName(self.api_version, self.kind, self.namespace, self.name or None)

    def get(self, *path: str | int) -> Any:
        """The value at a path, or None."""
        return dig(self.data, *path)

    def at(self, *path: str | int) -> Place:
        """The place of a value (of its key, where it is a mapping or a list; of the nearest ancestor, where absent)."""
        return Place(self, path)

    def key(self, *path: str | int) -> Place:
        """The place of a key."""
        return Place(self, path, key=True)


Kinds = Mapping[GroupKind, type[Object]]
"""Classes by group and kind."""


def objects_in(document: Document, kinds: Kinds | None = None) -> list[Object]:
    """The objects of a document: none without ``apiVersion`` and ``kind``, several for a ``List``.

    ``kinds`` gives classes to further kinds.
    """
    data = document.data
    if not isinstance(data, dict) or not data.get("kind") or not data.get("apiVersion"):
        return []
    if "items" not in data:
        return [make_object(document, data, (), kinds)]
    return [make_object(document, found, base, kinds) for found, base in _unpacked(data, ())]


def _unpacked(data: dict[str, Any], base: Path) -> Iterator[tuple[dict[str, Any], Path]]:
    """The items of a list, and of lists in it; one that names neither is of the list's own version and kind."""
    kind, items = str(data.get("kind")), data.get("items")
    if not kind.endswith("List") or "items" not in data or not isinstance(items, list | None):
        yield data, base
        return
    inherited = {"apiVersion": data.get("apiVersion"), "kind": kind.removesuffix("List")}
    for number, item in enumerate(items or ()):
        if isinstance(item, dict):
            whole = item if item.keys() & inherited.keys() or kind == "List" else {**inherited, **item}
            yield from _unpacked(whole, (*base, "items", number))


def make_object(document: Document, data: dict[str, Any], base: Path, kinds: Kinds | None = None) -> Object:
    """An object of the class that names its kind."""
    from kubelint.kube.kinds import class_of

    api_version = data.get("apiVersion")
    group = api_version.rpartition("/")[0] if isinstance(api_version, str) else ""
    return class_of(group, data.get("kind"), kinds)(document, data, base)
