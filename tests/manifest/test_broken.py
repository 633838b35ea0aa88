"""The node that was being read when a text broke off."""

from __future__ import annotations

import pytest

from kubelint.finding import Path
from kubelint.manifest import read_text


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("a:\n  b:\n  - c: 1\n    d: 'open\n", ("a", "b", 0, "d")),
        ("a:\n  b: 1\n   c: 2\n", ("a",)),
        ("a:\n\tb: 1\n", ("a",)),
        ("a: [1, {b: 2,\n", ("a", 1)),
        ("- a\n- b: c: d\n", (1,)),
        ("'", ()),
    ],
)
def test_path_of_break(text: str, path: Path) -> None:
    (document,) = read_text(text, "a.yaml").documents
    assert [(note.rule, note.path) for note in document.notes] == [("invalid-yaml", path)]
