"""The formats that other programs read, each by its own reader or by the demands of the one that reads it."""

from __future__ import annotations

import json
import pathlib
import xml.etree.ElementTree as ElementTree
from typing import Any

import jsonschema
import pytest

from kubelint import lint_paths, lint_text
from kubelint.engine import Report
from kubelint.report import render
from tests.cli.terminal import POD
from tests.report.samples import WIDE, hostile, wide
from tests.shared import ROOT

CLEAN = "apiVersion: v1\nkind: Namespace\nmetadata: {name: web}\n"
_POSITION = {
    "type": "object",
    "required": ["line", "column"],
    "properties": {"line": {"type": "integer", "minimum": 1}, "column": {"type": "integer", "minimum": 1}},
}
_RANGE = {"type": "object", "required": ["start", "end"], "properties": {"start": _POSITION, "end": _POSITION}}
_WHERE = {"type": "object", "required": ["path"], "properties": {"path": {"type": "string"}, "range": _RANGE}}
_TEXT = {"type": "string"}
DIAGNOSTIC = {
    "type": "object",
    "required": ["message", "location"],
    "additionalProperties": False,
    "properties": {
        "message": _TEXT,
        "location": _WHERE,
        "severity": {"enum": ["ERROR", "WARNING", "INFO"]},
        "source": {"type": "object", "properties": {"name": _TEXT, "url": _TEXT}},
        "code": {"type": "object", "properties": {"value": _TEXT, "url": _TEXT}},
        "suggestions": {"type": "array", "items": {"required": ["range", "text"], "properties": {"range": _RANGE}}},
        "related_locations": {"type": "array", "items": {"properties": {"message": _TEXT, "location": _WHERE}}},
    },
}
"""reviewdog's message, after its protocol."""
ENTRY = {
    "type": "object",
    "required": ["description", "fingerprint", "severity", "location", "check_name"],
    "properties": {
        "description": {"type": "string", "minLength": 1, "pattern": "^[^\\n]+$"},
        "fingerprint": {"type": "string", "minLength": 1},
        "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
        "location": {
            "required": ["path", "lines"],
            "properties": {
                "path": {"not": {"pattern": "^\\./"}},
                "lines": {"required": ["begin"], "properties": {"begin": {"type": "integer", "minimum": 1}}},
            },
        },
    },
}
"""What GitLab's importer demands of an entry."""


