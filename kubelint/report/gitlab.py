"""GitLab's code quality report. Source: GitLab's importer, which keys by fingerprint and stops at an invalid entry."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import Any

from kubelint.api import Report
from kubelint.finding import Finding, Severity
from kubelint.report import View
from kubelint.report._inert import as_json, message_of

_SEVERITY = {Severity.ERROR: "critical", Severity.WARNING: "major", Severity.INFO: "info"}


def render(report: Report, view: View) -> str:
    """A JSON list; empty where nothing was found."""
    seen: Counter[str] = Counter()
    return as_json([_entry(finding, seen) for finding in report.findings])


def _entry(finding: Finding, seen: Counter[str]) -> dict[str, Any]:
    key = f"{finding.file} {finding.rule} {finding.fingerprint}"
    seen[key] += 1
    salted = f"{key} {seen[key]}".encode("utf-8", "surrogatepass")
    start, end = finding.location.start, finding.location.end
    return {
        "description": f"{finding.rule}: {message_of(finding)}",
        "check_name": finding.rule,
        "fingerprint": hashlib.sha256(salted).hexdigest(),
        "severity": _SEVERITY[finding.severity],
        "location": {"path": finding.file, "lines": {"begin": start.line, "end": end.line}},
    }
