"""Markdown for a comment on the pull request or the step summary."""

from __future__ import annotations

import re
from collections import Counter

from kubelint.api import Report
from kubelint.finding import Finding, Severity
from kubelint.report import View

_MOST = 200
"""Rows shown; a comment is cut at 65,536 characters."""
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!@&$])")


def render(report: Report, view: View) -> str:
    """A line that counts, and a table of findings, worst first."""
    if not report.findings:
        return f"### kubelint\n\nNo findings in {report.objects} objects.\n"
    rows = sorted(report.findings, key=lambda finding: -finding.severity)
    table = "".join(_row(finding) for finding in rows[:_MOST])
    more = f"\n… and {len(rows) - _MOST} more\n" if len(rows) > _MOST else ""
    return f"### kubelint\n\n{_counted(report)}\n\n| severity | where | what | rule |\n|---|---|---|---|\n{table}{more}"


def _counted(report: Report) -> str:
    counts = Counter(finding.severity for finding in report.findings)
    words = [f"{counts[level]} {level}{'s' if counts[level] != 1 else ''}" for level in sorted(Severity, reverse=True)]
    return f"{', '.join(words)} in {report.objects} objects"


def _row(finding: Finding) -> str:
    place = f"{finding.file}:{finding.location.start.line}"
    return f"| {finding.severity} | {_plain(place)} | {_plain(finding.message)} | {finding.rule} |\n"


def _plain(text: str) -> str:
    """Text that Markdown shows as it is, on one line: no link, no mention, no cell of its own."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split())).replace("@", "@\u200b")
