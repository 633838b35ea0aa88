"""Where a node stands: from the offsets where they suffice, from the tree of nodes elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, TypeVar

from kubelint.finding import Path, Span
from kubelint.manifest import nodes
from kubelint.manifest.document import Document, Raw, Surprise
from kubelint.manifest.events import Refusal, refusal
from kubelint.manifest.scalars import surprises as is_surprising

_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"|\'(?:[^\']|\'\')*\'', re.DOTALL)
_WORD = re.compile(r"[\w.+~-]*")
_COMMENT = re.compile(r"\s+#.*")
_STYLES = {'"': "double", "'": "single", "|": "literal", ">": "folded"}
T = TypeVar("T")


class Spot(NamedTuple):
    """A node that was found: the spans of its key and of the scalar that it is, and where it starts."""

    key: Span | None
    scalar: Span | None
    start: int


class _Unsure(Exception):  # noqa: N818 - the tree knows better, nothing is wrong
    """The offsets do not tell."""


def locate(document: Document, path: Path, key: bool) -> Span:
    """The span of the node at a path, or of its nearest ancestor that exists (``finding.Place``)."""
    start, limit = document.span
    found = _ask(document, lambda finder: _locate(document, path, key, finder)) or Span(start, start)
    return Span(min(found.start, limit), min(found.end, limit))  # the parser was given a last line break


def raw(document: Document, path: Path) -> Raw | None:
    """The source of the scalar at a path."""
    spot = _ask(document, lambda finder: finder.find(path))
    if spot is None or spot.scalar is None:
        return None
    text = document.manifest.text[spot.scalar.start : spot.scalar.end]
    return Raw(text, _STYLES.get(text[:1], "plain"))


def _ask(document: Document, question: Callable[[_Table | _Tree], T]) -> T | None:
    """The offsets' answer, or that of the tree; None for a document that cannot be read."""
    try:
        return question(_Table(document))
    except _Unsure:
        pass
    try:
        return question(_Tree(document))
    except Refusal:
        return None


def surprises(document: Document) -> Iterator[Surprise]:
    """Every plain scalar, key or value, that reads otherwise than it looks."""
    try:
        root = document.tree().root
    except Refusal:
        return
    for path, node, key in nodes.walk(root) if root else ():
        plain = isinstance(node, nodes.Scalar) and node.style == "plain" and node.tag is None
        if plain and isinstance(node, nodes.Scalar) and is_surprising(node.text, node.value):
            yield Surprise(path, node.text, node.value, key)


def _locate(document: Document, path: Path, key: bool, finder: _Table | _Tree) -> Span:
    for length in range(len(path), 0, -1):
        if spot := finder.find(path[:length]):
            return _span(document, spot, key and length == len(path))
    kind = finder.find(("kind",))
    if kind and kind.key:
        return Span(kind.key.start, kind.scalar.end if kind.scalar else kind.key.end)
    root = finder.find(())
    return _span(document, root, key=False) if root else Span(document.span.start, document.span.start)


def _span(document: Document, spot: Spot, key: bool) -> Span:
    if spot.key and (key or not spot.scalar):
        return spot.key
    return spot.scalar or _first_line(document.manifest.text, spot.start)


def _first_line(text: str, start: int) -> Span:
    """From a collection's start to the end of its line, a comment not counted."""
    end = text.find("\n", start)
    line = text[start : end if end >= 0 else len(text)]
    return Span(start, start + len(_COMMENT.sub("", line).rstrip()))


class _Table:
    """Finds by offsets. Raises _Unsure where data and text do not have the same shape, and for odd scalars."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.manifest.text
        self.base = document.span.start
        if self.text.startswith("\ufeff", self.base):
            self.base += 1
        self.index = _index(document)

    def find(self, path: Path) -> Spot | None:
        node, at, key_at = self.document.data, 0, -1
        for step in path:
            found = self._child(node, step)
            if found is None:
                return None
            node, at, key_at = found
        start = self._offset(at)
        key = self._scalar(self._offset(key_at), path[-1]) if key_at >= 0 else None
        return Spot(key, None if isinstance(node, (dict, list)) else self._scalar(start, node), start)

    def _offset(self, at: int) -> int:
        return self.document.offsets[at] + self.base if self.document.offsets else self.base

    def _child(self, node: Any, step: str | int) -> tuple[Any, int, int] | None:
        """The child, its number in the offsets and that of its key."""
        if isinstance(node, dict) and step in node:
            at = self.index[id(node)].start + 1
            for key, value in node.items():
                if key == step:
                    return value, at + 1, at
                at = self._behind(value, at + 1)
        if isinstance(node, list) and isinstance(step, int) and 0 <= step < len(node):
            return node[step], self._at(node)[step], -1
        return None

    def _at(self, items: list[Any]) -> list[int]:
        """The number of each item: a list of many items is asked for many of them."""
        numbers = self.document._items.get(id(items))
        if numbers is None:
            at = self.index[id(items)].start + 1
            numbers = self.document._items[id(items)] = []
            for value in items:
                numbers.append(at)
                at = self._behind(value, at)
        return numbers

    def _behind(self, value: Any, at: int) -> int:
        return self.index[id(value)].end if isinstance(value, (dict, list)) else at + 1

    def _scalar(self, start: int, value: Any) -> Span:
        first = self.text[start : start + 1]
        if first in ("|", ">"):
            raise _Unsure
        if first in ('"', "'"):
            match = _QUOTED.match(self.text, start)
        elif not isinstance(value, str):
            match = _WORD.match(self.text, start)
        elif self.text.startswith(value, start):
            return Span(start, start + len(value))
        else:
            raise _Unsure
        return Span(start, match.end() if match else start)


def _index(document: Document) -> dict[int, Span]:
    """For each collection its number in the offsets and the first number behind it."""
    if document._index is None:
        if document.offsets is None:
            restore(document)
        index: dict[int, Span] = {}
        if document.offsets is None or _number(document.data, 0, index) != len(document.offsets):
            raise _Unsure
        document._index = index
    return document._index


def _number(node: Any, at: int, index: dict[int, Span]) -> int:
    if not isinstance(node, (dict, list)):
        return at + 1
    behind = at + 1
    if isinstance(node, dict):
        for value in node.values():
            behind = _number(value, behind + 1, index)
    else:
        for value in node:
            behind = _number(value, behind, index)
    index[id(node)] = Span(at, behind)
    return behind


def restore(document: Document) -> None:
    """Read a remembered document's offsets again; they stay unknown where it is irregular."""
    from kubelint.manifest.builder import build
    from kubelint.manifest.scalars import Irregular, Memo

    try:
        built = build(document.source, Memo())
    except (Irregular, Refusal):
        return
    except Exception as error:
        refusal(error, document.source)  # raises what is no parser's
        return
    if built is not None:
        document.offsets = built.offsets


class _Tree:
    """Finds in the tree of nodes. Raises Refusal where the document cannot be read."""

    def __init__(self, document: Document) -> None:
        self.root = document.tree().root

    def find(self, path: Path) -> Spot | None:
        node, key = self.root, None
        for step in path:
            found = nodes.child(node, step) if node else None
            if found is None:
                return None
            key, node = found
        if node is None:
            return None
        target = nodes.follow(node)
        scalar = Span(node.content, node.end) if isinstance(target, nodes.Scalar) else None
        return Spot(Span(key.content, key.end) if key else None, scalar, node.content)
