"""Without libyaml: the same results, more slowly, and a word about it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings

from kubelint.manifest import events, reader
from tests.manifest import answers
from tests.manifest.render import Rendered, documents

DIFFERENT = {
    'scalar "\\ud800"',
    'scalar "\\ud83d\\ude00"',
    "tab after colon",
    "tab before comment",
    "tab in flow",
    "tab trailing",
}
"""PyYAML's own scanner refuses a tab where libyaml takes it, and takes half a surrogate pair."""


@pytest.fixture(scope="module")
def pure() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(events, "_parser", events._pure_parser)
        yield


def test_it_says_so(pure: None) -> None:
    assert reader.pure_python()
    assert "libyaml" in reader.NOTICE


def test_libyaml_is_there_elsewhere() -> None:
    assert events._parser().__name__ in ("CParser", "PureParser")


def test_the_answers_are_the_same(pure: None) -> None:
    different = {
        record["name"]
        for record in answers.records("yaml.jsonl")
        if not answers.agrees(record, answers.content(record))
    }
    assert different - {"json lone surrogate"} == DIFFERENT


@settings(max_examples=30, deadline=None)
@given(documents(breaks=("\n",)))
def test_random_documents_are_the_same(pure: None, rendered: Rendered) -> None:
    document = reader.read_text(rendered.text, "x.yaml").documents[0]
    assert document.data == rendered.data
    for path, source in rendered.scalars.items():
        start, end = document.locate(path)
        assert rendered.text[start:end] == source
