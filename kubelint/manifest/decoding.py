"""From bytes to text: UTF-8 as a rule, UTF-16 and UTF-32 by their marks."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

_MARKS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ESCAPED = re.compile("[\udc80-\udcff]")  # what ``surrogateescape`` makes of a byte that is no character


class Decoded(NamedTuple):
    """Text without a byte-order mark, how it was encoded, and where bytes were no characters."""

    text: str
    encoding: str
    marked: bool
    damaged: tuple[int, ...]


def decode(content: bytes) -> Decoded:
    """Decode a file's bytes; what is no character becomes U+FFFD."""
    mark, encoding = next(((mark, name) for mark, name in _MARKS if content.startswith(mark)), (b"", "utf-8"))
    body = content[len(mark) :]
    try:
        return Decoded(body.decode(encoding), encoding, bool(mark), ())
    except UnicodeDecodeError:
        return _decode_damaged(body, encoding, bool(mark))


def _decode_damaged(body: bytes, encoding: str, marked: bool) -> Decoded:
    if encoding != "utf-8":
        text = body.decode(encoding, "replace")
        first = text.find("\ufffd")
        return Decoded(text, encoding, marked, (max(first, 0),))
    text = body.decode("utf-8", "surrogateescape")
    damaged = tuple(match.start() for match in _ESCAPED.finditer(text))
    return Decoded(_ESCAPED.sub("\ufffd", text), encoding, marked, damaged)
