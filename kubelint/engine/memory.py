"""What was said of a file alone, as plain data: to be remembered between runs, or handed to another process."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from kubelint.checks.plan import Raw
from kubelint.engine.alone import Judged
from kubelint.finding import (
    Change,
    DropKey,
    Fix,
    NewDocument,
    Operation,
    Patch,
    Path,
    Place,
    Problem,
    Related,
    Severity,
    Span,
    Subject,
    TextEdit,
)
from kubelint.kube.objects import Kinds, Object, objects_in
from kubelint.location import Noted, WholeDocument
from kubelint.manifest import Document, Manifest, Note
from kubelint.manifest.decoding import decode

Plain = dict[str, Any]


class Remembered(Manifest):
    """A file whose documents are known from an earlier reading; its text is decoded only when it is asked for."""

    def __init__(self, name: str, content: bytes, encoding: str, marked: bool) -> None:
        self.name = name
        self.content = content
        self.encoding = encoding
        self.marked = marked
        self.damaged = ()
        self.documents = []

    @cached_property
    def text(self) -> str:  # type: ignore[override]
        """The file's text."""
        return decode(self.content).text


def plain(judged: Judged) -> Plain | None:
    """A judgement as plain data, fit for JSON and marshal; None where the file's data do not tell it all."""
    manifest = judged.manifest
    if manifest.damaged or any(obj.data is not _node(obj) for obj in judged.objects):
        return None
    return {
        "encoding": manifest.encoding,
        "marked": manifest.marked,
        "documents": [_document(document) for document in manifest.documents],
        "skipped": list(judged.skipped.items()),
        "raw": [[rule, *_problem(problem)] for rule, problem in judged.raw],
    }


def _node(obj: Object) -> Any:
    node = obj.document.data
    for step in obj.base:
        node = node[step]
    return node


def _document(document: Document) -> list[Any]:
    notes = [(note.rule, tuple(note.span), note.message, note.path) for note in document.notes]
    return [*document.span, document.json, document.surprising, document.data, notes]


def _problem(problem: Problem) -> list[Any]:
    related = [(*_place(other.place), other.message) for other in problem.related]
    severity = int(problem.severity) if problem.severity else None
    return [_place(problem.place), problem.message, related, _fix(problem.fix), severity, problem.versions]


def _place(place: Place) -> tuple[Any, ...]:
    """Where a place is, and its span."""
    subject: Any = place.subject
    if isinstance(subject, Noted):
        return subject.index, None, place.path, place.key, tuple(subject.span)
    document: Document = subject.document
    span = document.locate(subject.base + place.path, place.key)
    return subject.index, subject.base, place.path, place.key, tuple(span)


def _fix(fix: Fix | None) -> list[Any] | None:
    return [fix.title, fix.safe, [plain_change(change) for change in fix.changes]] if fix else None


def plain_change(change: Change) -> list[Any]:
    """A change as plain data."""
    where = [change.subject.index, change.subject.base]
    match change:
        case Patch(_, operations):
            return ["patch", *where, [tuple(operation) for operation in operations]]
        case DropKey(_, path, occurrence):
            return ["drop", *where, path, occurrence]
        case NewDocument(_, data):
            return ["new", *where, data]
        case TextEdit(_, span, text):
            return ["text", *where, tuple(span), text]


def judged_of(name: str, content: bytes, known: Plain, kinds: Kinds) -> Judged:
    """The judgement that ``plain`` made of a file of the same content."""
    return _Reader(Remembered(name, content, known["encoding"], known["marked"]), known, kinds).judged


class _Reader:
    def __init__(self, manifest: Manifest, known: Plain, kinds: Kinds) -> None:
        self.manifest = manifest
        skipped = dict(known["skipped"])
        self.objects: dict[tuple[int, Path], Object] = {}
        for index, (start, end, json, surprising, data, notes) in enumerate(known["documents"]):
            document = Document(manifest, index, Span(start, end), data, [_note(note) for note in notes])
            document.json, document.surprising = json, surprising
            manifest.documents.append(document)
            for obj in objects_in(document, kinds) if index not in skipped else ():
                self.objects[index, obj.base] = obj
        raw = [self._raw(*row) for row in known["raw"]]
        self.judged = Judged(manifest, list(self.objects.values()), raw, skipped)

    def _raw(self, rule: str, place: Any, message: str, related: Any, fix: Any, severity: Any, versions: Any) -> Raw:
        return rule, Problem(
            self._place(rule, message, *place),
            message,
            tuple(Related(self._place(rule, message, *where), text) for *where, text in related),
            self._fix(fix),
            Severity(severity) if severity else None,
            tuple(versions) if versions else None,
        )

    def _place(self, rule: str, message: str, index: int, base: Any, path: Any, key: bool, span: Any) -> Place:
        document, span = self.manifest.documents[index], Span(*span)
        if base is None:
            return Place(Noted(document, Note(rule, span, message)), tuple(path), key)
        document.located[tuple(base) + tuple(path), key] = span
        return Place(self._subject(index, base), tuple(path), key)

    def _subject(self, index: int, base: Any) -> Subject:
        known = self.objects.get((index, tuple(base)))
        return known if known is not None else WholeDocument(self.manifest.documents[index])

    def _fix(self, known: Any) -> Fix | None:
        return Fix(known[0], tuple(self._change(*change) for change in known[2]), known[1]) if known else None

    def _change(self, kind: str, index: int, base: Any, *rest: Any) -> Change:
        return change_of(kind, self._subject(index, base), *rest)


def change_of(kind: str, subject: Subject, *rest: Any) -> Change:
    """The change that ``plain_change`` made plain, of a subject."""
    if kind == "patch":
        return Patch(subject, tuple(_operations(rest[0])))
    if kind == "drop":
        return DropKey(subject, tuple(rest[0]), rest[1])
    return NewDocument(subject, rest[0]) if kind == "new" else TextEdit(subject, Span(*rest[0]), rest[1])


def _operations(known: Any) -> Iterator[Operation]:
    for op, path, value, source in known:
        yield Operation(op, tuple(path), value, tuple(source) if source is not None else None)


def _note(known: Any) -> Note:
    rule, span, message, path = known
    return Note(rule, Span(*span), message, tuple(path))