@pytest.fixture
def mixed(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> Report:
    """A file with findings, one without, and one that cannot be read."""
    monkeypatch.chdir(tmp_path)
    for name, content in {"bad.yaml": POD, "clean.yaml": CLEAN, "broken.yaml": "a\0b"}.items():
        (tmp_path / name).write_text(content)
    report = lint_paths(["."])
    assert report.names == ("bad.yaml", "broken.yaml", "clean.yaml")
    return report


def _reports(mixed: Report) -> list[Report]:
    return [mixed, hostile(), wide(), lint_text("")]


def test_rdjson_fits_its_protocol(mixed: Report) -> None:
    for report in _reports(mixed):
        for diagnostic in json.loads(render("rdjson", report))["diagnostics"]:
            jsonschema.validate(diagnostic, DIAGNOSTIC)


def test_columns_of_rdjson_are_bytes_and_a_suggestion_mends() -> None:
    diagnostics = json.loads(render("rdjson", wide()))["diagnostics"]
    start = diagnostics[0]["location"]["range"]["start"]
    line = WIDE.splitlines()[2].encode()
    assert line[start["column"] - 1 :].startswith(b"imagePullPolice")
    (suggestion,) = diagnostics[1]["suggestions"]
    first, last = (suggestion["range"][end]["column"] - 1 for end in ("start", "end"))
    line = WIDE.splitlines()[5].encode()
    assert b"imagePullPolicy: Always" in line[:first] + suggestion["text"].encode() + line[last:]


def test_a_fix_of_several_edits_is_one_suggestion() -> None:
    text = "kind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: é, ima: x:1, porst: []}]}\napiVersion: v1\n"
    before = "kind: Pod\nmetadata: {name: a}\n"
    report = lint_text(text)
    for finding in json.loads(render("rdjson", report))["diagnostics"]:
        assert len(finding.get("suggestions", [])) <= 1
    assert before in text


def test_gitlab_takes_every_entry(mixed: Report) -> None:
    for report in _reports(mixed):
        entries = json.loads(render("gitlab", report))
        for entry in entries:
            jsonschema.validate(entry, ENTRY)
        assert len({entry["fingerprint"] for entry in entries}) == len(entries) == len(report.findings)
    assert json.loads(render("gitlab", lint_text(""))) == []


def test_fingerprints_of_gitlab_stay_when_lines_move() -> None:
    prints = [
        [entry["fingerprint"] for entry in json.loads(render("gitlab", lint_text(text, "pod.yaml")))]
        for text in (POD, f"# a comment\n\n{POD}")
    ]
    assert prints[0] == prints[1]


SUITE = {"name", "package", "id", "hostname", "timestamp", "tests", "failures", "errors", "time"}


def test_junit_fits_both_schemas(mixed: Report) -> None:
    for report in _reports(mixed):
        root = ElementTree.fromstring(render("junit", report))  # noqa: S314 (our own text)
        assert (root.tag, root.attrib) == ("testsuites", {})
        assert [suite.get("id") for suite in root] == [str(number) for number in range(len(root))]
        for suite in root:
            assert set(suite.attrib) == SUITE
            cases = [child for child in suite if child.tag == "testcase"]
            assert [child.tag for child in suite] == [
                "properties",
                *["testcase"] * len(cases),
                "system-out",
                "system-err",
            ]
            assert int(suite.get("tests", "")) == len(cases) >= 1
            assert int(suite.get("failures", "")) == sum(len(case) for case in cases)
            assert all(set(case.attrib) == {"name", "classname", "time"} for case in cases)


def test_junit_is_read_back(mixed: Report, tmp_path: pathlib.Path) -> None:
    junitparser = pytest.importorskip("junitparser")
    (tmp_path / "junit.xml").write_text(render("junit", mixed), "utf-8")
    suites = {suite.name: suite for suite in junitparser.JUnitXml.fromfile(str(tmp_path / "junit.xml"))}
    assert [case.is_passed for case in suites["clean.yaml"]] == [True]
    assert not any(case.is_passed for name in ("bad.yaml", "broken.yaml") for case in suites[name])
    failed = {case.name: case.result[0].message for case in suites["bad.yaml"]}
    assert failed["run-as-root 10:20"] == "runs as root (UID 0)"


def test_tap_is_read_back(mixed: Report) -> None:
    parser = pytest.importorskip("tap.parser")
    for report in _reports(mixed):
        lines = list(parser.Parser().parse_text(render("tap", report)))
        assert not [line for line in lines if line.category == "bail"]
        points: list[Any] = [line for line in lines if line.category == "test"]
        assert [point.number for point in points] == list(range(1, len(points) + 1))
        assert sum(not point.ok for point in points) == len(report.findings)
        assert [line.expected_tests for line in lines if line.category == "plan"] == [len(points)]


def test_tap_of_nothing_is_skipped() -> None:
    from kubelint.config import Settings

    assert render("tap", Report(Settings())) == "TAP version 14\n1..0 # SKIP no manifests\n"


def test_checkstyle_lists_every_file(mixed: Report) -> None:
    root = ElementTree.fromstring(render("checkstyle", mixed))  # noqa: S314 (our own text)
    assert [file.get("name") for file in root] == ["bad.yaml", "broken.yaml", "clean.yaml"]
    for error in root.iter("error"):
        assert error.get("severity") in ("error", "warning", "info")
        assert (error.get("source") or "").count(".") == 2
        assert int(error.get("line", "0")) > 0 < int(error.get("column", "0"))


def test_markdown_fits_a_comment() -> None:
    report = wide()
    report.findings = report.findings * 2000
    shown = render("markdown", report)
    assert len(shown) < 65_536
    assert "more\n" in shown


def test_csv_has_a_head_and_rows(mixed: Report) -> None:
    rows = render("csv", mixed).split("\r\n")
    assert rows[0] == "file,line,column,severity,rule,kind,namespace,name,path,message"
    assert any(row.startswith("bad.yaml,10,20,warning,run-as-root,Pod,,web,/spec/containers/0/") for row in rows)


@pytest.mark.parametrize("name", ["sarif", "github", "gitlab", "junit", "checkstyle", "tap", "rdjson", "csv"])
def test_a_report_is_the_same_in_every_run(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert render(name, lint_paths(["examples/pitfalls"])) == render(name, lint_paths(["examples/pitfalls"]))
