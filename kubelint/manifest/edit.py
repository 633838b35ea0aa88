"""Operations on a document as minimal edits of its text, and the proof that they do what was meant."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from kubelint.finding import Operation, Path, Span
from kubelint.manifest.document import Document, Manifest
from kubelint.manifest.events import Refusal
from kubelint.manifest.nodes import Mapping
from kubelint.manifest.patch import CannotEdit, patched
from kubelint.manifest.surgery import Surgery

Edits = list[tuple[Span, str]]

__all__ = ["CannotEdit", "Edits", "applied", "drop_key", "edits", "prove"]


def edits(document: Document, operations: Sequence[Operation]) -> Edits:
    """Edits of the manifest's text that carry the operations out, in order and apart from each other.

    Raises CannotEdit where an operation does not fit, and where the proof fails: what is returned reads back as the
    patched data, the anchors and aliases that the edits do not touch included.
    """
    wanted = patched(document.data, operations)
    text = _source(document)
    for operation in _simple(document.data, operations):
        text = _applied(text, _surgery(text, document.json).edits(operation))
    return _proven(document, text, wanted)


def drop_key(document: Document, path: Path, occurrence: int) -> Edits:
    """Edits that remove one occurrence (from 0) of a repeated key. Raises CannotEdit as ``edits`` does."""
    text = _source(document)
    surgery = _surgery(text, document.json)
    parent = surgery.node(path[:-1])
    if not isinstance(parent, Mapping):
        raise CannotEdit("the key's parent is no mapping")
    found = [number for number, entry in enumerate(parent.entries) if entry.name == path[-1]]
    if len(found) < 2 or not 0 <= occurrence < len(found):
        raise CannotEdit(f"`{path[-1]}` does not occur so often")
    kept = [number for number in found if number != found[occurrence]][-1]
    wanted = patched(document.data, [Operation("replace", path, parent.entries[kept].value.value)])
    return _proven(document, _applied(text, surgery.remove_child(parent, found[occurrence])), wanted)


def applied(text: str, changes: Edits) -> str:
    """A manifest's text with edits applied. Raises ValueError where they overlap."""
    return _applied(text, changes)


def prove(manifest: Manifest, index: int, changes: Edits, wanted: Any) -> str | None:
    """The whole edited text, if reading it gives the wanted data for that document and the same for all others."""
    from kubelint.manifest.reader import read_text

    if manifest.damaged:
        return None
    text = _applied(manifest.text, changes)
    documents = read_text(text, manifest.name).documents
    if len(documents) != len(manifest.documents):
        return None
    for before, after in zip(manifest.documents, documents, strict=True):
        if not equal(after.data, wanted if before.index == index else before.data):
            return None
    return text


def equal(one: Any, other: Any) -> bool:
    """Equality that keeps booleans and numbers apart, and looks at the order of nothing."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(equal(value, other[key]) for key, value in one.items())
    if isinstance(one, list):
        return len(one) == len(other) and all(map(equal, one, other))
    return bool(one == other)


def _source(document: Document) -> str:
    return document.manifest.text[document.span.start : document.span.end]


def _surgery(text: str, json: bool) -> Surgery:
    document = Document(Manifest("", text), 0, Span(0, len(text)), None, [])
    document.json = json
    try:
        return Surgery(document)
    except Refusal as error:
        raise CannotEdit(error.message) from None


def _simple(data: Any, operations: Sequence[Operation]) -> list[Operation]:
    """A move as a removal and an addition: what is moved is known from the data."""
    from kubelint.manifest.patch import value_at

    simple: list[Operation] = []
    for number, operation in enumerate(operations):
        if operation.op == "move" and operation.source is not None:
            value = value_at(patched(data, operations[:number]), operation.source)
            simple += [Operation("remove", operation.source), Operation("add", operation.path, value)]
        else:
            simple.append(operation)
    return simple


def _applied(text: str, changes: Edits) -> str:
    parts, position = [], 0
    for (start, end), replacement in sorted(changes, key=lambda change: change[0]):
        if start < position:
            raise ValueError("edits overlap")
        parts += [text[position:start], replacement]
        position = end
    return "".join([*parts, text[position:]])


def _proven(document: Document, text: str, wanted: Any) -> Edits:
    """The difference between a document's text and the new one, once it is known to read as wanted."""
    surgery = _surgery(text, document.json)
    if not equal(surgery.data, wanted):
        raise CannotEdit("the edited text would not read back as what was meant")
    base = document.span.start
    return [(Span(start + base, end + base), new) for (start, end), new in _difference(_source(document), text)]


def _difference(old: str, new: str) -> Edits:
    """Line by line, and within changed lines only what differs."""
    from difflib import SequenceMatcher

    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    offsets = [0]
    for line in before:
        offsets.append(offsets[-1] + len(line))
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    found: Edits = []
    for tag, start, end, first, last in matcher.get_opcodes():
        if tag != "equal":
            found.append(_trimmed(offsets[start], old[offsets[start] : offsets[end]], "".join(after[first:last])))
    return found


def _trimmed(base: int, old: str, new: str) -> tuple[Span, str]:
    head = _common(old, new, lambda text, number: text[number])
    tail = _common(old[head:], new[head:], lambda text, number: text[-1 - number])
    return Span(base + head, base + len(old) - tail), new[head : len(new) - tail]


def _common(one: str, other: str, at: Callable[[str, int], str]) -> int:
    limit = min(len(one), len(other))
    return next((number for number in range(limit) if at(one, number) != at(other, number)), limit)
