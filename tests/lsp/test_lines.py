from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol.types import Position

from kubelint.finding import Span
from kubelint.lsp.lines import Lines

WIDTH = {"utf-8": 1, "utf-16": 2, "utf-32": 4}
ENCODINGS = pytest.mark.parametrize("encoding", WIDTH)
TEXTS = st.text(st.sampled_from("ab \r\n\x0b\x0c\x1c\x85\u2028é€😀"), max_size=30)


def units(text: str, encoding: str) -> int:
    """Code units, by Python's own encoders."""
    return len(text.encode(f"{encoding}-le" if encoding != "utf-8" else encoding)) // WIDTH[encoding]


@ENCODINGS
@given(text=TEXTS)
def test_positions_are_those_of_the_encoding_and_lead_back(text: str, encoding: str) -> None:
    lines = Lines(text, encoding)
    for offset in range(len(text) + 1):
        if text[offset - 1 : offset + 1] == "\r\n" and offset:
            continue  # between them is no position
        before = text[:offset].replace("\r\n", "\n").replace("\r", "\n").split("\n")
        position = Position(len(before) - 1, units(before[-1], encoding))
        assert lines.position(offset) == position
        assert lines.offset(position) == offset


@ENCODINGS
def test_what_lies_outside_is_drawn_in(encoding: str) -> None:
    lines = Lines("é\r\n😀x", encoding)
    assert lines.offset(Position(0, 99)) == 1
    assert lines.offset(Position(9, 0)) == 5
    assert lines.offset(Position(1, units("😀", encoding))) == 4


def test_a_character_cut_in_the_middle_begins_before() -> None:
    assert Lines("😀", "utf-16").offset(Position(0, 1)) == 0
    assert Lines("😀", "utf-8").offset(Position(0, 3)) == 0


def test_a_byte_order_mark_counts_on_the_first_line_alone() -> None:
    lines = Lines("ab\ncd", "utf-16", mark=1)
    assert lines.range(Span(1, 4)).start == Position(0, 2)
    assert lines.range(Span(1, 4)).end == Position(1, 1)
    assert [lines.offset(Position(0, character)) for character in (0, 1, 2)] == [0, 0, 1]
