"""TAP 14: one point per file with findings, details in its YAML block. Source: the TAP 14 specification."""

from __future__ import annotations

import json

from kubelint.api import Report
from kubelint.finding import Finding
from kubelint.report import View
from kubelint.report._grouping import by_file


def render(report: Report, view: View) -> str:
    """A plan, then a failing point per finding; a single passing point where nothing was found."""
    findings = [finding for _, found in by_file(report.findings) for finding in found]
    if not findings:
        return "TAP version 14\n1..1\nok 1 - no findings\n"
    points = "".join(_point(number, finding) for number, finding in enumerate(findings, 1))
    return f"TAP version 14\n1..{len(findings)}\n{points}"


def _point(number: int, finding: Finding) -> str:
    where = finding.location
    details = {
        "message": finding.message,
        "severity": str(finding.severity),
        "at": {"file": where.file, "line": where.start.line, "column": where.start.column},
    }
    block = "".join(f"  {name}: {json.dumps(value, ensure_ascii=True)}\n" for name, value in details.items())
    return f"not ok {number} - {_described(f'{finding.rule} in {where.file}')}\n  ---\n{block}  ...\n"


def _described(text: str) -> str:
    return " ".join(text.replace("\\", "\\\\").replace("#", "\\#").split())
