"""The tree of a document's nodes: ends, styles, tags, anchors, and what Kubernetes makes of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from kubelint.finding import Path
from kubelint.manifest.document import Note
from kubelint.manifest.scalars import MERGE


@dataclass(slots=True, eq=False)
class Node:
    """What all nodes have. ``start`` is that of the tag or anchor, ``content`` that of what follows them."""

    start: int
    content: int
    end: int
    tag: str | None = None
    anchor: str | None = None
    value: Any = None
    size: int = 1
    """Nodes in it, those behind aliases counted each time."""


@dataclass(slots=True, eq=False)
class Scalar(Node):
    """A scalar: its text without quotes, and its style (``plain double single literal folded``)."""

    text: str = ""
    style: str = "plain"


@dataclass(slots=True, eq=False)
class Entry:
    """A key and its value; the name is None for a merge key."""

    key: Node
    value: Node
    name: str | None


@dataclass(slots=True, eq=False)
class Mapping(Node):
    """A mapping, with every entry as written: repeated and merge keys too."""

    flow: bool = False
    entries: list[Entry] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Sequence(Node):
    """A list."""

    flow: bool = False
    items: list[Node] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Alias(Node):
    """``*name``, and the node that it stands for."""

    target: Node = field(default_factory=lambda: Node(0, 0, 0))


@dataclass(slots=True)
class Tree:
    """A document's nodes, what was noted while they were read, and where the document ends."""

    root: Node | None
    notes: list[Note]
    end: int


def follow(node: Node) -> Node:
    """The node itself, or what an alias stands for."""
    return node.target if isinstance(node, Alias) else node


def child(node: Node, step: str | int) -> tuple[Node | None, Node] | None:
    """The key node (None in a list) and the value node one step down; the last of repeated keys, merged ones too."""
    node = follow(node)
    if isinstance(node, Sequence):
        return (None, node.items[step]) if isinstance(step, int) and 0 <= step < len(node.items) else None
    if not isinstance(node, Mapping):
        return None
    for entry in reversed(node.entries):
        if entry.name == step:
            return entry.key, entry.value
        found = _merged(entry.value, step) if entry.name is None else None
        if found:
            return found
    return None


def _merged(node: Node, step: str | int) -> tuple[Node | None, Node] | None:
    node = follow(node)
    sources = node.items if isinstance(node, Sequence) else [node]
    return next((found for source in sources if (found := child(source, step))), None)


def walk(node: Node, path: Path = ()) -> Iterator[tuple[Path, Node, bool]]:
    """Every node as written (aliases are not followed), with its path and whether it is a key."""
    yield path, node, False
    if isinstance(node, Sequence):
        for number, item in enumerate(node.items):
            yield from walk(item, (*path, number))
    elif isinstance(node, Mapping):
        for entry in node.entries:
            inner = (*path, MERGE if entry.name is None else entry.name)
            yield inner, entry.key, True
            yield from walk(entry.value, inner)
