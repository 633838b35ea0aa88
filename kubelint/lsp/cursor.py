"""What is being written at the cursor, in a text that need not be readable as it stands."""

from __future__ import annotations

import re
from typing import NamedTuple

from kubelint.finding import Path, Span
from kubelint.kube.objects import Object, objects_in
from kubelint.lsp.lines import Lines
from kubelint.lsp.spots import document_at, node_at
from kubelint.manifest import Document, Manifest, read_text

MARK = "kubelint-cursor"
"""What stands in for the word that is being written."""
_BEFORE = re.compile(r"^[ \t]*(?:- +)*(?P<key>[\w./\"'-]+:[ \t]+)?(?P<flow>[\[{].*[\[{,:] *)?[\"']?(?P<word>[\w./-]*)$")
_AFTER = re.compile(r"[\w./-]*")


class Cursor(NamedTuple):
    """A key or a value that is being written."""

    object: Object
    """As it would be with the stand-in."""
    path: Path
    key: bool
    span: Span
    """What a completion replaces."""


def cursor_at(manifest: Manifest, lines: Lines, offset: int) -> Cursor | None:
    """What is being written at an offset; None where that cannot be told, as in a comment."""
    line = lines.line_of(offset)
    before = _BEFORE.match(manifest.text[line.start : offset])
    after = _AFTER.match(manifest.text, offset, line.end)
    document = document_at(manifest, offset)
    if before is None or after is None or document is None:
        return None
    span = Span(offset - len(before["word"]), after.end())
    rest = manifest.text[span.end : line.end].lstrip()
    alone = before["key"] is None and not before["flow"] and not rest.startswith((":", '"', "'"))
    readable = _read(document, span, f"{MARK}: " if alone else MARK)
    return _found(readable, span) if readable else None


def _read(document: Document, span: Span, stand_in: str) -> Document | None:
    """The document with the stand-in in place of the word."""
    text, (start, end) = document.manifest.text, document.span
    new = read_text(text[start : span.start] + stand_in + text[span.end : end], document.manifest.name)
    return next((one for one in new.documents if MARK in one.source), None)


def _found(document: Document, span: Span) -> Cursor | None:
    node = node_at(document, document.manifest.text.index(MARK))
    for obj in objects_in(document) if node else ():
        if node and node.path[: len(obj.base)] == obj.base:
            return Cursor(obj, node.path[len(obj.base) :], node.key, span)
    return None
