"""Files to bytes: what cannot be read becomes a manifest whose one document says why."""

from __future__ import annotations

import os
import sys

from kubelint.inputs.files import STDIN, Source
from kubelint.manifest import Manifest, unreadable


def content_of(source: Source, max_size: int) -> bytes | Manifest:
    """The bytes of a file or, for ``-``, of the standard input; a manifest that says why there are none."""
    if source.name == STDIN:
        return sys.stdin.buffer.read(max_size + 1)
    try:
        with open(source.real, "rb", buffering=0) as file:  # noqa: PTH123 - thousands of files in a run
            size = os.fstat(file.fileno()).st_size
            if size > max_size:
                return unreadable(source.name, f"is {size:,} bytes large, the limit is {max_size:,}")
            return file.readall()
    except OSError as error:
        return unreadable(source.name, f"cannot be read: {(error.strerror or str(error)).lower()}")
