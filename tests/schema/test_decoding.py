"""Structure against the API server's own typed decoding."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kubelint.schema.bundle import bundle
from kubelint.schema.structure import Compiler
from tests.schema.given import objects

FILE = Path(__file__).parents[1] / "oracle/typed-decode.jsonl"
RECORDS = [json.loads(line) for line in FILE.read_text().splitlines()]
DECODER = {"wrong-type", "unknown-field", "invalid-value"}
NO_OBJECT = {"no kind", "no apiVersion", "top list", "top str"}
"""Nothing to be judged: the engine says that such a document is no manifest."""
UNKNOWN_KIND = {
    "bad kind",
    "bad group",
    "apiVersion two slash",
    "lower kind",
    "List custom",
    "kind int",
    "apiVersion 1",
}
"""Refused for what it says it is; not a matter of structure."""
LISTS = {"items map"}
"""A list whose items are no list holds no objects."""


@pytest.mark.parametrize("record", RECORDS, ids=lambda r: r["name"])
def test_as_the_server(record: dict[str, Any]) -> None:
    found = objects(record["input"])
    said = [fault for obj in found for fault in structure(obj.data) if fault.rule in DECODER]
    if record["name"] in NO_OBJECT:
        assert found == []
    elif record["name"] in UNKNOWN_KIND | LISTS:
        assert "error" in record
        assert said == []
    else:
        assert bool(said) == ("error" in record), said


def structure(data: dict[str, Any]) -> list[Any]:
    name = bundle().kinds.get(f"{data.get('apiVersion')} {data.get('kind')}")
    if name is None:
        return []
    walk = Compiler(bundle(), 36).node(name).walk
    assert walk is not None
    report = walk(data)
    return report.faults if report else []
