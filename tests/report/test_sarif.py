"""SARIF: GitHub's needs and limits, its fingerprints, and the standard's own schema."""

from __future__ import annotations

import json
import pathlib
import shutil
import subprocess
import tarfile
from dataclasses import replace
from typing import Any

import jsonschema
import pytest

from kubelint import lint_paths, lint_text
from kubelint.cli._run import run
from kubelint.config import Settings
from kubelint.engine import Report
from kubelint.finding import Location, Position, Severity
from kubelint.report import View, render
from kubelint.report._fingerprint import line_hashes
from tests.cli.terminal import POD
from tests.report.samples import hostile, wide
from tests.shared import ROOT

GREETINGS = ["e9496ae3ebfced30", "fb7c023a8b9ccb3f", "ce8ba1a563dcdaca", "e20e36e16fcb0cc8", "b3edc88f2938467e"]
GREETINGS += ["c8e28b0b4002a3a0", "c129715d7a2bc9a3"]
VECTORS = {
    "": ["c129715d7a2bc9a3"],
    " a\nb\n  \t\tc\n d": ["271789c17abda88f", "54703d4cd895b18", "180aee12dab6264", "a23a3dc5e078b07b"],
    " hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End": [
        *("8b7cf3e952e7aeb2", "b1ae1287ec4718d9", "bff680108adb0fcc"),
        *("c6805c5e1288b612", "b86d3392aea1be30", "e6ceba753e1a442"),
    ],
    " hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End\n": GREETINGS,
    " hello; \t\nworld!!!\r\r\r  \t\tGreetings\r End\r": GREETINGS,
    " hello; \t\r\nworld!!!\r\n\r\n\r\n  \t\tGreetings\r\n End\r\n": GREETINGS,
    " hello; \t\nworld!!!\r\n\n\r  \t\tGreetings\r End\r\n": GREETINGS,
}
"""The public test vectors of GitHub's upload action."""


def _run(report: Report, view: View | None = None) -> Any:
    return json.loads(render("sarif", report, view))["runs"][0]


def _pitfalls(monkeypatch: pytest.MonkeyPatch) -> Report:
    monkeypatch.chdir(ROOT)
    return lint_paths(["examples/pitfalls"])


@pytest.mark.parametrize("text", VECTORS)
def test_line_hashes_are_github_s(text: str) -> None:
    lines = range(1, len(VECTORS[text]) + 1)
    assert line_hashes(("f", line, text) for line in lines) == [f"{digest}:1" for digest in VECTORS[text]]


def test_equal_lines_are_numbered() -> None:
    text = "x" * 120 + "\n" + "x" * 120 + "\nend"
    first, second = line_hashes([("f", 1, text), ("f", 2, text)])
    assert (first.partition(":")[0], second.partition(":")[2]) == (second.partition(":")[0], "2")


def test_what_github_asks_for_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    run = _run(_pitfalls(monkeypatch))
    rules = run["tool"]["driver"]["rules"]
    for rule in rules:
        assert all(rule[key]["text"] for key in ("shortDescription", "fullDescription", "help"))
        assert max(len(rule[key]["text"]) for key in ("shortDescription", "fullDescription")) <= 1024
        assert len(set(rule["properties"]["tags"])) == len(rule["properties"]["tags"])
        assert ("security" in rule["properties"]["tags"]) is ("security-severity" in rule["properties"])
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["partialFingerprints"]["primaryLocationLineHash"]
        where = result["locations"][0]["physicalLocation"]
        assert where["artifactLocation"]["uri"].startswith("examples/pitfalls/")
        assert where["region"]["startLine"] == where["region"]["endLine"]


def test_messages_link_to_related_places_and_to_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    linked = [result for result in _run(_pitfalls(monkeypatch))["results"] if "relatedLocations" in result]
    assert linked
    for result in linked:
        assert all(f"]({place['id']})" in result["message"]["text"] for place in result["relatedLocations"])
    texts = [result["message"]["text"] for result in _run(hostile())["results"]]
    assert all(text.count("](") - text.count("\\](") == 1 for text in texts)


