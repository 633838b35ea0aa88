"""SARIF 2.1.0 for GitHub code scanning and for viewers.

Source: the OASIS standard and GitHub's own requirements and limits (rules need help, results a location; 25,000 results
are the most that an upload may have and 5,000 the most that are kept; related places show where the message links to
them).
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

import kubelint
from kubelint.api import Report
from kubelint.catalogue import rules
from kubelint.finding import Edit, Finding, Location, Position, RelatedLocation
from kubelint.report import View
from kubelint.report._fingerprint import line_hashes
from kubelint.report._fixes import shown_edits
from kubelint.report._inert import as_json, line_of, message_of
from kubelint.report._sarif_rules import LEVEL, descriptor
from kubelint.report._source import Sources

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_MOST_RESULTS, _MOST_RELATED = 5_000, 100
_LINK = re.compile(r"[\[\]\\]")


def render(report: Report, view: View) -> str:
    """A log with one run; the worst findings where there are more than a reader keeps."""
    kept = sorted(report.findings, key=lambda finding: -finding.severity)[:_MOST_RESULTS]
    names = sorted({finding.rule for finding in kept})
    run = {
        "tool": {"driver": _driver(names)},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(report, len(report.findings) - len(kept))],
        "results": _results(kept, names, Sources(report)),
    }
    if view.category:
        run["automationDetails"] = {"id": f"{view.category.strip('/')}/"}
    return as_json({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _driver(names: list[str]) -> dict[str, Any]:
    return {
        "name": "kubelint",
        "version": kubelint.__version__,
        "semanticVersion": kubelint.__version__,
        "rules": [descriptor(rules()[name]) for name in names],
    }


def _invocation(report: Report, left_out: int) -> dict[str, Any]:
    broken = [finding for finding in report.findings if finding.rule in ("internal-error", "unreadable-input")]
    notes = [{"level": "error", "message": {"text": _plain(f"{f.file}: {f.message}")}} for f in broken]
    if left_out:
        notes.append({"level": "warning", "message": {"text": f"{left_out} milder findings were left out"}})
    crashed = any(finding.rule == "internal-error" for finding in broken)
    return {"executionSuccessful": not crashed, "toolExecutionNotifications": notes}


def _results(kept: list[Finding], names: list[str], sources: Sources) -> list[dict[str, Any]]:
    index = {name: number for number, name in enumerate(names)}
    places = ((finding.file, finding.location.start.line, sources.text(finding.file)) for finding in kept)
    return [
        _result(finding, index[finding.rule], digest, sources)
        for finding, digest in zip(kept, line_hashes(places), strict=True)
    ]


def _result(finding: Finding, index: int, digest: str, sources: Sources) -> dict[str, Any]:
    related = finding.related[:_MOST_RELATED]
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": LEVEL[finding.severity],
        "message": {"text": _message(finding, related)},
        "locations": [_location(finding.location)],
        "partialFingerprints": {"primaryLocationLineHash": digest, "kubelint/v1": finding.fingerprint or digest},
    }
    if related:
        result["relatedLocations"] = [_related(number, other) for number, other in enumerate(related, 1)]
    edits = shown_edits(finding, sources)
    if edits and finding.fix is not None:
        result["fixes"] = [_fix(finding.fix.title, edits)]
    return result


def _message(finding: Finding, related: tuple[RelatedLocation, ...]) -> str:
    links = [f"[{_plain(other.message)}]({number})" for number, other in enumerate(related, 1)]
    return ". See: ".join([_plain(message_of(finding)), *([", ".join(links)] if links else [])])


def _plain(text: str) -> str:
    """Text in which SARIF sees no link."""
    return _LINK.sub(r"\\\g<0>", line_of(text))


def _related(number: int, other: RelatedLocation) -> dict[str, Any]:
    return {"id": number, "message": {"text": _plain(other.message)}, **_location(other.location)}


def _location(where: Location) -> dict[str, Any]:
    artifact = {"uri": _uri(where.file)}
    return {"physicalLocation": {"artifactLocation": artifact, "region": _region(where.start, where.end)}}


def _region(start: Position, end: Position) -> dict[str, int]:
    return {"startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column}


def _fix(title: str, edits: list[Edit]) -> dict[str, Any]:
    """An edit's file is one: a fix of several files has no edits."""
    change = {
        "artifactLocation": {"uri": _uri(edits[0].file)},
        "replacements": [
            {"deletedRegion": _region(edit.start, edit.end), "insertedContent": {"text": edit.text}} for edit in edits
        ],
    }
    return {"description": {"text": _plain(title)}, "artifactChanges": [change]}


def _uri(file: str) -> str:
    if file.startswith("/"):
        return "file://" + quote(file, errors="replace")
    return quote(file.removeprefix("./"), errors="replace")
