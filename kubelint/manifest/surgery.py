"""One operation on one document's text: where to cut, and what to put there."""

from __future__ import annotations

import re
from typing import Any

from kubelint.finding import Operation, Path, Span
from kubelint.manifest import rendering
from kubelint.manifest.document import Document
from kubelint.manifest.nodes import Alias, Entry, Mapping, Node, Scalar, Sequence
from kubelint.manifest.patch import CannotEdit
from kubelint.manifest.rendering import Layout

_COLON = re.compile(r"\s*:")
_DEEPER_COMMENT = re.compile(r"( +)#")
_DASH = re.compile(r"-(?=\s)")
Edits = list[tuple[Span, str]]
Collection = Mapping | Sequence


class Surgery:
    """A document that is text alone (its span is all of its manifest), opened for one operation.

    Raises events.Refusal where the text cannot be read, and CannotEdit where an operation does not fit it.
    """

    def __init__(self, document: Document) -> None:
        self.text = document.manifest.text
        self.root = document.tree().root
        self.data = self.root.value if self.root else None
        self.layout = _layout(self.text, self.root, document.json)

    def node(self, path: Path) -> Node:
        """The node at a path, as written there: nothing behind an alias or a merge key."""
        node = self.root
        for step in path:
            found = _own_child(node, step)
            if found is None:
                raise CannotEdit(f"`{step}` is not written there")
            node = found[1]
        if node is None:
            raise CannotEdit("the document is empty")
        return node

    def edits(self, operation: Operation) -> Edits:
        """What to change for an add, a replace, a remove or a rename."""
        path = operation.path
        if not path:
            raise CannotEdit("a document is not replaced as a whole")
        parent = self.node(path[:-1])
        if not isinstance(parent, (Mapping, Sequence)):
            raise CannotEdit("the parent is no collection")
        found = _own_child(parent, path[-1])
        if operation.op == "add" and (found is None or isinstance(parent, Sequence)):
            return self._insert(parent, path[-1], operation.value)
        if found is None:
            raise CannotEdit(f"`{path[-1]}` is not written there")
        key, node = found
        if operation.op == "remove" and len(parent.value) == 1:
            return self._empty(path[:-1], parent)
        if operation.op == "remove":
            return self.remove_child(parent, _number(parent, node))
        if operation.op == "rename":
            return self._rename(key, operation.value)
        return self._replace(parent, key, node, operation.value)

    # What is where

    def _line_start(self, offset: int) -> int:
        return self.text.rfind("\n", 0, offset) + 1

    def _line_end(self, offset: int) -> int:
        """The end of the offset's line, before its break."""
        end = self.text.find("\n", offset)
        end = end if end >= 0 else len(self.text)
        return end - 1 if end > offset and self.text[end - 1] == "\r" else end

    def _next_line(self, offset: int) -> int:
        end = self.text.find("\n", offset)
        return end + 1 if end >= 0 else len(self.text)

    def column(self, offset: int) -> int:
        """The column (from 0) of an offset."""
        start = self._line_start(offset)
        return offset - start - self.text.startswith("\ufeff", start)

    def behind(self, parent: Mapping) -> int:
        """Where a further key of a block mapping is put."""
        start, end = self._starts(parent)[0], self._ends(parent)[-1]
        return self._behind_comments(end, self.column(start))

    def _starts(self, parent: Collection) -> list[int]:
        """Where each child starts: its key, or its dash."""
        if isinstance(parent, Mapping):
            return [entry.key.start for entry in parent.entries]
        if parent.flow:
            return [item.start for item in parent.items]
        starts, position = [], parent.content
        for item in parent.items:
            match = self._dash(position, item)
            starts.append(match)
            position = item.end
        return starts

    def _dash(self, position: int, item: Node) -> int:
        """The dash before an item: the last one that only blanks, comments and line breaks part from it."""
        while match := _DASH.search(self.text, position):
            line = self.text[self._line_start(match.start()) : match.start()]
            if "#" not in line[max(position - self._line_start(match.start()), 0) :]:
                return match.start()
            position = self._next_line(match.start())
        raise CannotEdit("the item's dash is not to be found")

    def _ends(self, parent: Collection) -> list[int]:
        if isinstance(parent, Mapping):
            return [self._end(entry) for entry in parent.entries]
        return [item.end for item in parent.items]

    def _end(self, entry: Entry) -> int:
        return max(entry.value.end, self._behind_colon(entry.key)) if not _absent(entry.value) else entry.value.end

    def _behind_colon(self, key: Node) -> int:
        match = _COLON.match(self.text, key.end)
        return match.end() if match else key.end

    def _behind_comments(self, offset: int, column: int) -> int:
        """The end of the line, or of the last of the comments below that are indented more than the column."""
        end = self._line_end(offset)
        while match := _DEEPER_COMMENT.match(self.text, self._next_line(end)):
            if match.end(1) - match.start(1) <= column:
                break
            end = self._line_end(match.end())
        return end

    # Operations

    def _rename(self, key: Node | None, name: str) -> Edits:
        if not isinstance(key, Scalar):
            raise CannotEdit("only a plain key can be renamed")
        return [(Span(key.content, key.end), rendering.scalar(name, key.style, self.layout.json))]

    def _replace(self, parent: Collection, key: Node | None, node: Node, value: Any) -> Edits:
        if parent.flow or self.layout.json:
            return [(_replaced(node), self._gap(node) + self._flow(node, value))]
        if not rendering.is_block(value):
            return self._replace_by_scalar(key, node, value)
        column = self.column(node.content)
        if _is_block(node) and (key is None or isinstance(value, list) or column > self.column(key.start)):
            return [(Span(node.content, node.end), self._joined(rendering.block(value, column, self.layout)))]
        if key is None:
            gap = self._gap(node)
            lines = rendering.block(value, self.column(node.start) + len(gap), self.layout)
            return [(Span(node.start, node.end), gap + self._joined(lines))]
        return self._replace_by_block(key, node, value)

    def _flow(self, node: Node, value: Any) -> str:
        if isinstance(value, str) and isinstance(node, Scalar) and not self.layout.json:
            return rendering.scalar(value, node.style)
        return rendering.flow(value, self.layout)

    def _gap(self, node: Node) -> str:
        """The blank that an absent value lacks."""
        return " " if node.content == node.end and self.text[node.end - 1 : node.end] not in (" ", "\t", "\n") else ""

    def _replace_by_scalar(self, key: Node | None, node: Node, value: Any) -> Edits:
        if not _is_block(node) or key is None:
            return [(_replaced(node), self._gap(node) + self._flow(node, value))]
        colon = self._behind_colon(key)
        line_end = self._line_end(colon)
        if node.start <= line_end:  # an anchor or a tag stands behind the colon
            return [(Span(colon, node.end), " " + self._flow(node, value))]
        return [(Span(colon, colon), " " + self._flow(node, value)), (Span(line_end, node.end), "")]

    def _replace_by_block(self, key: Node, node: Node, value: Any) -> Edits:
        indent = rendering.inner_indent(value, self.column(key.start), self.layout)
        lines = [" " * indent + rendering.block(value, indent, self.layout)[0]]
        lines += rendering.block(value, indent, self.layout)[1:]
        rendered = self.layout.newline + self._joined(lines)
        colon = self._behind_colon(key)
        if _is_block(node):
            return [(Span(self._line_end(colon), node.end), rendered)]
        end = max(node.end, colon)
        line_end = self._line_end(end)
        return [(Span(colon, end), ""), (Span(line_end, line_end), rendered)]

    def _joined(self, lines: list[str]) -> str:
        return self.layout.newline.join(lines)

    def _insert(self, parent: Collection, step: str | int, value: Any) -> Edits:
        starts, ends = self._starts(parent), self._ends(parent)
        number = len(starts) if step == "-" or isinstance(parent, Mapping) else int(step)
        if not 0 <= number <= len(starts):
            raise CannotEdit(f"there is no place {step}")
        if parent.flow:
            return self._insert_flow(parent, number, starts, ends, self._flow_child(parent, step, value))
        lines = self._block_child(parent, step, value, starts[0])
        if number == 0:
            pad = " " * self.column(starts[0])
            return [(Span(starts[0], starts[0]), self._joined(lines) + self.layout.newline + pad)]
        at = self._behind_comments(ends[number - 1], self.column(starts[0]))
        pad = " " * self.column(starts[0])
        return [(Span(at, at), self.layout.newline + pad + self._joined(lines))]

    def _flow_child(self, parent: Collection, step: str | int, value: Any) -> str:
        rendered = rendering.flow(value, self.layout)
        if isinstance(parent, Sequence):
            return rendered
        return f"{rendering.scalar(str(step), json_only=self.layout.json)}: {rendered}"

    def _block_child(self, parent: Collection, step: str | int, value: Any, start: int) -> list[str]:
        column = self.column(start)
        if isinstance(parent, Mapping):
            return rendering.entry(str(step), value, column, self.layout)
        return rendering.block([value], column, self.layout)

    def _insert_flow(self, parent: Collection, number: int, starts: list[int], ends: list[int], child: str) -> Edits:
        if not starts:
            return [(Span(parent.content + 1, parent.end - 1), child)]
        own_line = not self.text[self._line_start(starts[-1]) : starts[-1]].strip()
        gap = self.layout.newline + " " * self.column(starts[-1]) if own_line else " "
        if number == 0:
            return [(Span(starts[0], starts[0]), f"{child},{gap}")]
        at = ends[number - 1]
        return [(Span(at, at), f",{gap}{child}")]

    def remove_child(self, parent: Collection, number: int) -> Edits:
        """Take one child out, by its place among the children as written."""
        starts, ends = self._starts(parent), self._ends(parent)
        start, end, last = starts[number], ends[number], number == len(starts) - 1
        if parent.flow:
            return [(Span(start, starts[number + 1]) if not last else Span(ends[number - 1], end), "")]
        line = self._line_start(start)
        if not self.text[line:start].strip("\ufeff "):
            return [(Span(line + self.text.startswith("\ufeff", line), self._next_line(end)), "")]
        if last:
            raise CannotEdit("what stands before it on its line is unclear")
        return [(Span(start, starts[number + 1]), "")]

    def _empty(self, path: Path, parent: Collection) -> Edits:
        """Take the only child out."""
        if parent.flow:
            return [(Span(parent.content + 1, parent.end - 1), "")]
        if not path:
            raise CannotEdit("nothing would be left of the document")
        found = _own_child(self.node(path[:-1]), path[-1])
        return self._replace_by_scalar(found[0] if found else None, parent, type(parent.value)())


