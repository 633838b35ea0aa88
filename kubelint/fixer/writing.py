"""Replaces files whole or not at all."""

from __future__ import annotations

import contextlib
import os
import pathlib
import re
from collections.abc import Iterable, Iterator

from kubelint.errors import InputError
from kubelint.secrecy import masked_text

_HUNK = re.compile(r"@@ -(\d+)(?:,\d+)? \+(\d+)")


def replace(name: str, before: bytes, after: bytes) -> None:
    """Put new content into a file, atomically: the old or the new one is there, whatever happens.

    A link is followed, so that it stays one; the mode is kept.

    Raises:
        InputError: the file changed since it was read, or cannot be written; it is then as it was.
    """
    target = pathlib.Path(name).resolve()
    try:
        if target.read_bytes() != before:
            raise InputError(f"{name}: changed while kubelint was at work and was left alone; run it again")
        _replace(target, after)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InputError(f"{name}: cannot be written ({reason}) and was left alone") from None


def _replace(target: pathlib.Path, content: bytes) -> None:
    if not os.access(target, os.W_OK):
        raise PermissionError(13, "read-only")
    import tempfile

    handle, temporary = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".kubelint", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        pathlib.Path(temporary).chmod(target.stat().st_mode & 0o7777)
        pathlib.Path(temporary).replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            pathlib.Path(temporary).unlink()
        raise


def difference(name: str, before: str, after: str) -> str:
    """The change of a file as a unified diff. What it shows of a Secret is masked: such a part cannot be applied."""
    import difflib

    lines = difflib.unified_diff(_lines(before), _lines(after), f"a/{name}", f"b/{name}")
    shown = [masked_text(before), masked_text(after)]
    parts = _numbered(lines)
    texts = (line if side is None else line[0] + shown[side][number] for line, side, number in parts)
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in texts)


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def _numbered(lines: Iterable[str]) -> Iterator[tuple[str, int | None, int]]:
    """The lines of a unified diff, with the side (0: before, 1: after) and the number of the line that each shows."""
    numbers = [0, 0]
    for place, line in enumerate(lines):
        header = _HUNK.match(line)
        if header or place < len(("---", "+++")):
            numbers = [int(number) - 1 for number in header.groups()] if header else numbers
            yield line, None, 0
            continue
        side = int(line[0] == "+")
        yield line, side, numbers[side]
        for each in (0, 1):
            numbers[each] += line[0] in (" ", "-+"[each])
