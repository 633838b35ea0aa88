"""reviewdog's rdjsonl: each diagnostic of rdjson on a line of its own."""

from __future__ import annotations

from kubelint.api import Report
from kubelint.report import View
from kubelint.report._inert import as_json
from kubelint.report.rdjson import diagnostics


def render(report: Report, view: View) -> str:
    """A line per finding; nothing where nothing was found."""
    return "".join(as_json(diagnostic, indent=None) for diagnostic in diagnostics(report))
