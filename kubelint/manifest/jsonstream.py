"""JSON as kubectl reads it: objects one behind the other, and YAML where that fails."""

from __future__ import annotations

from typing import Any, NamedTuple

from kubelint.manifest.builder import MAX_DEPTH
from kubelint.manifest.scalars import settle
from kubelint.pattern import regex

_SNIFFED = 4096  # kubectl looks no further for the opening brace
_BLANK = regex(r"[ \t\r\n]*")
_BLANK_LINE = regex(r"[ \t\r]*\n?")
_SURROGATE = regex("[\ud800-\udfff]")
_ESCAPED_SURROGATE = regex(r"\\u[dD][89a-fA-F]")


class Value(NamedTuple):
    """One JSON value and where it stands."""

    start: int
    end: int
    data: Any
    plain: bool
    """No name is repeated in it, so data and text have the same shape."""


class Stream(NamedTuple):
    """The values of a JSON stream, where it stopped, and why if it failed for good."""

    values: list[Value]
    end: int
    error: str | None


def is_json(text: str) -> bool:
    """Whether kubectl would try JSON first."""
    start = _BLANK.match(text)
    return start is not None and start.end() < _SNIFFED and text.startswith("{", start.end())


def read_stream(text: str) -> Stream:
    """All values; after a failure the rest is YAML's, unless two values or more were read."""
    position = 0
    values: list[Value] = []
    while (start := _skip(text, position)) < len(text):
        try:
            value = _read(text, start)
        except (ValueError, RecursionError) as error:
            if len(values) > 1:
                return Stream(values, start, f"invalid JSON: {getattr(error, 'msg', error)}".lower())
            return Stream(values, _line_end(text, position) if values else 0, None)
        values.append(value)
        position = value.end
    return Stream(values, len(text), None)


def _skip(text: str, position: int) -> int:
    match = _BLANK.match(text, position)
    return match.end() if match else position


def _line_end(text: str, position: int) -> int:
    match = _BLANK_LINE.match(text, position)
    return match.end() if match else position


def _read(text: str, start: int) -> Value:
    """One value. Raises ValueError (RecursionError for hostile nesting) where it is not JSON."""
    import json

    repeated = False

    def pairs(members: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal repeated
        data = dict(members)
        repeated = repeated or len(data) != len(members)
        return data

    decoder = json.JSONDecoder(
        object_pairs_hook=pairs, parse_float=_float, parse_int=_integer, parse_constant=_no_constant
    )
    data, end = decoder.raw_decode(text, start)
    if _ESCAPED_SURROGATE.search(text, start, end):  # as in Go, half a pair becomes U+FFFD
        data = json.loads(_SURROGATE.sub("\ufffd", json.dumps(data, ensure_ascii=False)))
    return Value(start, end, data, not repeated)


def _float(text: str) -> Any:
    return settle(float(text))


def _integer(text: str) -> Any:
    return int(text) if len(text) < 19 or -(2**63) <= float(text) < 2**64 else float(text)


def _no_constant(text: str) -> Any:
    raise ValueError(f"{text} is no JSON")


def depth_of(data: Any) -> int:
    """How deeply a value nests, counted up to one more than is allowed."""
    depth, level = 0, [data]
    while level and depth <= MAX_DEPTH:
        level = [
            inner
            for node in level
            if isinstance(node, (dict, list))
            for inner in (node.values() if isinstance(node, dict) else node)
        ]
        depth += 1
    return depth - 1
