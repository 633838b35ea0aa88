"""reviewdog's rdjson, with suggestions. Source: reviewdog's protocol (columns in bytes of UTF-8, from 1)."""

from __future__ import annotations

import json
from typing import Any

from kubelint.api import Report
from kubelint.finding import Edit, Finding, Location, Position
from kubelint.fixer import edits_of
from kubelint.report import View
from kubelint.report._text import byte_column, text_of


def render(report: Report, view: View) -> str:
    """One document with all diagnostics."""
    body = {"source": {"name": "kubelint"}, "diagnostics": [_diagnostic(finding) for finding in report.findings]}
    return json.dumps(body, ensure_ascii=False, indent=1) + "\n"


def _diagnostic(finding: Finding) -> dict[str, Any]:
    text = text_of(finding)
    found: dict[str, Any] = {
        "message": finding.message,
        "location": _location(finding.location, text),
        "severity": str(finding.severity).upper(),
        "code": {"value": finding.rule},
    }
    own = [edit for edit in edits_of(finding) if edit.file == finding.file]
    if own:
        found["suggestions"] = [_suggestion(edit, text) for edit in own]
    if finding.related:
        found["relatedLocations"] = [
            {"message": other.message, "location": {"path": other.location.file}} for other in finding.related
        ]
    return found


def _location(where: Location, text: str) -> dict[str, Any]:
    return {"path": where.file, "range": _range(where.start, where.end, text)}


def _range(start: Position, end: Position, text: str) -> dict[str, Any]:
    return {
        "start": {"line": start.line, "column": byte_column(text, start)},
        "end": {"line": end.line, "column": byte_column(text, end)},
    }


def _suggestion(edit: Edit, text: str) -> dict[str, Any]:
    return {"range": _range(edit.start, edit.end, text), "text": edit.text}
