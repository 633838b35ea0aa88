"""Comments: every ``#`` that is not inside a scalar."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kubelint.finding import Span
from kubelint.manifest.document import Comment, Document, Manifest
from kubelint.manifest.events import Refusal
from kubelint.manifest.nodes import Scalar, walk

_COMMENT = re.compile(r"(?:(?<=\s)|^)#[^\r\n]*", re.MULTILINE)
_SURELY = re.compile(r"(?:^[ \t]*|(?<=\s)(?=#[ \t]*kubelint:))(#[^\r\n]*)", re.MULTILINE)
_ON_SEPARATOR = re.compile(r"#[^\r\n]*")


def comments(manifest: Manifest) -> list[Comment]:
    """All comments of a file in order, those of separator lines too."""
    if "#" not in manifest.text:
        return []
    found: list[Comment] = []
    position = 0
    for document in manifest.documents:
        found += _separators(manifest, Span(position, document.span.start))
        found += document_comments(document)
        position = document.span.end
    return found + list(_separators(manifest, Span(position, len(manifest.text))))


def document_comments(document: Document) -> list[Comment]:
    """A document's comments; of one that cannot be read those with a line of their own, and those for kubelint."""
    start, end = document.span
    text = document.manifest.text
    if document.json or text.find("#", start, end) < 0:
        return []
    try:
        scalars = _scalars(document)
    except Refusal:
        return [_comment(text, Span(*match.span(1))) for match in _SURELY.finditer(text, start, end)]
    return [_comment(text, span) for span in _outside(text, document.span, scalars)]


def _scalars(document: Document) -> list[Span]:
    """Where text is content, in reading order. A block scalar's header line may still hold a comment."""
    root = document.tree().root
    spans = []
    for _, node, _ in walk(root) if root else ():
        if isinstance(node, Scalar):
            start = node.content
            if node.style in ("literal", "folded"):
                line = document.manifest.text.find("\n", start, node.end)
                start = line if line >= 0 else node.end
            spans.append(Span(start, node.end))
    return spans


def _outside(text: str, region: Span, scalars: list[Span]) -> Iterator[Span]:
    position = region.start
    remaining = iter([*scalars, Span(len(text), len(text))])
    scalar = next(remaining)
    while match := _COMMENT.search(text, position, region.end):
        while scalar.end <= match.start() and scalar.start < len(text):
            scalar = next(remaining)
        if scalar.start <= match.start() < scalar.end:
            position = scalar.end
        else:
            yield Span(*match.span())
            position = match.end()


def _separators(manifest: Manifest, gap: Span) -> Iterator[Comment]:
    for match in _ON_SEPARATOR.finditer(manifest.text, gap.start, gap.end):
        yield Comment(Span(*match.span()), match[0], own_line=False)


def _comment(text: str, span: Span) -> Comment:
    line = max(text.rfind("\n", 0, span.start), text.rfind("\r", 0, span.start)) + 1
    return Comment(span, text[span.start : span.end], own_line=not text[line : span.start].strip())