def test_a_fix_replaces_what_it_should() -> None:
    fixes = [result["fixes"][0] for result in _run(wide())["results"] if "fixes" in result]
    (change,) = fixes[0]["artifactChanges"]
    assert change["replacements"] == [
        {
            "deletedRegion": {"startLine": 6, "startColumn": 61, "endLine": 6, "endColumn": 62},
            "insertedContent": {"text": "y"},
        }
    ]


def test_columns_are_code_points() -> None:
    run = _run(wide())
    assert run["columnKind"] == "unicodeCodePoints"
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"]) == (3, 51)


def test_addresses_are_encoded() -> None:
    finding = lint_text(POD, "a b/#1%/ü.yaml").findings[0]
    run = _run(Report(Settings(), [finding]))
    assert (
        run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "a%20b/%231%25/%C3%BC.yaml"
    )


def test_the_worst_are_kept() -> None:
    finding = lint_text(POD, "pod.yaml").findings[0]
    mild = [replace(finding, severity=Severity.INFO)] * 5000
    run = _run(Report(Settings(), [*mild, replace(finding, severity=Severity.ERROR)]))
    assert len(run["results"]) == 5000
    assert run["results"][0]["level"] == "error"
    assert (
        run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"] == "1 milder findings were left out"
    )


def test_a_category_tells_runs_apart(tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "pod.yaml").write_text(POD)
    run(["check", "--output-format", "sarif", "--sarif-category", "prod", str(tmp_path)])
    assert json.loads(capsys.readouterr().out)["runs"][0]["automationDetails"] == {"id": "prod/"}
    assert "automationDetails" not in _run(hostile())


def test_an_unreadable_file_is_a_result_and_a_notification(tmp_path: pathlib.Path) -> None:
    (tmp_path / "x.yaml").write_bytes(b"a\x00b")
    run = _run(lint_paths([str(tmp_path)]))
    assert [result["ruleId"] for result in run["results"]] == ["unreadable-input"]
    assert run["invocations"][0]["executionSuccessful"]
    assert run["invocations"][0]["toolExecutionNotifications"]


def test_what_is_suppressed_is_left_out() -> None:
    text = POD.replace("runAsUser: 0", "runAsUser: 0  # kubelint: ignore[run-as-root] has to bind port 80")
    run = _run(lint_text(text, "pod.yaml", Settings(rules=frozenset({"run-as-root"}))))
    assert run["results"] == []


def test_a_place_beyond_the_file_costs_nothing() -> None:
    finding = lint_text(POD, "pod.yaml").findings[0]
    beyond = Location("gone.yaml", 0, Position(99, 1), Position(99, 2), "", None)
    assert len(_run(Report(Settings(), [replace(finding, location=beyond)]))["results"]) == 1


@pytest.fixture(scope="session")
def sarif_schema(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The standard's schema, out of a package of Microsoft's."""
    folder = tmp_path_factory.mktemp("npm")
    npm = shutil.which("npm")
    command = [npm or "npm", "pack", "--silent", "@microsoft/jest-sarif"]
    if npm is None or subprocess.run(command, cwd=folder, check=False, capture_output=True, timeout=60).returncode:
        pytest.skip("needs npm and its registry, for the schema of SARIF")
    with tarfile.open(next(folder.glob("*.tgz"))) as package:
        member = package.extractfile("package/lib/schemas/sarif-2.1.0-rtm.5.json")
        assert member is not None
        return json.load(member)


@pytest.mark.slow
def test_reports_fit_the_schema_of_sarif(sarif_schema: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    validator = jsonschema.Draft4Validator(sarif_schema, format_checker=jsonschema.FormatChecker())
    for report in (hostile(), wide(), _pitfalls(monkeypatch), lint_text("")):
        log = json.loads(render("sarif", report, View(category="a")))
        assert [error.message[-300:] for error in validator.iter_errors(log)] == []
        log["runs"][0]["results"].append({})
        assert not validator.is_valid(log)
