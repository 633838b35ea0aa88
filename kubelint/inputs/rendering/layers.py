"""Traces the fields of a built kustomization to what set them last: resource, patch, generator, transformer."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from kubelint.finding import Fix, Path, Span
from kubelint.inputs.rendering.aligning import aligned
from kubelint.inputs.rendering.graph import Graph, Kustomization, far
from kubelint.inputs.rendering.setters import Setter, Target, generated, setters
from kubelint.kube.objects import dig, mapping
from kubelint.manifest import Document, Manifest
from kubelint.manifest.document import Written

_HASH = re.compile(r"-[a-z0-9]{10}")


class Layers:
    """The kustomizations that one build went through."""

    def __init__(
        self, folder: str, graph: Graph, inside: dict[str, Kustomization], origins: list[dict[str, Any]]
    ) -> None:
        self.folder, self.graph, self.inside, self.origins = folder, graph, inside, origins

    def attach(self, manifest: Manifest) -> None:
        """Give each document of the rendered manifest its origin."""
        made = [document for document in manifest.documents if document.data is not None]
        for document, origin in zip(made, self.origins, strict=False):
            document.origin = FieldOrigin(document, self, origin)

    def route(self, file: str) -> list[Kustomization]:
        """The kustomizations that a file went through, the outermost first; components after their users."""
        found: dict[str, Kustomization] = {}
        self._enter(self.folder, file, found)
        return list(found.values())

    def _enter(self, folder: str, file: str, found: dict[str, Kustomization]) -> bool:
        """Whether a file is reached from a folder; if so, the folders on the way are taken down."""
        kustomization = self.inside[folder]
        named = {kustomization.resolve(entry.target) for entry in kustomization.entries()}
        holds = file == kustomization.file or file in named
        inner: dict[str, Kustomization] = {}
        components: dict[str, Kustomization] = {}
        for each in self.graph.included(kustomization):
            if each not in self.inside:
                continue
            if self.inside[each].component:
                components |= {each: self.inside[each]}
                holds = self._enter(each, file, inner) or holds
            else:
                holds = self._enter(each, file, inner) or holds
        if holds:
            found |= {folder: kustomization, **dict(reversed(components.items())), **inner}
        return holds

    def written_in(self, origin: dict[str, Any], built: dict[str, Any]) -> tuple[str, Document | None]:
        """The file that an object comes from, and the document in it; None where a generator made it."""
        made = origin.get("configuredIn")
        path = made or origin.get("path")
        if not isinstance(path, str) or far(path):
            return self.inside[self.folder].file, None
        file = posixpath.normpath(posixpath.join(self.folder, path))
        return file, None if made else self._document(self.graph.tree.manifest(file), built, file)

    def _document(self, manifest: Manifest, built: dict[str, Any], file: str) -> Document | None:
        """The document that an object was built of: its name, with what the layers put around it, is the object's."""
        route = self.route(file)
        before = "".join(str(k.data.get("namePrefix") or "") for k in route)
        behind = "".join(str(k.data.get("nameSuffix") or "") for k in reversed(route))
        kind, name = built.get("kind"), str(dig(built, "metadata", "name"))
        found = [d for d in manifest.documents if dig(d.data, "kind") == kind]
        exact = [d for d in found if f"{before}{dig(d.data, 'metadata', 'name')}{behind}" == name]
        if len(exact) > 1:
            namespace = dig(built, "metadata", "namespace")
            here = [d for d in exact if dig(d.data, "metadata", "namespace") == namespace]
            return here[0] if len(here) == 1 else None
        return exact[0] if exact else _likely(found, name)


def _likely(found: list[Document], name: str) -> Document | None:
    """The document whose name is the longest part of a name."""
    named = [d for d in found if str(dig(d.data, "metadata", "name")) in name]
    if not named:
        return found[0] if len(found) == 1 else None
    return max(named, key=lambda d: len(str(dig(d.data, "metadata", "name"))))


