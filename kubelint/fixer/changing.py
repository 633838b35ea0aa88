"""A fix's changes as edits of text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kubelint.finding import Change, DropKey, Edit, Finding, Fix, NewDocument, Operation, Patch, Span, TextEdit
from kubelint.manifest import Document, Manifest
from kubelint.manifest.edit import CannotEdit, Edits, drafted, drop_key, edits
from kubelint.manifest.rendering import Layout, block


def edits_of(finding: Finding) -> list[Edit]:
    """The edits that a finding's fix makes, in reading order; none where it has no fix that can be carried out."""
    if finding.fix is None:
        return []
    manifest = document_of(finding.fix.changes[0]).manifest
    try:
        found = text_edits(finding.fix)
    except CannotEdit:
        return []
    return [Edit(manifest.name, manifest.position(start), manifest.position(end), text) for (start, end), text in found]


def text_edits(fix: Fix, proven: bool = True) -> Edits:
    """The edits of one file's text that a fix makes, in reading order; unless proven, whoever applies them has to look.

    Raises:
        CannotEdit: it does not fit the text, or concerns more than one file.
    """
    if len({document_of(change).manifest.name for change in fix.changes}) != 1:
        raise CannotEdit("the fix concerns more than one file")
    found: Edits = []
    for document, operations in operations_of(fix.changes):
        found += edits(document, operations) if proven else drafted(document, operations)
    for change in fix.changes:
        found += _other(change)
    return sorted(found, key=lambda edit: edit[0])


def operations_of(changes: Iterable[Change]) -> list[tuple[Document, list[Operation]]]:
    """The operations on each document, with paths from the document's root."""
    found: dict[int, tuple[Document, list[Operation]]] = {}
    for change in changes:
        if isinstance(change, Patch):
            document = document_of(change)
            _, operations = found.setdefault(document.index, (document, []))
            operations += (_based(change.subject.base, operation) for operation in change.operations)
    return list(found.values())


def _based(base: Any, operation: Operation) -> Operation:
    source = base + operation.source if operation.source is not None else None
    return operation._replace(path=base + operation.path, source=source)


def _other(change: Change) -> Edits:
    if isinstance(change, DropKey):
        return drop_key(document_of(change), change.subject.base + change.path, change.occurrence)
    if isinstance(change, TextEdit):
        return [(change.span, change.text)]
    return [_new_document(document_of(change), change)] if isinstance(change, NewDocument) else []


def _new_document(document: Document, change: NewDocument) -> tuple[Span, str]:
    manifest = document.manifest
    newline = "\r\n" if "\r\n" in manifest.text else "\n"
    before = manifest.text[: document.span.end]
    lines = ["---", *block(change.data, 0, Layout(newline))]
    text = newline.join(lines) + newline
    return Span(document.span.end, document.span.end), text if before.endswith("\n") else newline + text


def document_of(change: Change) -> Document:
    """The document that a change is made in."""
    subject: Any = change.subject
    document: Document = subject.document
    return document


def manifest_of(fix: Fix) -> Manifest:
    """The file that a fix changes."""
    return document_of(fix.changes[0]).manifest
