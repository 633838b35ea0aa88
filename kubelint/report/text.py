"""One line per finding, ``file:line:column: severity: message [rule]``, as editors and problem matchers read it."""

from __future__ import annotations

from kubelint.api import Report
from kubelint.finding import Finding
from kubelint.report import View
from kubelint.report._color import paint
from kubelint.report._source import clean


def render(report: Report, view: View) -> str:
    """The findings, one a line."""
    return "".join(f"{line(finding, view)}\n" for finding in report.findings)


def line(finding: Finding, view: View) -> str:
    """A finding in one line."""
    start = finding.location.start
    severity = paint(str(finding.severity), finding.severity.name, view)
    message = clean(" ".join((finding.message + versions(finding)).split()))
    where = f"{clean(finding.file)}:{start.line}:{start.column}"
    return f"{where}: {severity}: {message} {paint(f'[{finding.rule}]', 'DIM', view)}"


def versions(finding: Finding) -> str:
    """`` (in 1.29 to 1.31)`` where a finding does not hold for the whole range."""
    names = finding.versions
    if not names:
        return ""
    return f" (in {names[0]})" if len(names) == 1 else f" (in {names[0]} to {names[-1]})"
