"""Findings by file, for the formats that are made of files."""

from __future__ import annotations

from kubelint.api import Report
from kubelint.finding import Finding


def by_file(report: Report) -> dict[str, list[Finding]]:
    """The findings of each file that was looked at, those without any too, in the order of their names."""
    found: dict[str, list[Finding]] = {name: [] for name in report.names}
    for finding in report.findings:
        found.setdefault(finding.file, []).append(finding)
    return dict(sorted(found.items()))
