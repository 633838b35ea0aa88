"""Documents apart from each other, duplicate keys, lost text, encodings, hostile input."""

from __future__ import annotations

import time

import pytest

from kubelint.manifest import Manifest, Note, read_bytes, read_text
from tests.manifest import answers


def notes(manifest: Manifest) -> list[tuple[int, str, str]]:
    """Document, rule, and the text that each note points at."""
    return [
        (document.index, note.rule, manifest.text[note.span.start : note.span.end])
        for document in manifest.documents
        for note in document.notes
    ]


def only(manifest: Manifest) -> Note:
    (note,) = [note for document in manifest.documents for note in document.notes]
    return note


def test_a_broken_document_hides_no_other() -> None:
    manifest = read_text("a: 1\n---\nb: [\n---\nc: 'x\n---\nd: 4\n", "x.yaml")
    assert [document.data for document in manifest.documents] == [{"a": 1}, None, None, {"d": 4}]
    assert [(index, rule) for index, rule, _ in notes(manifest)] == [(1, "invalid-yaml"), (2, "invalid-yaml")]
    assert [manifest.position(document.notes[0].span.start).line for document in manifest.documents[1:3]] == [3, 5]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("a: 1\nb: c: d\n", ":"),
        ("a: 1\n--- b: 2\n", "b: 2"),
        ("a: 1\nb: *x\n", "*x"),
        ("a: &x\n  b: *x\n", "*x"),
        ("a: .inf\n", ".inf"),
        ("a: 1\n~: x\n", "~"),
        ("a: 1\nk:\n  <<: foo\n", "foo"),
        ('a: 1\nb: "x\\/y"\n', '"x\\/y"'),
        ("a: !!int abc\n", "abc"),
        ("a: x\x07y\n", "\x07"),
        ("a: ünï\nb: x\x07y\n", "\x07"),
    ],
)
def test_what_is_refused_is_refused_at_its_place(text: str, where: str) -> None:
    manifest = read_text(text, "x.yaml")
    assert notes(manifest)[0][1:] == ("invalid-yaml", where)
    assert manifest.documents[-1].data is None


def test_a_template_is_called_one() -> None:
    assert "Helm" in only(read_text("a: {{ .Values.x }}\n", "x.yaml")).message


def test_a_repeated_key_is_noted_at_the_second() -> None:
    manifest = read_text("spec:\n- a: 1\n  b: 2\n  'a': 3\n", "x.yaml")
    note = only(manifest)
    assert (note.rule, note.path) == ("duplicate-key", ("spec", 0, "a"))
    assert manifest.position(note.span.start) == (4, 3)
    assert "line 2" in note.message
    assert manifest.documents[0].data == {"spec": [{"a": 3, "b": 2}]}


def test_a_key_beside_a_merge_is_none() -> None:
    manifest = read_text("a: &a {x: 1}\nb:\n  <<: *a\n  x: 2\n", "x.yaml")
    assert notes(manifest) == []
    assert manifest.documents[0].data["b"] == {"x": 2}


def test_keys_that_become_equal_are_repeated() -> None:
    assert notes(read_text("1: x\n'1': y\n", "x.yaml")) == [(0, "duplicate-key", "'1'")]


def test_a_name_repeated_in_json() -> None:
    assert notes(read_text('{"a": 1, "b": "\\ud83d\\ude00", "a": 2}', "x.json")) == [(0, "duplicate-key", '"a"')]


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("a: 1\n...\n# why\n\nb: 2\n", "b: 2"),
        ("a: 1\n... # c\n...\n", None),
        ("{a: 1}\n{b: 2}\n", "{b: 2}"),
        ("a: 1\n...\n---\nb: 2\n", None),
    ],
)
def test_lost_text_is_noted(text: str, lost: str | None) -> None:
    found = [place for _, rule, place in notes(read_text(text, "x.yaml")) if rule == "surprising-scalar"]
    assert found == ([lost] if lost else [])


def test_surprises_are_told_with_their_paths() -> None:
    text = "a: y\nb: ['y', 012, 1e3, 12, true, 1.5]\non: x\nc: 0x1F\nd: 1_000\ne: 08\n"
    found = [(s.path, s.text, s.value, s.key) for s in read_text(text, "x.yaml").documents[0].surprises()]
    assert found == [
        (("a",), "y", True, False),
        (("b", 1), "012", 10, False),
        (("b", 2), "1e3", 1000, False),
        (("true",), "on", True, True),
        (("c",), "0x1F", 31, False),
        (("d",), "1_000", 1000, False),
        (("e",), "08", 8, False),
    ]


