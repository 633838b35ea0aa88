"""Documents cut as kubectl cuts them: at lines that begin with ``---``, whatever stands around them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from kubelint.finding import Span

_SEPARATOR = "---"


class Chunk(NamedTuple):
    """The text between two separators; ``separator`` is the wrong text on the line above, if any."""

    span: Span
    separator: Span | None = None


def split(text: str, start: int = 0) -> Iterator[Chunk]:
    """The chunks from an offset on. As in kubectl, nothing at all between two separators is no chunk."""
    wrong: Span | None = None
    position = start
    while (found := _find(text, position)) >= 0:
        if found > position or wrong:
            yield Chunk(Span(position, found), wrong)
        end = text.find("\n", found)
        end = end if end >= 0 else len(text)
        wrong = _wrong(text, Span(found + len(_SEPARATOR), end))
        position = min(end + 1, len(text))
    if position < len(text) or wrong:
        yield Chunk(Span(position, len(text)), wrong)


def _find(text: str, position: int) -> int:
    """The next separator line. Only a line feed ends a line here."""
    if text.startswith(_SEPARATOR, position):
        return position
    found = text.find("\n---", position)
    return found + 1 if found >= 0 else -1


def _wrong(text: str, rest: Span) -> Span | None:
    """What stands behind a separator and is no comment."""
    line = text[rest.start : rest.end]
    content = line.strip()
    if not content or content.startswith("#"):
        return None
    start = rest.start + line.index(content)
    return Span(start, start + len(content))
