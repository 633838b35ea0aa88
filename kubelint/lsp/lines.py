"""Positions as editors count them: lines end at LF, CRLF and CR alone, columns in code units of the agreed encoding."""

from __future__ import annotations

import re
from bisect import bisect_right

from lsprotocol.types import Position, Range

from kubelint.finding import Position as Place
from kubelint.finding import Span

_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_WIDTHS = {"utf-8": (0x80, 0x800, 0x10000), "utf-16": (0x10000,), "utf-32": ()}
"""The code points from which on a character takes one more unit."""


class Lines:
    """A text with its lines.

    ``mark`` is the length of the byte-order mark that the editor's text has and the manifest's has not.
    """

    def __init__(self, text: str, encoding: str, mark: int = 0) -> None:
        self.text = text
        self._widths = _WIDTHS[encoding]
        self._mark = mark
        breaks = list(_LINE_BREAK.finditer(text))
        self._starts = [0, *(found.end() for found in breaks)]
        self._ends = [*(found.start() for found in breaks), len(text)]

    def place(self, place: Place) -> Position:
        """The editor's position for a line and column, both from 1."""
        line = min(place.line, len(self._starts)) - 1
        start = self._starts[line]
        character = self._units(self.text[start : start + place.column - 1])
        return Position(line, character + (self._mark if line == 0 else 0))

    def position(self, offset: int) -> Position:
        """The editor's position for an offset."""
        line = bisect_right(self._starts, offset)
        return self.place(Place(line, offset - self._starts[line - 1] + 1))

    def range(self, span: Span) -> Range:
        """The editor's range for a span."""
        return Range(self.position(span.start), self.position(span.end))

    def offset(self, position: Position) -> int:
        """The offset of an editor's position; beyond a line's end that of its end, beyond the last line the text's."""
        if position.line >= len(self._starts):
            return len(self.text)
        start, end = self._starts[position.line], self._ends[position.line]
        units = position.character - (self._mark if position.line == 0 else 0)
        return start + self._length(self.text[start:end], units)

    def span(self, range_: Range) -> Span:
        """The span of an editor's range."""
        start, end = self.offset(range_.start), self.offset(range_.end)
        return Span(min(start, end), max(start, end))

    def line_of(self, offset: int) -> Span:
        """The line that an offset stands in, without its break."""
        line = bisect_right(self._starts, offset) - 1
        return Span(self._starts[line], self._ends[line])

    def _units(self, text: str) -> int:
        if text.isascii() or not self._widths:
            return len(text)
        return sum(self._width(character) for character in text)

    def _length(self, text: str, units: int) -> int:
        """How many characters of a text make so many units; one that is cut in the middle does not count."""
        if text.isascii() or not self._widths:
            return max(0, min(units, len(text)))
        taken = 0
        for number, character in enumerate(text):
            taken += self._width(character)
            if taken > units:
                return number
        return len(text)

    def _width(self, character: str) -> int:
        return 1 + sum(ord(character) >= limit for limit in self._widths)
