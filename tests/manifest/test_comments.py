"""Comments, and what only looks like one."""

from __future__ import annotations

from hypothesis import given

from kubelint.manifest import read_text
from tests.manifest.render import Rendered, documents

TEXT = """\
# kubelint: ignore-file
--- # between
a: "x # no"  # yes
b: 'it''s # no' # and
c: | # header
  # no comment
   # less indented
d: x#y
e: [a, # inside
    b]
# end
---
{broken # no
# own
"""


def test_comments() -> None:
    manifest = read_text(TEXT, "x.yaml")
    found = [(comment.text, comment.own_line) for comment in manifest.comments()]
    assert found == [
        ("# kubelint: ignore-file", True),
        ("# between", False),
        ("# yes", False),
        ("# and", False),
        ("# header", False),
        ("# inside", False),
        ("# end", True),
        ("# own", True),
    ]
    assert all(manifest.text[c.span.start : c.span.end] == c.text for c in manifest.comments())


def test_json_has_none() -> None:
    assert read_text('{"a": " # x"}', "x.json").comments() == []


@given(documents())
def test_random_comments_are_counted(rendered: Rendered) -> None:
    assert len(read_text(rendered.text, "x.yaml").comments()) == rendered.comments
