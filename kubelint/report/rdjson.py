"""reviewdog's rdjson, with suggestions. Source: reviewdog's protocol (columns in bytes of UTF-8, from 1)."""

from __future__ import annotations

from typing import Any

from kubelint.api import Report
from kubelint.catalogue import url
from kubelint.finding import Finding, Location, Position
from kubelint.report import View
from kubelint.report._fixes import merged, shown_edits
from kubelint.report._inert import as_json, line_of, message_of
from kubelint.report._source import Sources


def render(report: Report, view: View) -> str:
    """One document with all diagnostics."""
    return as_json({"source": {"name": "kubelint"}, "diagnostics": diagnostics(report)})


def diagnostics(report: Report) -> list[dict[str, Any]]:
    """The findings as reviewdog's diagnostics."""
    sources = Sources(report)
    return [_diagnostic(finding, sources) for finding in report.findings]


def _diagnostic(finding: Finding, sources: Sources) -> dict[str, Any]:
    page = url(finding.rule)
    found: dict[str, Any] = {
        "message": message_of(finding),
        "location": _location(finding.location, sources),
        "severity": str(finding.severity).upper(),
        "source": {"name": "kubelint"},
        "code": {"value": finding.rule} | ({"url": page} if page else {}),
    }
    edits = shown_edits(finding, sources)
    if edits and edits[0].file == finding.file:  # a suggestion stands in the file of its diagnostic
        whole = merged(edits, sources)
        found["suggestions"] = [{"range": _range(whole.file, whole.start, whole.end, sources), "text": whole.text}]
    if finding.related:
        found["related_locations"] = [
            {"message": line_of(other.message), "location": _location(other.location, sources)}
            for other in finding.related
        ]
    return found


def _location(where: Location, sources: Sources) -> dict[str, Any]:
    return {"path": where.file, "range": _range(where.file, where.start, where.end, sources)}


def _range(file: str, start: Position, end: Position, sources: Sources) -> dict[str, Any]:
    ends = (("start", start), ("end", end))
    return {name: {"line": at.line, "column": sources.byte_column(file, at)} for name, at in ends}
