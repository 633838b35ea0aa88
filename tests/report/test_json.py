"""The JSON report against its published schema."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from kubelint import lint_paths, lint_text
from kubelint.config import Settings
from kubelint.kube.versions import VersionRange
from kubelint.report import render
from tests.cli.terminal import POD
from tests.shared import ROOT

SCHEMA = json.loads((ROOT / "docs/report.schema.json").read_text("utf-8"))
RULES = Settings(rules=frozenset({"run-as-root"}))


def _report(text: str, settings: Settings = RULES) -> Any:
    return json.loads(render("json", lint_text(text, "pod.yaml", settings)))


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("path", ["examples/pitfalls", "examples/shop", "rules"])
def test_reports_fit_the_schema(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    report = json.loads(render("json", lint_paths([path], Settings(versions=VersionRange.parse("1.25-1.37")))))
    jsonschema.validate(report, SCHEMA)
    assert len(report["kubernetes"]) == 13


def test_json_lines_are_findings_of_the_schema(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    lines = render("jsonl", lint_paths(["examples/pitfalls"])).splitlines()
    schema = {"$schema": SCHEMA["$schema"], "$defs": SCHEMA["$defs"], "$ref": "#/$defs/finding"}
    for line in lines:
        jsonschema.validate(json.loads(line), schema)
    assert len(lines) == len(lint_paths(["examples/pitfalls"]).findings)


def test_the_schema_refuses_what_it_should() -> None:
    report = _report(POD)
    report["findings"][0]["start"]["line"] = 0
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(report, SCHEMA)


def test_a_finding_in_full() -> None:
    found = _report(f"---\n{POD}")["findings"][0]
    fingerprint = found.pop("fingerprint")
    assert len(fingerprint) == 16
    assert found == {
        "rule": "run-as-root",
        "category": "security",
        "severity": "warning",
        "message": "runs as root (UID 0)",
        "file": "pod.yaml",
        "document": 0,
        "start": {"line": 11, "column": 20},
        "end": {"line": 11, "column": 21},
        "path": "/spec/containers/0/securityContext/runAsUser",
        "object": {"apiVersion": "v1", "kind": "Pod", "namespace": None, "name": "web"},
        "versions": None,
        "related": [],
        "fix": None,
        "rendered": None,
        "url": None,
    }


def test_the_summary_counts_and_names_what_was_skipped() -> None:
    summary = _report(f"{POD}---\n# nothing\n---\nfoo: 1\n")["summary"]
    assert summary == {
        "files": 1,
        "documents": 3,
        "objects": 1,
        "checked": 1,
        "skipped": [{"file": "pod.yaml", "document": 2, "reason": "no `apiVersion` and no `kind`"}],
        "errors": 0,
        "warnings": 1,
        "infos": 0,
    }


def test_a_fingerprint_moves_with_its_line_and_changes_with_its_value() -> None:
    listed = "apiVersion: v1\nkind: List\nitems:\n" + "".join(
        f"  {line}\n" for line in ("- " + POD.replace("\n", "\n  ")).splitlines()
    )
    prints = {
        name: _report(text)["findings"][0]["fingerprint"]
        for name, text in {
            "as it is": POD,
            "moved": f"# a comment\n\n{POD}",
            "another container before": POD.replace(
                "  containers:\n", "  containers:\n    - {name: first, image: x:1}\n"
            ),
            "another object": POD.replace("name: web\nspec", "name: shop\nspec"),
            "another container": POD.replace("- name: web", "- name: app"),
            "in a list": listed.rstrip() + "\n",
        }.items()
    }
    same = {name for name, value in prints.items() if value == prints["as it is"]}
    assert same == {"as it is", "moved", "another container before", "in a list"}
