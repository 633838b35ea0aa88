"""Spans: the text at a scalar's span is its source, whatever the style."""

from __future__ import annotations

import pickle
import time

import pytest
from hypothesis import given

from kubelint.finding import Path
from kubelint.manifest import Document, read_text
from tests.manifest.render import Rendered, documents
from tests.shared import SHARED, needs_shared

DEPLOYMENT = """\
# the app
apiVersion: apps/v1
kind: Deployment  # said
spec:
  template: &pod
    containers:
    - name: web   # first
      image: "nginx:1.27"
      args: [a, {b: c}]
      command:
      - |
        echo # no comment
    -
      name: side
      ports: [{containerPort: 80}]
  other: *pod
  last:
"""


def shown(document: Document, *path: str | int, key: bool = False) -> str:
    start, end = document.locate(path, key)
    return document.manifest.text[start:end]


@given(documents())
def test_a_scalars_span_is_its_source(rendered: Rendered) -> None:
    document = read_text(rendered.text, "x.yaml").documents[0]
    assert document.data == rendered.data
    for path, source in rendered.scalars.items():
        assert shown(document, *path) == source


@given(documents())
def test_a_remembered_document_tells_the_same_places(rendered: Rendered) -> None:
    read = read_text(rendered.text, "x.yaml").documents[0]
    remembered = Document(read.manifest, read.index, read.span, read.data, [])
    for path in rendered.scalars:
        assert remembered.locate(path) == read.locate(path)


@given(documents())
def test_nodes_and_offsets_tell_the_same_places(rendered: Rendered) -> None:
    from kubelint.manifest.places import _locate, _Table, _Tree

    document = read_text(rendered.text, "x.yaml").documents[0]
    if document.offsets is None:
        return
    paths: list[Path] = [path[:length] for path in rendered.scalars for length in range(len(path) + 1)]
    for path in paths:
        if "|" not in rendered.text:
            assert _locate(document, path, False, _Table(document)) == _locate(document, path, False, _Tree(document))


@pytest.fixture(params=["quick", "careful"])
def deployment(request: pytest.FixtureRequest) -> Document:
    text = DEPLOYMENT if request.param == "careful" else DEPLOYMENT.replace("&pod", "").replace("*pod", "null")
    return read_text(text, "x.yaml").documents[0]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ((), "kind: Deployment"),
        (("apiVersion",), "apps/v1"),
        (("spec",), "spec"),
        (("spec", "template", "containers"), "containers"),
        (("spec", "template", "containers", 0), "name: web"),
        (("spec", "template", "containers", 1), "name: side"),
        (("spec", "template", "containers", 0, "image"), '"nginx:1.27"'),
        (("spec", "template", "containers", 0, "command", 0), "|\n        echo # no comment"),
        (("spec", "template", "containers", 0, "args", 1), "{b: c}]"),
        (("spec", "template", "containers", 0, "args", 1, "b"), "c"),
        (("spec", "template", "containers", 0, "livenessProbe", "httpGet"), "name: web"),
        (("spec", "template", "containers", 7), "containers"),
        (("nothing",), "kind: Deployment"),
        (("spec", "last"), ""),
    ],
)
def test_places(deployment: Document, path: Path, expected: str) -> None:
    assert shown(deployment, *path) == expected


def test_a_key_on_request(deployment: Document) -> None:
    assert shown(deployment, "spec", "template", "containers", 0, "image", key=True) == "image"


def test_a_place_behind_an_alias_is_where_the_text_stands() -> None:
    document = read_text(DEPLOYMENT, "x.yaml").documents[0]
    assert document.locate(("spec", "other", "containers", 0, "name")) == document.locate(
        ("spec", "template", "containers", 0, "name")
    )
    assert shown(document, "spec", "other") == "other"


def test_positions_are_those_of_an_editor() -> None:
    manifest = read_text("a: x\u0085y\r\nb: 1\rc: 😀d\n", "x.yaml")
    assert manifest.position(manifest.text.index("b")) == (2, 1)
    assert manifest.position(manifest.text.index("d")) == (3, 5)
    assert manifest.text[slice(*manifest.line(2))] == "b: 1"


def test_places_survive_changed_data() -> None:
    document = read_text("a: {x: 1, y: 2}\nb: 3\n", "x.yaml").documents[0]
    del document.data["a"]["x"]
    assert shown(document, "b") == "3"


def test_documents_move_between_processes() -> None:
    document = pickle.loads(pickle.dumps(read_text(DEPLOYMENT, "x.yaml"))).documents[0]  # noqa: S301 - our own
    assert shown(document, "apiVersion") == "apps/v1"


@needs_shared
def test_real_manifests_keep_their_places() -> None:
    count = 0
    for file in sorted((SHARED / "corpus").rglob("*.y*ml"))[::7]:
        for document in read_text(file.read_text("utf-8"), file.name).documents:
            name = document.data.get("metadata") if isinstance(document.data, dict) else None
            if isinstance(name, dict) and isinstance(name.get("name"), str) and name["name"]:
                count += 1
                assert shown(document, "metadata", "name").strip("\"'") == name["name"]
    assert count > 200


def test_an_anchor_that_nobody_uses_costs_no_second_reading() -> None:
    text = "a: &x\n  b: 1\nc: &y [d, {e: f}]\n"
    quick, plain = read_text(text, "a.yaml").documents[0], read_text(text + "g: *x\n", "a.yaml").documents[0]
    assert quick.offsets is not None
    assert plain.offsets is None
    paths: list[Path] = [("a",), ("a", "b"), ("c",), ("c", 0), ("c", 1), ("c", 1, "e")]
    assert [quick.locate(path) for path in paths] == [plain.locate(path) for path in paths]
    assert read_text("- &x {a: b}\n", "a.yaml").documents[0].offsets is None


def test_items_of_a_long_list_are_found_without_counting_those_before() -> None:
    (document,) = read_text("items:\n" + "- {a: [1, 2]}\n" * 15_000, "a.yaml").documents
    start = time.process_time()
    assert [document.locate(("items", n, "a", 1)).start for n in range(15_000)] == [17 + 14 * n for n in range(15_000)]
    assert time.process_time() - start < 3
