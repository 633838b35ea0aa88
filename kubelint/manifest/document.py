"""Manifests and documents: plain data with the places of their nodes."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from kubelint.finding import Fix, Path, Position, Span

if TYPE_CHECKING:
    from kubelint.manifest.nodes import Tree

_LINE_BREAK = re.compile(r"\r\n?|\n")
_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")


class Note(NamedTuple):
    """What the reader itself has to say about a document (``invalid-yaml``, ``duplicate-key``, ...)."""

    rule: str
    span: Span
    message: str
    path: Path = ()


class Raw(NamedTuple):
    """A scalar as it is written: source with quotes, and style (``plain double single literal folded``)."""

    text: str
    style: str


class Surprise(NamedTuple):
    """A plain scalar that Kubernetes reads otherwise than people do."""

    path: Path
    text: str
    value: Any
    key: bool


class Comment(NamedTuple):
    """A comment from its ``#`` to the end of the line, and whether it has the line for itself."""

    span: Span
    text: str
    own_line: bool


class Written(NamedTuple):
    """Where a node of a rendered document was written."""

    document: Document
    span: Span
    certain: bool = True
    path: Path | None = None
    """The path of the node there; None where the document cannot be edited by paths."""
    values: tuple[tuple[Written, str], ...] = ()
    """Where values come from that a template takes in, and the names that the template calls them by."""


class Origin(Protocol):
    """Knows where the nodes of a rendered document were written."""

    by: str
    """The tool that rendered it."""
    variant: str
    """What tells this rendering from others of the same source."""

    def locate(self, path: Path, key: bool = False) -> Written:
        """Where the node at a path was written."""

    def mend(self, fix: Fix) -> Fix | None:
        """The fix on what the document is made of; None where it cannot be made there with certainty."""


class Manifest:
    """A file: its text (without byte-order mark) and its documents."""

    def __init__(self, name: str, text: str, encoding: str = "utf-8") -> None:
        self.name = name
        self.text = text
        self.encoding = encoding
        self.marked = False
        """Whether the file begins with a byte-order mark."""
        self.damaged: tuple[int, ...] = ()
        """Where bytes were no characters. Such a file must not be written back."""
        self.documents: list[Document] = []

    def encode(self, text: str) -> bytes:
        """Text as the bytes of this file: its encoding, and its byte-order mark if it had one."""
        return (f"\ufeff{text}" if self.marked else text).encode(self.encoding)

    @cached_property
    def _lines(self) -> list[int]:
        """Where lines start. YAML's further line breaks (NEL, LS, PS) break no line for an editor."""
        if "\r" in self.text:
            return [0, *(match.end() for match in _LINE_BREAK.finditer(self.text))]
        starts, text = [0], self.text
        position = text.find("\n")
        while position >= 0:
            starts.append(position + 1)
            position = text.find("\n", position + 1)
        return starts

    def position(self, offset: int) -> Position:
        """Line and column of an offset."""
        line = bisect_right(self._lines, offset)
        return Position(line, offset - self._lines[line - 1] + 1)

    def line(self, number: int) -> Span:
        """The span of a line (from 1), without its break."""
        start = self._lines[number - 1]
        end = self._lines[number] if number < len(self._lines) else len(self.text)
        return Span(start, start + len(self.text[start:end].rstrip("\r\n")))

    def comments(self) -> list[Comment]:
        """All comments, those outside documents too."""
        from kubelint.manifest.comments import comments

        return comments(self)


class Document:
    """One YAML document: plain data, what the reader noted, and where each node stands.

    A document that is remembered rather than read needs no offsets: its text is read again when a place is asked for.
    """

    def __init__(self, manifest: Manifest, index: int, span: Span, data: Any, notes: list[Note]) -> None:
        self.manifest = manifest
        self.index = index
        self.span = span
        """From behind the separator line to the next one; for JSON, the value itself."""
        self.data = data
        self.notes = notes
        self.offsets: array[int] | None = None
        """The start of every key and value in reading order, from the start of the span; None where unknown."""
        self.surprising = False
        """Whether ``surprises`` may have something to tell. To be remembered beside the data."""
        self.json = False
        self.located: dict[tuple[Path, bool], Span] = {}
        """Spans that are known from an earlier run, by path and whether the key's is meant."""
        self.origin: Origin | None = None
        """Where a rendered document was written; None for one that is read as it was written."""
        self._tree: Tree | None = None
        self._index: dict[int, Span] | None = None
        self._items: dict[int, list[int]] = {}

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_tree": None, "_index": None, "_items": {}}

    @property
    def source(self) -> str:
        """The document's text as the parser gets it.

        kubectl ends the last line where the file does not. In JSON, surrogate pairs (which YAML refuses) give way to
        something of their length.
        """
        text = self.manifest.text[self.span.start : self.span.end]
        if self.json:
            return _SURROGATE_ESCAPE.sub(r"\\uFFFD", text)
        return text if text.endswith("\n") else text + "\n"

    def tree(self) -> Tree:
        """All nodes, with ends, styles, anchors. Raises events.Refusal where the document cannot be read."""
        from kubelint.manifest.composer import compose

        if self._tree is None:
            self._tree = compose(self)
        return self._tree

    def locate(self, path: Path, key: bool = False) -> Span:
        """The span of the node at a path, by the rules that ``finding.Place`` states."""
        from kubelint.manifest.places import locate

        known = self.located.get((path, key))
        return known if known is not None else locate(self, path, key)

    def raw(self, path: Path) -> Raw | None:
        """The scalar at a path as it is written; None where there is none."""
        from kubelint.manifest.places import raw

        return raw(self, path)

    def surprises(self) -> Iterator[Surprise]:
        """The plain scalars that Kubernetes reads otherwise than people do."""
        from kubelint.manifest.places import surprises

        return surprises(self) if self.surprising else iter(())

    def comments(self) -> list[Comment]:
        """The document's comments."""
        from kubelint.manifest.comments import document_comments

        return document_comments(self)
