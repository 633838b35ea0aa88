"""Operations on a document as minimal edits of its text, and the proof that they do what was meant."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from kubelint.finding import Operation, Path, Span
from kubelint.manifest.document import Document, Manifest
from kubelint.manifest.events import Refusal
from kubelint.manifest.moving import moved
from kubelint.manifest.nodes import Mapping
from kubelint.manifest.patch import CannotEdit, patched
from kubelint.manifest.surgery import Surgery

Edits = list[tuple[Span, str]]

__all__ = ["CannotEdit", "Edits", "applied", "drafted", "drop_key", "edits", "equal", "prove"]


def edits(document: Document, operations: Sequence[Operation]) -> Edits:
    """Edits of the manifest's text that carry the operations out, in order and apart from each other.

    Raises CannotEdit where an operation does not fit, and where the proof fails: what is returned reads back as the
    patched data, the anchors and aliases that the edits do not touch included.
    """
    wanted = patched(document.data, operations)
    simple = _simple(document.data, operations)
    at_once = _at_once(document, operations)
    if at_once is not None and (len(simple) == 1 or _reads_as(document, at_once, wanted)):
        return _proven(document, at_once, wanted)
    pieces = _Pieces(_source(document))
    for operation in simple:
        pieces.apply(_surgery(pieces.text, document.json).edits(operation))
    return _proven(document, pieces, wanted)


def drafted(document: Document, operations: Sequence[Operation]) -> Edits:
    """What ``edits`` would come to, without its proof where that can be spared; whoever applies it has to look.

    Raises CannotEdit where an operation does not fit.
    """
    patched(document.data, operations)
    pieces = _at_once(document, operations)
    return pieces.edits(document.span.start, _source(document)) if pieces else edits(document, operations)


def drop_key(document: Document, path: Path, occurrence: int) -> Edits:
    """Edits that remove one occurrence (from 0) of a repeated key. Raises CannotEdit as ``edits`` does."""
    pieces = _Pieces(_source(document))
    surgery = _surgery(pieces.text, document.json)
    parent = surgery.node(path[:-1])
    if not isinstance(parent, Mapping):
        raise CannotEdit("the key's parent is no mapping")
    found = [number for number, entry in enumerate(parent.entries) if entry.name == path[-1]]
    if len(found) < 2 or not 0 <= occurrence < len(found):
        raise CannotEdit(f"`{path[-1]}` does not occur so often")
    kept = [number for number in found if number != found[occurrence]][-1]
    wanted = patched(document.data, [Operation("replace", path, parent.entries[kept].value.value)])
    pieces.apply(surgery.remove_child(parent, found[occurrence]))
    return _proven(document, pieces, wanted)


def applied(text: str, changes: Edits) -> str:
    """A manifest's text with edits applied. Raises ValueError where they overlap."""
    parts, position = [], 0
    for (start, end), replacement in sorted(changes, key=lambda change: change[0]):
        if start < position:
            raise ValueError("edits overlap")
        parts += [text[position:start], replacement]
        position = end
    return "".join([*parts, text[position:]])


def prove(manifest: Manifest, index: int, changes: Edits, wanted: Any) -> str | None:
    """The whole edited text, if reading it gives the wanted data for that document and the same for all others."""
    from kubelint.manifest.reader import read_text

    if manifest.damaged:
        return None
    text = applied(manifest.text, changes)
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


@functools.lru_cache(maxsize=16)
def _opened(document: Document) -> Surgery:
    """A document as it stands, opened once for all the fixes that concern it."""
    return _surgery(_source(document), document.json)


def _at_once(document: Document, operations: Sequence[Operation]) -> _Pieces | None:
    """The text with operations that know nothing of each other; None where they might."""
    pieces, found = _Pieces(_source(document)), Edits()
    try:
        for operation in operations:
            surgery = _opened(document)
            found += moved(surgery, operation) if operation.op == "move" else surgery.edits(operation)
    except CannotEdit:
        if len(operations) == 1 and operations[0].op != "move":
            raise
        return None
    ordered = sorted(found, key=lambda change: change[0])
    if any(after[0].start < before[0].end for before, after in itertools.pairwise(ordered)):
        return None
    pieces.apply(ordered)
    return pieces


def _reads_as(document: Document, pieces: _Pieces, wanted: Any) -> bool:
    try:
        return equal(_surgery(pieces.text, document.json).data, wanted)
    except CannotEdit:
        return False


def _proven(document: Document, pieces: _Pieces, wanted: Any) -> Edits:
    """The edits, once the new text is known to read as wanted."""
    if not _reads_as(document, pieces, wanted):
        raise CannotEdit("the edited text would not read back as what was meant")
    return pieces.edits(document.span.start, _source(document))


class _Pieces:
    """A text in the making: stretches of the old one (with their offsets) and new ones (without)."""

    def __init__(self, text: str) -> None:
        self.size = len(text)
        self.pieces: list[tuple[int | None, str]] = [(0, text)]

    @property
    def text(self) -> str:
        return "".join(text for _, text in self.pieces)

    def apply(self, changes: Edits) -> None:
        """Apply edits of the text as it is now."""
        position, after = 0, []
        for (start, end), new in sorted(changes, key=lambda change: change[0]):
            after += [*self._cut(position, start), (None, new)]
            position = end
        self.pieces = [*after, *self._cut(position, len(self.text))]

    def _cut(self, start: int, end: int) -> Iterator[tuple[int | None, str]]:
        offset = 0
        for base, text in self.pieces:
            low, high = max(start - offset, 0), min(end - offset, len(text))
            if low < high:
                yield (None if base is None else base + low), text[low:high]
            offset += len(text)

    def edits(self, base: int, old: str) -> Edits:
        """What has changed, as edits of the old text, which stands at an offset of its file."""
        found: Edits = []
        position, new = 0, ""
        for start, text in [*self.pieces, (self.size, "")]:
            if start is None:
                new += text
                continue
            if start > position or new:
                found.append(_trimmed(base + position, old[position:start], new))
            position, new = start + len(text), ""
        return [(span, text) for span, text in found if text or span.end > span.start]


def _trimmed(base: int, old: str, new: str) -> tuple[Span, str]:
    head = _common(old, new, lambda text, number: text[number])
    tail = _common(old[head:], new[head:], lambda text, number: text[-1 - number])
    return Span(base + head, base + len(old) - tail), new[head : len(new) - tail]


def _common(one: str, other: str, at: Callable[[str, int], str]) -> int:
    limit = min(len(one), len(other))
    return next((number for number in range(limit) if at(one, number) != at(other, number)), limit)
