"""SARIF 2.1.0 for GitHub code scanning and for viewers.

Source: the OASIS standard and GitHub's own requirements and limits (rules need help, results a location, regions one
line where possible; 25,000 results are the most that an upload may have and 5,000 the most that are kept).
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import kubelint
from kubelint.api import Report
from kubelint.catalogue import Rule, page, rules
from kubelint.finding import Edit, Finding, Location, RelatedLocation, Severity
from kubelint.fixer import edits_of
from kubelint.report import View
from kubelint.report._fingerprint import line_hashes
from kubelint.report._text import text_of

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_MOST_RESULTS, _MOST_RELATED = 5_000, 100
_SECURITY = {"security", "rbac", "secrets", "exposure", "certificates"}
_SCORE = {Severity.ERROR: "8.0", Severity.WARNING: "5.5", Severity.INFO: "2.0"}


def render(report: Report, view: View) -> str:
    """A log with one run; the worst findings where there are more than a reader keeps."""
    kept = sorted(report.findings, key=lambda finding: -finding.severity)[:_MOST_RESULTS]
    hashes = line_hashes((finding.file, finding.location.start.line, text_of(finding)) for finding in kept)
    fired = [rules()[name] for name in sorted({finding.rule for finding in kept})]
    index = {rule.name: number for number, rule in enumerate(fired)}
    run = {
        "tool": {"driver": _driver(fired)},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(report, len(report.findings) - len(kept))],
        "results": [_result(finding, index, digest) for finding, digest in zip(kept, hashes, strict=True)],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1) + "\n"


def _driver(fired: list[Rule]) -> dict[str, Any]:
    return {
        "name": "kubelint",
        "version": kubelint.__version__,
        "semanticVersion": kubelint.__version__,
        "rules": [_rule(rule) for rule in fired],
    }


def _rule(rule: Rule) -> dict[str, Any]:
    properties: dict[str, Any] = {"tags": [rule.category], "precision": "very-high"}
    if rule.category in _SECURITY:
        properties["tags"].append("security")
        properties["security-severity"] = _SCORE[rule.severity]
    return {
        "id": rule.name,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.summary},
        "help": {"text": page(rule.name), "markdown": page(rule.name)},
        "defaultConfiguration": {"level": _LEVEL[rule.severity]},
        "properties": properties,
    }


def _invocation(report: Report, left_out: int) -> dict[str, Any]:
    broken = [finding for finding in report.findings if finding.rule in ("internal-error", "unreadable-input")]
    notes = [{"level": "error", "message": {"text": f"{f.file}: {f.message}"}} for f in broken]
    if left_out:
        notes.append({"level": "warning", "message": {"text": f"{left_out} milder findings were left out"}})
    crashed = any(finding.rule == "internal-error" for finding in broken)
    return {"executionSuccessful": not crashed, "toolExecutionNotifications": notes}


def _result(finding: Finding, index: dict[str, int], digest: str) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": index[finding.rule],
        "level": _LEVEL[finding.severity],
        "message": {"text": finding.message},
        "locations": [_location(finding.location)],
        "partialFingerprints": {"primaryLocationLineHash": digest, "kubelint/v1": finding.fingerprint or digest},
    }
    if finding.related:
        result["relatedLocations"] = [_related(n, other) for n, other in enumerate(finding.related[:_MOST_RELATED])]
    edits = edits_of(finding)
    if edits and finding.fix is not None:
        result["fixes"] = [_fix(finding.fix.title, edits)]
    return result


def _related(number: int, other: RelatedLocation) -> dict[str, Any]:
    return {"id": number, "message": {"text": other.message}, **_location(other.location)}


def _location(where: Location) -> dict[str, Any]:
    region = {
        "startLine": where.start.line,
        "startColumn": where.start.column,
        "endLine": where.end.line,
        "endColumn": where.end.column,
    }
    return {"physicalLocation": {"artifactLocation": {"uri": _uri(where.file)}, "region": region}}


def _fix(title: str, edits: list[Edit]) -> dict[str, Any]:
    files = sorted({edit.file for edit in edits})
    changes = [
        {
            "artifactLocation": {"uri": _uri(file)},
            "replacements": [_replacement(edit) for edit in edits if edit.file == file],
        }
        for file in files
    ]
    return {"description": {"text": title}, "artifactChanges": changes}


def _replacement(edit: Edit) -> dict[str, Any]:
    region = {
        "startLine": edit.start.line,
        "startColumn": edit.start.column,
        "endLine": edit.end.line,
        "endColumn": edit.end.column,
    }
    return {"deletedRegion": region, "insertedContent": {"text": edit.text}}


def _uri(file: str) -> str:
    if file.startswith("/"):
        return "file://" + quote(file, errors="replace")
    return quote(file.removeprefix("./"), errors="replace")
