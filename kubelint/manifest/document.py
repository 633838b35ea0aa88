"""Manifests and documents: plain data with the places of their nodes."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from typing import Any, NamedTuple

from kubelint.finding import Path, Position, Span


class Note(NamedTuple):
    """What the reader itself has to say about a document (``invalid-yaml``, ``duplicate-key``, ...)."""

    rule: str
    span: Span
    message: str
    path: Path = ()


class Manifest:
    """A file: its text and its documents."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        self.documents: list[Document] = []

    @cached_property
    def _lines(self) -> list[int]:
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


class Document:
    """One YAML document: plain data, what the reader noted, and where each node stands."""

    def __init__(self, manifest: Manifest, index: int, span: Span, data: Any, notes: list[Note]) -> None:
        self.manifest = manifest
        self.index = index
        self.span = span
        self.data = data
        self.notes = notes

    def locate(self, path: Path, key: bool = False) -> Span:
        """The span of the node at a path, by the rules that ``finding.Place`` states."""
        from kubelint.manifest.reader import locate

        return locate(self, path, key)