class FieldOrigin:
    """Where the fields of one built object were written."""

    by = "kustomize"

    def __init__(self, document: Document, layers: Layers, origin: dict[str, Any]) -> None:
        self.document, self.layers = document, layers
        self.variant = layers.graph.tree.shown(layers.folder)
        self.file, self.source = layers.written_in(origin, document.data)
        name = dig(self.source.data, "metadata", "name") if self.source else None
        self._target = Target(document.data, str(name or ""))
        self._route: list[Kustomization] | None = None

    @property
    def route(self) -> list[Kustomization]:
        """The kustomizations that the object went through, the outermost first."""
        if self._route is None:
            self._route = self.layers.route(self.file)
        return self._route

    def locate(self, path: Path, key: bool = False) -> Written:
        """Where the node at a path was written."""
        path = _existing(self.document.data, path)
        value = dig(self.document.data, *path)
        if isinstance(value, (dict, list)) or key or not path:
            return self._collection(path, key)
        return self._scalar(path, value)

    def mend(self, fix: Fix) -> Fix | None:
        """The fix on the resource or the patch."""
        from kubelint.inputs.rendering.mending import by_fields

        names = ("namePrefix", "nameSuffix", "namespace")
        words = [str(k.data[name]) for k in self.route for name in names if k.data.get(name)]
        return by_fields(fix, self.locate, words)

    def _scalar(self, path: Path, value: Any) -> Written:
        """The last to set the value; the resource, where it has it as it is or but for a change of name."""
        for setter in self._setters(path):
            if setter.value == value:
                return setter.place(False)
        if self.source is not None:
            there = aligned(self.document.data, path, self.source.data)
            if there is not None:
                certain = self._same(dig(self.source.data, *there), value, path)
                return Written(self.source, self.source.locate(there), certain, there)
        return self._nearest(path)

    def _same(self, written: Any, built: Any, path: Path) -> bool:
        if written == built:
            return True
        if not isinstance(written, str) or not isinstance(built, str) or not written or written not in built:
            return False
        before, _, after = built.partition(written)
        affixes = any(k.data.get("namePrefix") or k.data.get("nameSuffix") for k in self.route)
        return affixes or (not before and _HASH.fullmatch(after) is not None)

    def _collection(self, path: Path, key: bool) -> Written:
        """Where a mapping or a list begins: in the resource, else in the first patch that brings it."""
        if self.source is not None:
            there = aligned(self.document.data, path, self.source.data)
            if there is not None:
                return Written(self.source, self.source.locate(there, key), True, there)
        found: list[Setter] = list(self._setters(path))
        return found[-1].place(key) if found else self._nearest(path)

    def _nearest(self, path: Path) -> Written:
        """The place of the nearest ancestor that is written anywhere, which is not certain."""
        for end in range(len(path) - 1, -1, -1):
            source = self.source
            there = aligned(self.document.data, path[:end], source.data) if source else None
            if self.source is not None and there is not None:
                return Written(self.source, self.source.locate(there), False)
            for setter in self._setters(path[:end]) if end else ():
                where: Written = setter.place(False)
                return where._replace(certain=False)
        return self._whole()

    def _setters(self, path: Path) -> Iterator[Setter]:
        """Everything outside the resource that sets the field, the last one first."""
        for kustomization in self.route:
            yield from setters(kustomization, self.layers.graph, self._target, path)
        if self.source is None:
            made = self.layers.inside.get(posixpath.dirname(self.file))
            if made is not None:
                yield from generated(made, self.document.data, path)

    def _whole(self) -> Written:
        if self.source is not None:
            return Written(self.source, self.source.locate(()), False)
        manifest = self.layers.graph.tree.manifest(self.file)
        if not manifest.documents:
            return Written(self.document, Span(0, 0), False)
        document = manifest.documents[0]
        return Written(document, document.locate(()), False)


def _existing(data: Any, path: Path) -> Path:
    """The path itself, or the part of it that leads somewhere."""
    for end in range(len(path)):
        node = dig(data, *path[:end])
        step = path[end]
        there = step in node if isinstance(node, dict) else isinstance(step, int) and step < len(_items(node))
        if not there:
            return path[:end]
    return path


def _items(node: Any) -> Any:
    """The node if it is a list, else an empty mapping."""
    return node if isinstance(node, list) else mapping(node)
