"""No input makes the reader raise, and the quick builder reads as the careful one."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kubelint.manifest import Document, Manifest, read_bytes, read_text
from kubelint.manifest.edit import equal
from kubelint.manifest.events import Refusal
from tests.shared import SHARED, needs_shared

_LETTERS = "ab1y:-?#&*!|>'\"{}[],%@`~=\\\n\r\t \x85\u2028\ufeff\x07é😀"
_WORDS = [
    ": ",
    "- ",
    "\n  ",
    "\n- ",
    "---",
    "\n---\n",
    "...",
    "<<: ",
    "&a ",
    "*a",
    "!!int ",
    '"\\/"',
    "1e3",
    " #",
    "|\n ",
    "? ",
]
SIGNS = st.sampled_from([*_LETTERS, *_WORDS])


def check(manifest: Manifest) -> None:
    """Everything that can be asked is asked."""
    manifest.comments()
    for document in manifest.documents:
        assert document.manifest is manifest
        for note in document.notes:
            assert 0 <= note.span.start <= note.span.end <= len(manifest.text)
        ask(document, document.data, ())
        list(document.surprises())
        agree(document)


def ask(document: Document, data: Any, path: tuple[str | int, ...]) -> None:
    start, end = document.locate(path)
    assert document.span.start <= start <= end <= document.span.end
    document.raw(path)
    members = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, value in members:
        ask(document, value, (*path, step))


def agree(document: Document) -> None:
    if any(note.rule in ("invalid-yaml", "unreadable-input") for note in document.notes) or document.json:
        return
    root = document.tree().root
    assert equal(document.data, root.value if root else None)


@settings(deadline=None)
@given(st.lists(SIGNS, max_size=30).map("".join))
def test_no_text_makes_it_raise(text: str) -> None:
    check(read_text(text, "x.yaml"))


@settings(deadline=None)
@given(st.binary(max_size=60))
def test_no_bytes_make_it_raise(content: bytes) -> None:
    check(read_bytes(content, "x.yaml"))


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), st.lists, max_leaves=5))
def test_json_is_read_as_json(value: Any) -> None:
    import json

    text = json.dumps({"a": value})
    check(read_text(text, "x.json"))


@needs_shared
def test_real_manifests_read_alike() -> None:
    for file in sorted((SHARED / "corpus").rglob("*.y*ml"))[::9]:
        for document in read_bytes(file.read_bytes(), file.name).documents:
            try:
                agree(document)
            except Refusal:
                raise AssertionError(f"{file}: read quickly, refused carefully") from None
