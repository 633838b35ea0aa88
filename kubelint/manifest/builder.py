"""The fast builder: events of a regular document into plain data and start offsets."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from typing import Any, NamedTuple

from kubelint.manifest.events import Refusal, kinds, open_parser
from kubelint.manifest.scalars import Irregular, Memo

MAX_DEPTH = 200
"""Deeper than any manifest of use, and still safe for everything downstream that recurses."""


class Built(NamedTuple):
    """A regular document: its data, and the start of every key and value in reading order."""

    data: Any
    offsets: array[int]
    end: int
    """Where the document ends in its chunk."""


def build(source: str, memo: Memo) -> Built | None:
    """Read the first document of a text; None where there is none.

    Raises Irregular for whatever makes data and text differ in shape (aliases, most anchors, tags, merge keys,
    repeated keys, keys that are no strings) and Refusal for excessive depth. The parser's own exceptions pass through.
    """
    get_event = open_parser(source).get_event
    get_event()
    if type(get_event()) is kinds().stream_end:
        return None
    offsets: list[int] = []
    data, end = _read(get_event, memo, offsets.append)
    return Built(data, array("I", offsets), end)


def _read(get_event: Callable[[], Any], memo: Memo, mark: Callable[[int], None]) -> tuple[Any, int]:  # noqa: C901
    """The hot loop, one function on purpose: a document's data, and where it ends."""
    scalar, mapping_start, mapping_end, _, sequence_end, alias, _, document_end, _ = kinds()
    keys, values = memo.keys, memo.values
    items: list[Any] = []
    mapping: dict[str, Any] | None = None
    stack: list[tuple[dict[str, Any] | None, list[Any]]] = []
    key = ""
    while True:
        event = get_event()
        kind = type(event)
        if mapping is not None:
            if kind is not scalar:
                if kind is not mapping_end:
                    raise Irregular
                mapping, items = stack.pop()
                continue
            if event.anchor is not None or event.tag is not None:
                raise Irregular
            mark(event.start_mark.index)
            key = event.value if event.style else keys[event.value]
            if key in mapping:
                raise Irregular
            event = get_event()
            kind = type(event)
            if kind is scalar:  # by far the commonest; the general way below would do it as well
                if event.anchor is not None or event.tag is not None:
                    raise Irregular
                mark(event.start_mark.index)
                mapping[key] = event.value if event.style else values[event.value]
                continue
        elif kind is sequence_end:
            mapping, items = stack.pop()
            continue
        elif kind is document_end:
            return items[0], event.end_mark.index
        if kind is alias or event.tag is not None:
            raise Irregular
        if event.anchor is not None and (mapping is None or kind is scalar):  # it would shift the offset
            raise Irregular
        mark(event.start_mark.index)
        if kind is scalar:
            node = event.value if event.style else values[event.value]
        else:
            node = {} if kind is mapping_start else []
        if mapping is None:
            items.append(node)
        else:
            mapping[key] = node
        if kind is not scalar:
            stack.append((mapping, items))
            if len(stack) > MAX_DEPTH:
                raise too_deep(event.start_mark.index)
            mapping, items = (node, items) if kind is mapping_start else (None, node)


def too_deep(offset: int) -> Refusal:
    """What is said of a document that nests too deeply."""
    return Refusal("unreadable-input", offset, f"nested more than {MAX_DEPTH} levels deep", offset + 1)
