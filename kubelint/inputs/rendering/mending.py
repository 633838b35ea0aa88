"""Fixes of rendered objects as fixes of what they are made of; none where it is not certain that they mean the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from kubelint.finding import Change, Fix, NewDocument, Operation, Patch, Path, Span, TextEdit
from kubelint.inputs.rendering.templates import MARK
from kubelint.location import WholeDocument
from kubelint.manifest import Document, Manifest
from kubelint.manifest.document import Written
from kubelint.manifest.edit import CannotEdit, edits

_HASHED = re.compile(r"-[a-z0-9]{10}\Z")
Locate = Callable[[Path], Written]


def by_fields(fix: Fix, locate: Locate, words: Iterable[str]) -> Fix | None:
    """The fix on the documents that the fields were written in.

    ``words`` are what rendering puts into texts (prefixes, namespaces): a value that has one cannot be written there.
    """
    given = tuple(word for word in words if word)
    changes = [_moved(change, locate, given) for change in fix.changes]
    kept = [change for change in changes if change is not None]
    if len(kept) < len(changes) or len({_document(change).manifest.name for change in kept}) != 1:
        return None
    return fix._replace(changes=tuple(kept))


def _document(change: Change) -> Document:
    subject: Any = change.subject
    document: Document = subject.document
    return document


def _moved(change: Change, locate: Locate, words: tuple[str, ...]) -> Change | None:
    base = change.subject.base
    if isinstance(change, NewDocument):
        there = locate(base)
        clean = there.certain and not any(_rendered(text, words) for text in _texts(change.data))
        return change._replace(subject=WholeDocument(there.document)) if clean else None
    if not isinstance(change, Patch):
        return None
    found = [_operation(operation, base, locate, words) for operation in change.operations]
    documents = {id(document): document for document, _ in filter(None, found)}
    if not all(found) or len(documents) != 1:
        return None
    (document,) = documents.values()
    return Patch(WholeDocument(document), tuple(operation for _, operation in filter(None, found)))


def _operation(
    operation: Operation, base: Path, locate: Locate, words: tuple[str, ...]
) -> tuple[Document, Operation] | None:
    if operation.source is not None or any(_rendered(text, words) for text in _texts(operation.value)):
        return None
    adds, path = operation.op == "add", base + operation.path
    if adds and not (path and isinstance(path[-1], str)):
        return None
    there = locate(path[:-1] if adds else path)
    if not there.certain or there.path is None:
        return None
    return there.document, operation._replace(path=(*there.path, path[-1]) if adds else there.path)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from (str(key), *_texts(item))
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, str):
        yield value


def _rendered(text: str, words: tuple[str, ...]) -> bool:
    return any(word in text for word in words) or _HASHED.search(text) is not None


def by_lines(fix: Fix, document: Document, line_of: Callable[[int], tuple[Manifest, int] | None]) -> Fix | None:
    """The fix on the template, where all the lines that it touches stand there as they are rendered.

    ``line_of`` tells the template and its line (from 1) for a rendered line (from 1) that is nothing but text.
    """
    found: list[tuple[Manifest, Span, str]] = []
    try:
        for change in fix.changes:
            if not isinstance(change, Patch):
                return None
            based = [each._replace(path=change.subject.base + each.path) for each in change.operations]
            if any(each.source is not None for each in based):
                return None
            for span, text in edits(document, based):
                place = _span(document.manifest, span, line_of)
                if place is None or MARK.search(text):
                    return None
                found.append((*place, text))
    except CannotEdit:
        return None
    if not found or len({manifest.name for manifest, _, _ in found}) != 1:
        return None
    subject = WholeDocument(found[0][0].documents[0])
    return fix._replace(changes=tuple(TextEdit(subject, span, text) for _, span, text in found))


def _span(
    rendered: Manifest, span: Span, line_of: Callable[[int], tuple[Manifest, int] | None]
) -> tuple[Manifest, Span] | None:
    """The span in a template of a span of the rendered text."""
    start, end = _offset(rendered, span.start, line_of), _offset(rendered, span.end, line_of)
    if start is None or end is None or start[0] is not end[0]:
        return None
    written = Span(start[1], end[1])
    same = start[0].text[written.start : written.end] == rendered.text[span.start : span.end]
    return (start[0], written) if same else None


def _offset(
    rendered: Manifest, offset: int, line_of: Callable[[int], tuple[Manifest, int] | None]
) -> tuple[Manifest, int] | None:
    """An offset in the template; the beginning of a line is behind the end of the line before it."""
    line, column = rendered.position(offset)
    behind = column == 1 and line > 1
    found = line_of(line - 1 if behind else line)
    if found is None:
        return None
    manifest, number = found
    span = manifest.line(number)
    if not behind:
        return manifest, span.start + column - 1
    return (manifest, span.end + 1) if manifest.text[span.end : span.end + 1] == "\n" else None