def _replaced(node: Node) -> Span:
    """What a new value takes the place of: an anchor stays, a tag goes."""
    return Span(node.content if node.tag is None else node.start, node.end)


def _absent(node: Node) -> bool:
    return isinstance(node, Scalar) and node.start == node.end


def _is_block(node: Node) -> bool:
    return isinstance(node, (Mapping, Sequence)) and not node.flow


def _own_child(node: Node | None, step: str | int) -> tuple[Node | None, Node] | None:
    """The key and the value written in this very node; of repeated keys the last."""
    if isinstance(node, Sequence) and isinstance(step, int) and 0 <= step < len(node.items):
        return None, node.items[step]
    if isinstance(node, Mapping):
        return next(((e.key, e.value) for e in reversed(node.entries) if e.name == step), None)
    if isinstance(node, Alias):
        raise CannotEdit(f"`{step}` stands behind an alias")
    return None


def _number(parent: Collection, node: Node) -> int:
    if isinstance(parent, Sequence):
        return next(number for number, item in enumerate(parent.items) if item is node)
    return next(number for number, entry in enumerate(parent.entries) if entry.value is node)


def _layout(text: str, root: Node | None, json: bool) -> Layout:
    """How the document is laid out, as far as it shows."""
    newline = "\r\n" if "\r\n" in text else "\n"
    steps: list[int] = []
    lists: list[int] = []
    stack = [root] if root else []
    while stack:
        node = stack.pop()
        for entry in node.entries if isinstance(node, Mapping) and not node.flow else ():
            stack.append(entry.value)
            if _is_block(entry.value):
                column = _column(text, entry.value.content) - _column(text, entry.key.content)
                (lists if isinstance(entry.value, Sequence) else steps).append(column)
        stack += node.items if isinstance(node, Sequence) and not node.flow else []
    step = min((step for step in steps if step > 0), default=2)
    return Layout(newline, step, indented_lists=not lists or max(set(lists), key=lists.count) > 0, json=json)


def _column(text: str, offset: int) -> int:
    return offset - (text.rfind("\n", 0, offset) + 1)
