"""What a kustomization itself sets in an object: patches, replicas, images, labels, namespaces, generated data."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from kubelint.finding import Path, Span
from kubelint.inputs.rendering.aligning import aligned
from kubelint.inputs.rendering.graph import Graph, Kustomization
from kubelint.kube.objects import dig, mapping, sequence
from kubelint.manifest import Document, read_text
from kubelint.manifest.document import Written

_LABELLED = ("labels", "matchLabels", "selector", "annotations")


class Setter(NamedTuple):
    """Something that sets a field: the value, and where it is written."""

    value: Any
    place: Callable[[bool], Written]
    """The place of the value, or of its key."""


class Target(NamedTuple):
    """A built object, and the name that it had in its resource; empty where it was generated."""

    data: dict[str, Any]
    original: str

    def called(self, name: str) -> bool:
        """Whether a name means it: its own, the one it began with, or one on the way between them."""
        own = str(dig(self.data, "metadata", "name"))
        if not self.original:
            return bool(name) and name in own
        return name in (self.original, own) or (bool(name) and self.original in name and name in own)


def setters(k: Kustomization, graph: Graph, target: Target, path: Path) -> Iterator[Setter]:
    """Everything in a kustomization that sets a field of a built object, the last one first."""
    yield from _images(k, target.data, path)
    yield from _replicas(k, target, path)
    yield from _labels(k, path)
    if path[-1:] == ("namespace",) and k.data.get("namespace"):
        yield _own(k, ("namespace",))
    for patch in reversed(list(_patches(k, graph))):
        if patch.aims_at(target):
            yield from patch.sets(target, path)


def _own(k: Kustomization, path: Path, value: Any = None) -> Setter:
    found = dig(k.data, *path) if value is None else value
    return Setter(found, lambda key: Written(k.document, k.document.locate(path, key), True, path))


def _images(k: Kustomization, built: dict[str, Any], path: Path) -> Iterator[Setter]:
    image = dig(built, *path)
    if path[-1:] != ("image",) or not isinstance(image, str):
        return
    for number, item in enumerate(sequence(k.data.get("images"))):
        name = dig(item, "newName") or dig(item, "name")
        for field, mark in (("digest", "@"), ("newTag", ":")):
            tag = dig(item, field)
            if tag is not None and image == f"{name}{mark}{tag}":
                yield _own(k, ("images", number, field), image)
        if dig(item, "newName") and re.fullmatch(re.escape(str(name)) + "([:@].*)?", image):
            yield _own(k, ("images", number, "newName"), image)


def _replicas(k: Kustomization, target: Target, path: Path) -> Iterator[Setter]:
    for number, item in enumerate(sequence(k.data.get("replicas")) if path == ("spec", "replicas") else ()):
        if target.called(str(dig(item, "name"))):
            yield _own(k, ("replicas", number, "count"))


def _labels(k: Kustomization, path: Path) -> Iterator[Setter]:
    if len(path) < 2 or path[-2] not in _LABELLED:
        return
    places: list[Path] = [("commonAnnotations",)] if path[-2] == "annotations" else [("commonLabels",)]
    if path[-2] != "annotations":
        places += [("labels", number, "pairs") for number in range(len(sequence(k.data.get("labels"))))]
    for place in places:
        if path[-1] in mapping(dig(k.data, *place)):
            yield _own(k, (*place, path[-1]))


class Patch(NamedTuple):
    """A patch: its text as documents, its target, and how places in it become places in a file."""

    documents: list[Document]
    target: dict[str, Any]
    place: Callable[[Document, Span, Path], Written]

    def aims_at(self, target: Target) -> bool:
        """Whether its target may be the object."""
        kind, name = self.target.get("kind"), self.target.get("name")
        if isinstance(kind, str) and kind and not _matches(kind, str(target.data.get("kind"))):
            return False
        names = (target.original, str(dig(target.data, "metadata", "name")))
        return not isinstance(name, str) or any(_matches(name, each) for each in names) or target.called(name)

    def sets(self, target: Target, path: Path) -> Iterator[Setter]:
        """What it sets at a path."""
        built = target.data
        for document in reversed(self.documents):
            if isinstance(document.data, list):
                yield from self._operations(document, built, path)
            elif self.target or self._names(document.data, target):
                there = aligned(built, path, document.data)
                if there is not None:
                    yield self._setter(document, there, dig(document.data, *there))

    def _names(self, data: Any, target: Target) -> bool:
        same = dig(data, "kind") == target.data.get("kind")
        return same and target.called(str(dig(data, "metadata", "name")))

    def _setter(self, document: Document, path: Path, value: Any) -> Setter:
        return Setter(value, lambda key: self.place(document, document.locate(path, key), path))

    def _operations(self, document: Document, built: dict[str, Any], path: Path) -> Iterator[Setter]:
        for number in range(len(document.data) - 1, -1, -1):
            operation = mapping(document.data[number])
            if operation.get("op") not in ("add", "replace"):
                continue
            pointer = _steps(operation.get("path"))
            if _leads(pointer, path):
                value = operation.get("value")
                inner = aligned(dig(built, *path[: len(pointer)]), path[len(pointer) :], value)
                if inner is not None:
                    yield self._setter(document, (number, "value", *inner), dig(value, *inner))


def _matches(pattern: str, text: str) -> bool:
    try:
        return re.fullmatch(pattern, text) is not None
    except re.error:
        return pattern == text


def _steps(pointer: Any) -> list[str]:
    steps = str(pointer).split("/")[1:]
    return [step.replace("~1", "/").replace("~0", "~") for step in steps]


def _leads(pointer: list[str], path: Path) -> bool:
    """Whether a JSON pointer means the beginning of a path; positions in lists may have moved since."""
    if not pointer or len(pointer) > len(path):
        return False
    pairs = zip(pointer, path, strict=False)
    return all(step == str(wanted) or (step == "-" and isinstance(wanted, int)) for step, wanted in pairs)


def _patches(k: Kustomization, graph: Graph) -> Iterator[Patch]:
    """The patches of a kustomization in the order in which they are applied."""
    for number, item in enumerate(sequence(k.data.get("patchesStrategicMerge"))):
        if isinstance(item, str):
            inline = "\n" in item
            yield _inline(k, ("patchesStrategicMerge", number), {}) if inline else _filed(k, graph, item, {})
    for field in ("patches", "patchesJson6902"):
        for number, item in enumerate(sequence(k.data.get(field))):
            target = mapping(dig(item, "target"))
            if isinstance(dig(item, "path"), str):
                yield _filed(k, graph, item["path"], target)
            elif isinstance(dig(item, "patch"), str):
                yield _inline(k, (field, number, "patch"), target)


def _filed(k: Kustomization, graph: Graph, file: str, target: dict[str, Any]) -> Patch:
    documents = graph.tree.manifest(k.resolve(file)).documents
    return Patch(documents, target, lambda document, span, path: Written(document, span, True, path))


def _inline(k: Kustomization, path: Path, target: dict[str, Any]) -> Patch:
    def place(document: Document, span: Span, _: Path) -> Written:
        return _within(k.document, path, document, span)

    return Patch(read_text(str(dig(k.data, *path)), "").documents, target, place)


def _within(outer: Document, path: Path, inner: Document, span: Span) -> Written:
    """The place in a file of a place in the text that a block scalar of it holds."""
    whole, raw, text = outer.locate(path), outer.raw(path), outer.manifest.text
    if raw is None or raw.style != "literal":
        return Written(outer, whole, False)
    start = outer.manifest.position(whole.start).line
    first = inner.manifest.position(span.start)
    header = text[outer.manifest.line(start).start : outer.manifest.line(start).end]
    below = start if "|" in header else start + 1
    line = outer.manifest.line(below + first.line)
    written = inner.manifest.line(first.line)
    content = inner.manifest.text[written.start : written.end]
    indent = len(text[line.start : line.end]) - len(content)
    begin = line.start + max(indent, 0) + first.column - 1
    certain = text[line.start : line.end].endswith(content)
    return Written(outer, Span(begin, min(begin + span.end - span.start, line.end)), certain)


def generated(k: Kustomization, built: dict[str, Any], path: Path) -> Iterator[Setter]:
    """What the generators of a kustomization set in a ConfigMap or Secret that they made."""
    field = "configMapGenerator" if built.get("kind") == "ConfigMap" else "secretGenerator"
    made = Target(built, "")
    items = [(n, item) for n, item in enumerate(sequence(k.data.get(field))) if made.called(str(dig(item, "name")))]
    for number, item in sorted(items, key=lambda pair: -len(str(dig(pair[1], "name")))):
        value = dig(built, *path)
        if path == ("metadata", "name"):
            yield _own(k, (field, number, "name"), value)
        elif len(path) == 2 and path[0] in ("data", "binaryData", "stringData"):
            for place in _datum(mapping(item), str(path[1])):
                yield _own(k, (field, number, *place), value)


def _datum(item: dict[str, Any], name: str) -> Iterator[Path]:
    for position, literal in enumerate(sequence(item.get("literals"))):
        if str(literal).partition("=")[0] == name:
            yield "literals", position
    for position, file in enumerate(sequence(item.get("files"))):
        given, equals, target = str(file).partition("=")
        if (given if equals else posixpath.basename(target or given)) == name:
            yield "files", position
