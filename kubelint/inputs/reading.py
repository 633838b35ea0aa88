"""Files to manifests: what cannot be read becomes a manifest whose one document says why."""

from __future__ import annotations

import pathlib
import sys

from kubelint.inputs.files import STDIN, Source
from kubelint.manifest import Manifest, read_bytes, unreadable


def read(source: Source, max_size: int, stdin_name: str = "<stdin>") -> Manifest:
    """Read a file or, for ``-``, the standard input."""
    if source.name == STDIN:
        return read_bytes(sys.stdin.buffer.read(max_size + 1), stdin_name, max_size)
    try:
        file = pathlib.Path(source.real)
        size = file.stat().st_size
        if size > max_size:
            return unreadable(source.name, f"is {size:,} bytes large, the limit is {max_size:,}")
        content = file.read_bytes()
    except OSError as error:
        return unreadable(source.name, f"cannot be read: {(error.strerror or str(error)).lower()}")
    return read_bytes(content, source.name, max_size)
