"""The reader against the recorded answers of Kubernetes' own."""

from __future__ import annotations

from typing import Any

import pytest

from tests.manifest import answers
from tests.shared import needs_shared

KNOWN = {
    "json lone surrogate": "Kubernetes keeps the escape until it decodes the object, to U+FFFD; we do so at once",
}
KNOWN_SUITE = {
    "4ABK/0": "libyaml refuses a colon at the end of a plain scalar in a flow mapping, go-yaml does not",
    "HRE5/0": "libyaml refuses the escape \\' that go-yaml takes",
    "JR7V/0": "libyaml takes a question mark inside a plain scalar in a flow list, go-yaml does not",
    "U99R/0": "libyaml refuses a comma behind a tag, go-yaml takes it for a part of the tag",
    "WZ62/0": "as U99R: the tag of an empty scalar in a flow mapping",
}


@pytest.mark.parametrize("record", answers.records("yaml.jsonl"), ids=lambda record: record["name"])
def test_agrees_with_kubernetes(record: dict[str, Any]) -> None:
    assert answers.agrees(record, answers.content(record)) is (record["name"] not in KNOWN)


@needs_shared
def test_agrees_on_the_yaml_test_suite() -> None:
    records = answers.records("yaml-test-suite-results.jsonl")
    assert len(records) == 406
    different = {
        f"{record['id']}/{record['n']}"
        for record in records
        if not answers.agrees(record, answers.suite_input(record["id"], record["n"]))
    }
    assert different == set(KNOWN_SUITE)
