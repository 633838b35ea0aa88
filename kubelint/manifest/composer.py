"""The careful builder: events into a tree of nodes, with whatever a document may hold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from kubelint.finding import Path, Span
from kubelint.manifest.builder import MAX_DEPTH, too_deep
from kubelint.manifest.document import Document, Note
from kubelint.manifest.events import Refusal, kinds, open_parser, refusal
from kubelint.manifest.nodes import Alias, Entry, Mapping, Node, Scalar, Sequence, Tree, follow
from kubelint.manifest.scalars import MERGE, key_text, resolve, resolve_tagged, settle

STYLES = {"": "plain", '"': "double", "'": "single", "|": "literal", ">": "folded"}
_PROPERTY = re.compile(r"[&!]\S*(?:\s|#[^\n]*)*")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_FREE_ALIASES, _FREE_NODES, _LOW, _HIGH = 100, 1_000, 400_000, 4_000_000


def compose(document: Document) -> Tree:
    """Read a document's text with all that there is to know. Raises Refusal where it cannot be read."""
    return _Composer(document).run()


@dataclass(slots=True, eq=False)
class _Frame:
    node: Mapping | Sequence
    children: list[Node]


class _Composer:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.source
        self.base = document.span.start
        self.shift = self.base + self.text.startswith("\ufeff")
        self.notes: list[Note] = []
        self.anchors: dict[str, Node] = {}
        self.open: set[int] = set()
        self.stack: list[_Frame] = []
        self.roots: list[Node] = []
        self.decoded = self.aliased = 0

    def run(self) -> Tree:
        try:
            return self._compose(open_parser(self.text).get_event)
        except Refusal as error:
            raise Refusal(error.rule, error.start + self.base, error.message, error.end + self.base) from None
        except Exception as error:
            found = refusal(error, self.text)
            raise Refusal(found.rule, found.start + self.base, found.message, found.end + self.base) from None

    def _compose(self, get_event: Any) -> Tree:
        names = kinds()
        get_event()
        if type(get_event()) is names.stream_end:
            return Tree(None, [], self.base)
        handlers = {
            names.scalar: self._scalar,
            names.alias: self._alias,
            names.mapping_start: self._open_mapping,
            names.sequence_start: self._open_sequence,
            names.mapping_end: self._close,
            names.sequence_end: self._close,
        }
        while True:
            event: Any = get_event()
            kind = type(event)
            if kind is names.document_end:
                return Tree(self.roots[0], self.notes, event.end_mark.index + self.shift)
            handlers[kind](event)

    def _place(self, event: Any) -> tuple[int, int, int]:
        """Start, start of content, end; in the file."""
        start, end = event.start_mark.index + self.shift, event.end_mark.index + self.shift
        content = start - self.base
        while match := _PROPERTY.match(self.text, content, end - self.base):
            content = match.end()
        return start, content + self.base, end

    def _refuse(self, node: Node, message: str) -> Refusal:
        return Refusal("invalid-yaml", node.content - self.base, message, max(node.end, node.content) - self.base)

    def _add(self, node: Node) -> None:
        if node.anchor is not None:
            self.anchors[node.anchor] = node
        (self.stack[-1].children if self.stack else self.roots).append(node)

    def _is_key(self) -> bool:
        return bool(self.stack) and isinstance(self.stack[-1].node, Mapping) and len(self.stack[-1].children) % 2 == 0

    def _scalar(self, event: Any) -> None:
        start, content, end = self._place(event)
        style = STYLES[event.style or ""]
        if style in ("literal", "folded"):
            end = content + len(self.text[content - self.base : end - self.base].rstrip())
        elif style == "plain" and not event.value:
            content = end
        node = Scalar(start, content, max(content, end), event.tag, event.anchor, None, 1, event.value, style)
        self._resolve(node, event.implicit[0])
        self.decoded += 1
        self._add(node)

    def _resolve(self, node: Scalar, plain: bool) -> None:
        source = self.text[node.content - self.base : node.end - self.base]
        if node.style == "double" and not self.document.json and any(m[1] == "/" for m in _ESCAPE.finditer(source)):
            raise self._refuse(node, "found unknown escape character `\\/`")
        try:
            if node.tag is not None:
                node.value = node.text if node.tag == "!" else resolve_tagged(node.tag, node.text)
            else:
                node.value = resolve(node.text) if plain else node.text
            if not self._is_key():
                node.value = settle(node.value)
        except ValueError as error:
            raise self._refuse(node, str(error)) from None

    def _alias(self, event: Any) -> None:
        start, _, end = self._place(event)
        target = self.anchors.get(event.anchor)
        node = Alias(start, start, end)
        if target is None:
            raise self._refuse(node, f"unknown anchor `{event.anchor}` referenced")
        if id(target) in self.open:
            raise self._refuse(node, f"anchor `{event.anchor}` value contains itself")
        node.target, node.value, node.size = target, target.value, target.size
        self._count(node)
        self._add(node)

    def _count(self, node: Node) -> None:
        """Refuse where aliases dominate (go-yaml v2, ``allowedAliasRatio``)."""
        self.decoded += node.size + 1
        self.aliased += node.size
        excess = min(max((self.decoded - _LOW) / (_HIGH - _LOW), 0), 1)
        allowed = 0.99 - 0.89 * excess
        enough = self.aliased > _FREE_ALIASES and self.decoded > _FREE_NODES
        if enough and self.aliased / self.decoded > allowed:
            raise Refusal("unreadable-input", node.start - self.base, "too many aliases", node.end - self.base)

    def _open_mapping(self, event: Any) -> None:
        self._open(Mapping(*self._place(event), event.tag, event.anchor, flow=bool(event.flow_style)))

    def _open_sequence(self, event: Any) -> None:
        self._open(Sequence(*self._place(event), event.tag, event.anchor, flow=bool(event.flow_style)))

    def _open(self, node: Mapping | Sequence) -> None:
        if self._is_key():
            template = self.text.startswith("{{", node.content - 1 - self.base)
            hint = ", `{{` is Helm's or another template's language: render it first" if template else ""
            raise self._refuse(node, f"invalid map key: a mapping or a list cannot be a key{hint}")
        if len(self.stack) >= MAX_DEPTH:
            raise too_deep(node.start - self.base)
        self._add(node)
        self.decoded += 1
        self.open.add(id(node))
        self.stack.append(_Frame(node, []))

    def _close(self, event: Any) -> None:
        frame = self.stack.pop()
        node, children = frame.node, frame.children
        self.open.discard(id(node))
        node.size += sum(part.size for part in children)
        if isinstance(node, Mapping):
            self._fill(node, children)
        else:
            node.items = children
            node.value = [item.value for item in children]
        if node.flow:
            node.end = event.end_mark.index + self.shift
        elif children:  # libyaml ends a block at the next token
            node.end = children[-1].end

    def _fill(self, node: Mapping, children: list[Node]) -> None:
        node.value = {}
        seen: dict[str, Node] = {}
        for key, value in zip(children[::2], children[1::2], strict=True):
            if self._merges(key):
                node.entries.append(Entry(key, value, None))
                self._merge(node.value, value)
                continue
            name = self._name(key)
            node.entries.append(Entry(key, value, name))
            if name in seen:
                self._repeated(name, seen[name], key)
            seen[name] = key
            node.value[name] = value.value

    def _repeated(self, name: str, first: Node, second: Node) -> None:
        line = self.document.manifest.position(first.content).line
        message = f"key `{name}` is already set on line {line}, Kubernetes silently keeps the last value"
        self.notes.append(Note("duplicate-key", Span(second.content, second.end), message, (*self._path(), name)))

    def _path(self) -> Path:
        """The path of the container that has just been closed."""
        path: list[str | int] = []
        for frame in self.stack:
            if isinstance(frame.node, Sequence):
                path.append(len(frame.children) - 1)
            else:
                key = frame.children[-2]
                path.append(MERGE if self._merges(key) else self._name(key))
        return tuple(path)

    def _name(self, key: Node) -> str:
        try:
            return key_text(key.value)
        except ValueError as error:
            raise self._refuse(key, f"invalid map key: {error}") from None

    def _merges(self, key: Node) -> bool:
        plain = isinstance(key, Scalar) and key.text == MERGE and key.style == "plain"
        return plain and key.tag in (None, "tag:yaml.org,2002:merge")

    def _merge(self, data: dict[str, Any], source: Node) -> None:
        """Merge at the place where it stands; of several sources the first wins."""
        sources = source.items if isinstance(source, Sequence) else [source]
        if not all(isinstance(follow(item), Mapping) for item in sources):
            raise self._refuse(source, "map merge requires map or sequence of maps as the value")
        for item in reversed(sources):
            data.update(item.value)
