"""No false alarm on what a real API server accepted."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

import pytest

from kubelint.catalogue import rules
from kubelint.finding import Fault, Severity
from kubelint.kube.objects import objects_in
from kubelint.kube.versions import VersionRange
from kubelint.manifest import Document, read_bytes
from kubelint.schema import judge
from tests.shared import SHARED, needs_shared

VERSIONS = VersionRange.parse("1.36")


def accepted() -> dict[str, list[dict[str, Any]]]:
    found = defaultdict(list)
    for line in (SHARED / "oracle/corpus.jsonl").read_text().splitlines():
        record = json.loads(line)
        if record["verdict"] == "accept":
            found[record["file"]].append(record)
    return found


def errors(document: Document, item: int | None) -> list[Fault]:
    found = [obj for obj in objects_in(document) if item is None or obj.base == ("items", item)]
    return [fault for obj in found for fault in judge(obj, VERSIONS) if severity(fault) is Severity.ERROR]


def severity(fault: Fault) -> Severity:
    return fault.severity or (rules()[fault.rule].severity if fault.rule in rules() else Severity.ERROR)


@needs_shared
def test_what_a_server_accepts_is_no_error() -> None:
    judged = 0
    alarms = []
    for file, records in accepted().items():
        manifest = read_bytes((SHARED / "corpus" / file).read_bytes(), file)
        for record in records:
            judged += 1
            alarms += [(file, fault) for fault in errors(manifest.documents[record["doc"]], record.get("item"))]
    assert alarms == []
    assert judged > 2000


@pytest.mark.parametrize("version", ["1.25", "1.37"])
@needs_shared
def test_no_crash(version: str) -> None:
    for path in sorted((SHARED / "corpus").rglob("*.yaml"))[::7]:
        for document in read_bytes(path.read_bytes(), path.name).documents:
            for obj in objects_in(document):
                judge(obj, VersionRange.parse(version))
