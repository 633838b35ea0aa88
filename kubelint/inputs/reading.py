"""Files to manifests: what cannot be read becomes a manifest whose one document says why."""

from __future__ import annotations

import pathlib
import sys

from kubelint.finding import Span
from kubelint.inputs.files import STDIN, Source
from kubelint.manifest import Document, Manifest, Note, read_bytes


def read(source: Source, max_size: int, stdin_name: str = "<stdin>") -> Manifest:
    """Read a file or, for ``-``, the standard input."""
    if source.name == STDIN:
        return read_bytes(sys.stdin.buffer.read(), stdin_name)
    try:
        file = pathlib.Path(source.real)
        size = file.stat().st_size
        if size > max_size:
            return unreadable(source.name, f"is {size} bytes long; files above {max_size} are not read")
        content = file.read_bytes()
    except OSError as error:
        return unreadable(source.name, f"cannot be read: {(error.strerror or str(error)).lower()}")
    return read_bytes(content, source.name)


def unreadable(name: str, message: str) -> Manifest:
    """A manifest of a file that gave no text."""
    manifest = Manifest(name, "")
    manifest.documents.append(Document(manifest, 0, Span(0, 0), None, [Note("unreadable-input", Span(0, 0), message)]))
    return manifest
