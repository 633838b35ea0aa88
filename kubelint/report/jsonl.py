"""JSON Lines: each finding of the JSON report on a line of its own, for pipes."""

from __future__ import annotations

import json

from kubelint.api import Report
from kubelint.report import View
from kubelint.report.json import finding_data


def render(report: Report, view: View) -> str:
    """A line per finding; nothing where nothing was found."""
    return "".join(json.dumps(finding_data(finding), ensure_ascii=False) + "\n" for finding in report.findings)