def test_a_document_without_surprises_says_so() -> None:
    document = read_text("a: 1\nb: [x, true, 1.5, 'y', 10.0.0.1, -3]\n", "x.yaml").documents[0]
    assert not document.surprising
    assert list(document.surprises()) == []


def test_raw_text_and_style() -> None:
    document = read_text("a: 012\nb: \"x\"\nc: 'y'\nd: |\n  z\ne: >-\n  z\nf: &a q\n", "x.yaml").documents[0]
    styles = [document.raw((key,)) for key in "abcdef"]
    assert [raw and raw.style for raw in styles] == ["plain", "double", "single", "literal", "folded", "plain"]
    assert [raw and raw.text for raw in styles][:3] == ["012", '"x"', "'y'"]
    assert document.raw(("nothing",)) is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings(encoding: str) -> None:
    text = "a: ü\r\n---\r\nb: 😀x\r\n"
    content = text.encode(encoding)
    if encoding[-3:] in ("-le", "-be"):
        content = "\ufeff".encode(encoding) + content
    manifest = read_bytes(content, "x.yaml")
    assert [document.data for document in manifest.documents] == [{"a": "ü"}, {"b": "😀x"}]
    assert manifest.text == text
    assert manifest.encode(text) == content


def test_utf_32_is_read_and_refused() -> None:
    manifest = read_bytes("a: 1\n".encode("utf-32"), "x.yaml")
    assert manifest.documents[0].data == {"a": 1}
    assert only(manifest).rule == "invalid-yaml"


def test_bytes_that_are_no_characters_concern_their_document_only() -> None:
    manifest = read_bytes(b"a: 1\n---\nb: caf\xe9\n---\nc: 3\n", "x.yaml")
    assert [document.data for document in manifest.documents] == [{"a": 1}, None, {"c": 3}]
    assert manifest.position(only(manifest).span.start) == (3, 7)
    assert manifest.damaged


def test_binary_data_is_not_text() -> None:
    assert only(read_bytes(b"\x7fELF\0\0\1", "x.yaml")).rule == "unreadable-input"


def test_a_file_over_the_limit_is_not_read() -> None:
    assert only(read_bytes(b"a: 1\n" * 100, "x.yaml", limit=99)).rule == "unreadable-input"


@pytest.mark.parametrize(
    "text",
    [
        "a: " + "[" * 50_000,
        "a: " + "{" * 50_000,
        "[" * 50_000 + "]" * 50_000,
        '{"a":' * 50_000 + "1" + "}" * 50_000,
        "- " * 50_000,
        "a: &a [x]\n"
        + "".join(f"b{n}: &b{n} [{', '.join([f'*b{n - 1}'] * 9)}]\n" for n in range(1, 9)).replace("*b0", "*a"),
    ],
    ids=["brackets", "braces", "closed", "json", "dashes", "bomb"],
)
def test_hostile_input_ends_soon(text: str) -> None:
    start = time.process_time()
    assert only(read_text(text, "x.yaml")).rule in answers.REFUSED
    assert time.process_time() - start < 2


def test_aliases_as_people_use_them_are_no_bomb() -> None:
    text = "a: &a {" + ", ".join(f"k{n}: {n}" for n in range(10)) + "}\nb:\n" + "- *a\n" * 5000
    assert len(read_text(text, "x.yaml").documents[0].data["b"]) == 5000


def test_half_a_surrogate_pair_is_refused() -> None:
    assert only(read_text("a: \ud800\n", "x.yaml")).rule == "invalid-yaml"


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("---\na: 1\n", [{"a": 1}]),
        ("# licence\n---\na: 1\n---\n# nothing\n---\nb: 2", [None, {"a": 1}, None, {"b": 2}]),
        ("a: 1\n---\n---\nb: 2\n", [{"a": 1}, {"b": 2}]),
        ('{"a": 1}{"b": 2}', [{"a": 1}, {"b": 2}]),
        ('{"a": 1}\n---\nb: 2\n', [{"a": 1}, {"b": 2}]),
        ("a: |\n  x", [{"a": "x\n"}]),
        ("", []),
    ],
)
def test_documents_are_counted_as_kubectl_cuts_them(text: str, data: list[object]) -> None:
    manifest = read_text(text, "x.yaml")
    assert [document.data for document in manifest.documents] == data
    assert [document.index for document in manifest.documents] == list(range(len(data)))
