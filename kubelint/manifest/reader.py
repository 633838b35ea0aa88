"""Files into manifests: documents isolated from each other, whatever is wrong with one of them."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right

from kubelint.finding import Span
from kubelint.manifest.builder import MAX_DEPTH, build
from kubelint.manifest.decoding import decode
from kubelint.manifest.document import Document, Manifest, Note
from kubelint.manifest.events import NOTICE, Refusal, pure_python, refusal
from kubelint.manifest.jsonstream import Stream, depth_of, is_json, read_stream
from kubelint.manifest.scalars import Irregular, Memo
from kubelint.manifest.splitter import Chunk, split

__all__ = ["LIMIT", "NOTICE", "pure_python", "read_bytes", "read_text", "unreadable"]

LIMIT = 256 * 2**20
"""The largest file that is read, in bytes, where nothing else is said."""

_memo = Memo()


def read_bytes(content: bytes, name: str, limit: int = LIMIT) -> Manifest:
    """Read a file's bytes. What cannot be read is a note on a document, never an exception."""
    if len(content) > limit:
        return unreadable(name, f"is {len(content):,} bytes large, the limit is {limit:,}")
    decoded = decode(content)
    nul = decoded.text.find("\0")
    if nul >= 0:
        return unreadable(name, "is not text: it contains a NUL character")
    manifest = Manifest(name, decoded.text, decoded.encoding)
    manifest.marked = decoded.marked
    manifest.damaged = decoded.damaged
    _read(manifest)
    _note_encoding(manifest)
    return manifest


def read_text(text: str, name: str, limit: int = LIMIT) -> Manifest:
    """Read a file's text."""
    if len(text) > limit:
        return unreadable(name, f"is {len(text):,} characters large, the limit is {limit:,}")
    manifest = Manifest(name, text.removeprefix("\ufeff"))
    _read(manifest)
    return manifest


def unreadable(name: str, message: str) -> Manifest:
    """The manifest of a file that gave no text: its one document says why."""
    manifest = Manifest(name, "")
    manifest.documents.append(Document(manifest, 0, Span(0, 0), None, [Note("unreadable-input", Span(0, 0), message)]))
    return manifest


def _note_encoding(manifest: Manifest) -> None:
    """The API machinery knows UTF-8 and UTF-16 only."""
    if manifest.encoding.startswith("utf-32") and manifest.documents:
        message = "is encoded in UTF-32, which Kubernetes does not read; UTF-8 was expected"
        manifest.documents[0].notes.append(Note("invalid-yaml", Span(0, 0), message))


def _read(manifest: Manifest) -> None:
    position = 0
    if is_json(manifest.text):
        stream = read_stream(manifest.text)
        _add_json(manifest, stream)
        if stream.error is not None:
            return
        position = stream.end
    for chunk in split(manifest.text, position):
        _read_chunk(manifest, chunk)


def _add(manifest: Manifest, span: Span) -> Document:
    document = Document(manifest, len(manifest.documents), span, None, [])
    manifest.documents.append(document)
    return document


def _add_json(manifest: Manifest, stream: Stream) -> None:
    for value in stream.values:
        document = _add(manifest, Span(value.start, value.end))
        document.json = True
        if depth_of(value.data) > MAX_DEPTH:
            message = f"nested more than {MAX_DEPTH} levels deep"
            document.notes.append(Note("unreadable-input", Span(value.start, value.start + 1), message))
            continue
        document.data = value.data
        if not value.plain:
            _read_carefully(document, data=False)
    if stream.error is not None:
        document = _add(manifest, Span(stream.end, len(manifest.text)))
        document.notes.append(Note("invalid-yaml", Span(stream.end, stream.end + 1), stream.error))


def _read_chunk(manifest: Manifest, chunk: Chunk) -> None:
    document = _add(manifest, chunk.span)
    if chunk.separator is not None:
        text = manifest.text[chunk.separator.start : chunk.separator.end]
        message = f"invalid document separator: `---` is followed by `{text[:40]}`, only a comment may follow it"
        document.notes.append(Note("invalid-yaml", chunk.separator, message))
        return
    for offset in manifest.damaged:
        if chunk.span.start <= offset < chunk.span.end:
            message = f"is not {manifest.encoding.upper()}: these bytes are no character"
            document.notes.append(Note("invalid-yaml", Span(offset, offset + 1), message))
            return
    source = document.source
    if not _read_quickly(document, source):
        _read_carefully(document)


def _read_quickly(document: Document, source: str) -> bool:
    """Read a regular document. False where it is none."""
    before = _memo.values.surprises
    base = document.span.start
    try:
        built = build(source, _memo)
    except Irregular:
        return False
    except Exception as error:
        from kubelint.manifest.broken import path_of_break

        found = error if isinstance(error, Refusal) else refusal(error, source)
        span = Span(found.start + base, found.end + base)
        document.notes.append(Note(found.rule, span, found.message, path_of_break(source)))
        return True
    if built is not None:
        if "\\" in source and "\\/" in source and _maybe_quoted(source, built.offsets):
            return False
        document.data, document.offsets = built.data, built.offsets
        document.surprising = _memo.values.surprises > before
        _note_lost(document, built.end + base + source.startswith("\ufeff"))
    return True


def _maybe_quoted(source: str, offsets: array[int]) -> bool:
    """Whether an escaped slash may stand in double quotes: Kubernetes refuses it there, libyaml does not."""
    shift = source.startswith("\ufeff")
    position = source.find("\\/")
    while position >= 0:
        number = bisect_right(offsets, position - shift)
        if number and source[offsets[number - 1] + shift] == '"':
            return True
        position = source.find("\\/", position + 1)
    return False


def _read_carefully(document: Document, data: bool = True) -> None:
    """Read a document through its nodes; of JSON, only what there is to note."""
    try:
        tree = document.tree()
    except Refusal as error:
        if data:
            from kubelint.manifest.broken import path_of_break

            path = path_of_break(document.source)
            document.notes.append(Note(error.rule, Span(error.start, error.end), error.message, path))
        return
    document.notes += tree.notes
    if data and tree.root is not None:
        document.data = tree.root.value
        document.surprising = True
        _note_lost(document, tree.end)
    document._tree = None  # what is reported is rare, memory is not


_SUBSTANCE = re.compile(r"^(?:\.\.\.(?=\s|\Z))?[^\S\n]*(?!\.\.\.(?:\s|\Z))([^\s#][^\n]*)", re.MULTILINE)


def _note_lost(document: Document, end: int) -> None:
    """Kubernetes reads one YAML document of what stands between two separators and drops the rest."""
    limit = document.span.end
    if end >= limit:
        return
    match = _SUBSTANCE.search(document.manifest.text, end, limit)
    if match:
        message = "Kubernetes ignores this: a new document begins with `---`, what follows `...` is lost"
        document.notes.append(Note("surprising-scalar", Span(match.start(1), match.end(1)), message))
