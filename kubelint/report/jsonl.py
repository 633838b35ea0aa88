"""JSON Lines: each finding of the JSON report on a line of its own, for pipes."""

from __future__ import annotations

from kubelint.api import Report
from kubelint.report import View
from kubelint.report._inert import as_json
from kubelint.report._source import Sources
from kubelint.report.json import finding_data


def render(report: Report, view: View) -> str:
    """A line per finding; nothing where nothing was found."""
    sources = Sources(report)
    return "".join(as_json(finding_data(finding, sources), indent=None) for finding in report.findings)
