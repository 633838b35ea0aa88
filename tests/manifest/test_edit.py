"""Edits: what is meant happens, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kubelint.finding import Operation, Path
from kubelint.manifest import read_text
from kubelint.manifest.edit import CannotEdit, applied, drop_key, edits, equal, prove
from kubelint.manifest.patch import patched
from tests.manifest.render import DATA, SCALARS, Rendered, documents
from tests.shared import SHARED, needs_shared

BASE = """\
# head
kind: Pod  # a pod
spec:
  containers:  # all
  - name: web   # first
    image: "nginx"
    args: [a, 'b']  # flow
  # second
  - name: side
    ports:
      - 80
      - 81
  note: |
    text
  empty:
# end
"""


def edited(text: str, *operations: Operation) -> str:
    manifest = read_text(text, "x.yaml")
    return applied(manifest.text, edits(manifest.documents[0], operations))


C0 = ("spec", "containers", 0)


@pytest.mark.parametrize(
    ("operation", "old", "new"),
    [
        (Operation("replace", (*C0, "image"), "nginx:1"), '"nginx"', '"nginx:1"'),
        (Operation("replace", (*C0, "name"), "yes"), "web   #", '"yes"   #'),
        (Operation("replace", (*C0, "name"), "012"), "web   #", '"012"   #'),
        (Operation("replace", (*C0, "name"), 12), "web   #", "12   #"),
        (Operation("replace", ("spec", "empty"), True), "empty:", "empty: true"),
        (Operation("replace", (*C0, "args", 1), "it's"), "'b'", "'it''s'"),
        (Operation("add", (*C0, "args", "-"), 3), "'b']", "'b', 3]"),
        (Operation("add", (*C0, "args", 0), "x"), "[a", "[x, a"),
        (Operation("remove", (*C0, "args", 0)), "[a, 'b']", "['b']"),
        (Operation("remove", (*C0, "args")), "    args: [a, 'b']  # flow\n", ""),
        (Operation("remove", (*C0, "name")), "name: web   # first\n    image", "image"),
        (Operation("remove", ("spec", "containers", 0)), BASE[BASE.index("  - name: web") : BASE.index("  # sec")], ""),
        (Operation("rename", (*C0, "image"), "img"), "image:", "img:"),
        (Operation("add", (*C0, "tty"), True), "# flow\n", "# flow\n    tty: true\n"),
        (Operation("add", ("spec", "containers", 1, "ports", "-"), 82), "- 81\n", "- 81\n      - 82\n"),
        (Operation("add", ("spec", "x"), {"a": [1]}), "empty:\n", "empty:\n  x:\n    a:\n    - 1\n"),
        (Operation("replace", ("spec", "containers", 1, "ports"), []), ":\n      - 80\n      - 81\n", ": []\n"),
        (Operation("replace", ("spec", "note"), "line"), "|\n    text", "line"),
        (Operation("replace", ("spec", "empty"), {"a": "b"}), "empty:\n", "empty:\n    a: b\n"),
        (Operation("replace", (*C0, "image"), {"a": 1}), ' "nginx"\n', "\n      a: 1\n"),
        (
            Operation("move", ("spec", "kept"), source=("spec", "note")),
            "  note: |\n    text\n  empty:\n",
            "  empty:\n  kept: |\n    text\n",
        ),
        (
            Operation("move", ("spec", "args"), source=(*C0, "args")),
            BASE[BASE.index("    args:") : BASE.index("# end")],
            BASE[BASE.index("  # second") : BASE.index("# end")] + "  args: [a, 'b']  # flow\n",
        ),
        (
            Operation("move", (*C0, "port"), source=("spec", "containers", 1, "ports")),
            BASE[BASE.index("  # second") : BASE.index("  note")],
            "    port:\n      - 80\n      - 81\n  # second\n  - name: side\n",
        ),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_edits_are_small(operation: Operation, old: str, new: str, newline: str) -> None:
    assert BASE.count(old) == 1
    expected = BASE.replace(old, new).replace("\n", newline)
    assert edited(BASE.replace("\n", newline), operation) == expected


def test_a_file_without_a_last_line_break_keeps_lacking_it() -> None:
    assert edited("a: 1", Operation("add", ("b",), "x")) == "a: 1\nb: x"
    assert edited("a:\n- 1", Operation("add", ("a", "-"), 2)) == "a:\n- 1\n- 2"


def test_deeper_comments_stay_with_what_they_follow() -> None:
    text = "a:\n  b: 1\n  # c: 2\n# end\n"
    assert edited(text, Operation("add", ("x",), "1\n2\n")) == "a:\n  b: 1\n  # c: 2\nx: |\n  1\n  2\n# end\n"


def test_json_stays_json() -> None:
    text = '{\n  "a": "x",\n  "b": [1]\n}'
    assert edited(text, Operation("add", ("c",), "yes")) == '{\n  "a": "x",\n  "b": [1],\n  "c": "yes"\n}'
    assert edited(text, Operation("replace", ("a",), {"k": None})) == '{\n  "a": {"k": null},\n  "b": [1]\n}'
    assert edited(text, Operation("remove", ("b", 0))) == '{\n  "a": "x",\n  "b": []\n}'


def test_other_documents_and_what_is_before_stay() -> None:
    manifest = read_text("# 😀\n---\na: 1\n---\nb: 2\n---\nc: [", "x.yaml")
    changes = edits(manifest.documents[2], [Operation("replace", ("b",), 3)])
    assert prove(manifest, 2, changes, {"b": 3}) == "# 😀\n---\na: 1\n---\nb: 3\n---\nc: ["
    assert prove(manifest, 2, changes, {"b": 4}) is None


@pytest.mark.parametrize(
    "operation",
    [
        Operation("replace", ("b", "x"), 2),
        Operation("replace", ("a", "x"), 2),
        Operation("remove", ("a",)),
        Operation("add", ("nothing", "x"), 2),
        Operation("remove", ("nothing",)),
        Operation("rename", ("a",), "b"),
    ],
)
def test_what_would_change_something_else_is_refused(operation: Operation) -> None:
    with pytest.raises(CannotEdit):
        edited("a: &a {x: 1}\nb: *a\n", operation)


@pytest.mark.parametrize(("occurrence", "expected"), [(0, "b: 2\na: 3  # c\n"), (1, "a: 1\nb: 2\n")])
def test_one_of_repeated_keys_goes(occurrence: int, expected: str) -> None:
    manifest = read_text("a: 1\nb: 2\na: 3  # c\n", "x.yaml")
    assert applied(manifest.text, drop_key(manifest.documents[0], ("a",), occurrence)) == expected


@settings(deadline=None)
@given(DATA)
def test_rendered_values_read_back(data: dict[str, Any]) -> None:
    assert equal(read_text(edited("a: 1\n", Operation("add", ("b",), data)), "x.yaml").documents[0].data["b"], data)


def paths(data: Any, path: Path = ()) -> list[Path]:
    members = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [inner for key, value in members for inner in [(*path, key), *paths(value, (*path, key))]]


@st.composite
def cases(draw: Any) -> tuple[Rendered, list[Operation]]:
    rendered = draw(documents())
    data, operations = rendered.data, []
    for _ in range(draw(st.integers(1, 3))):
        known = paths(data)
        if not known:
            break
        path = draw(st.sampled_from(known))
        op = draw(st.sampled_from(["add", "replace", "remove", "rename", "move"]))
        value = draw(st.one_of(SCALARS, DATA, st.lists(SCALARS, max_size=2)))
        if op == "rename":
            op, value = ("rename", "renamed") if isinstance(path[-1], str) else ("remove", None)
        if op == "add" and isinstance(path[-1], str):
            path = (*path[:-1], draw(st.sampled_from(["new", "yes", "#x"])))
        operation = Operation(op, path, value)
        if op == "move":
            if len(data) == 1 == len(path):
                continue  # nothing would be left of the document
            goal = draw(st.sampled_from(known))[:-1]
            operation = Operation("move", (*goal, draw(st.sampled_from(["moved", path[-1]]))), source=path)
        try:
            data = patched(data, [operation])
        except CannotEdit:
            continue
        if not data:
            break
        operations.append(operation)
    return rendered, operations


@settings(max_examples=300, deadline=None)
@given(cases())
def test_random_operations_do_what_is_meant(case: tuple[Rendered, list[Operation]]) -> None:
    rendered, operations = case
    manifest = read_text(rendered.text, "x.yaml")
    changes = edits(manifest.documents[0], operations)
    wanted = patched(rendered.data, operations)
    text = prove(manifest, 0, changes, wanted)
    assert text is not None
    position = 0
    for (start, end), replacement in changes:
        assert start >= position
        assert rendered.text[start:end] != replacement
        position = end


@settings(deadline=None)
@given(documents(), st.data())
def test_a_replaced_scalar_changes_nothing_beside_it(rendered: Rendered, data: st.DataObject) -> None:
    document = read_text(rendered.text, "x.yaml").documents[0]
    if not rendered.scalars:
        return
    path = data.draw(st.sampled_from(sorted(rendered.scalars, key=str)))
    changes = edits(document, [Operation("replace", path, data.draw(SCALARS))])
    start, end = document.locate(path)
    assert all(start <= span.start <= span.end <= end for span, _ in changes)


@settings(deadline=None)
@given(documents(), st.data())
def test_what_is_added_takes_nothing_away(rendered: Rendered, data: st.DataObject) -> None:
    document = read_text(rendered.text, "x.yaml").documents[0]
    value = data.draw(st.one_of(SCALARS, DATA))
    parents = [path[:-1] for path in paths(rendered.data)]
    parent = data.draw(st.sampled_from(parents))
    step = "new" if isinstance(paths(rendered.data)[parents.index(parent)][-1], str) else "-"
    changes = edits(document, [Operation("add", (*parent, step), value)])
    assert all(span.start == span.end for span, _ in changes)


@settings(deadline=None)
@given(documents(), st.data())
def test_what_is_removed_takes_nothing_else_away(rendered: Rendered, data: st.DataObject) -> None:
    document = read_text(rendered.text, "x.yaml").documents[0]
    path = data.draw(st.sampled_from(paths(rendered.data)))
    if len(rendered.data) == 1 == len(path):
        return
    text = applied(rendered.text, edits(document, [Operation("remove", path)]))
    after = read_text(text, "x.yaml").documents[0]
    for other, source in rendered.scalars.items():
        if other[: len(path)] != path and not (isinstance(path[-1], int) and other[: len(path) - 1] == path[:-1]):
            start, end = after.locate(other)
            assert text[start:end] == source


@needs_shared
def test_real_manifests_take_operations() -> None:
    done, refused = 0, []
    for file in sorted((SHARED / "corpus").rglob("*.yaml"))[::11]:
        manifest = read_text(file.read_text("utf-8"), file.name)
        for document in manifest.documents:
            if not isinstance(document.data, dict) or not isinstance(document.data.get("metadata"), dict):
                continue
            operations = [
                Operation("add", ("metadata", "added"), {"a": ["yes"]}),
                Operation("replace", ("kind",), "Changed"),
            ]
            wanted = patched(document.data, operations)
            try:
                text = prove(manifest, document.index, edits(document, operations), wanted)
            except CannotEdit:
                text = None
            done += text is not None
            refused += [file.name] if text is None else []
    assert refused == []
    assert done > 100
