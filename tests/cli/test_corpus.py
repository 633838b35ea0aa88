"""Real manifests: no crash, and a report that fits its schema."""

from __future__ import annotations

import json

import jsonschema
import pytest

from tests.cli.terminal import process
from tests.shared import ROOT, SHARED, needs_shared


@needs_shared
@pytest.mark.slow
@pytest.mark.parametrize("preset", ["recommended", "strict"])
def test_the_whole_corpus(preset: str) -> None:
    arguments = (
        "--preset",
        preset,
        "--kubernetes-version",
        "1.29-1.36",
        "--output-format",
        "json",
        "--isolated",
        "--no-cache",
    )
    result = process(SHARED / "corpus", "check", *arguments, "--now", "2026-11-22")
    assert result.code == 1, result.err
    report = json.loads(result.out)
    jsonschema.validate(report, json.loads((ROOT / "docs/report.schema.json").read_text("utf-8")))
    assert report["summary"]["objects"] > 2000
    assert {finding["rule"] for finding in report["findings"]} & {"internal-error", "unreadable-input"} == set()
