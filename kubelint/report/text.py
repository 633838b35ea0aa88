"""One line per finding, ``file:line:column: severity: message [rule]``, as editors and problem matchers read it."""

from __future__ import annotations

from kubelint.api import Report
from kubelint.finding import Finding
from kubelint.report import View
from kubelint.report._color import paint
from kubelint.report._inert import file_of, message_of


def render(report: Report, view: View) -> str:
    """The findings, one a line."""
    return "".join(f"{line(finding, view)}\n" for finding in report.findings)


def line(finding: Finding, view: View) -> str:
    """A finding in one line."""
    start = finding.location.start
    severity = paint(str(finding.severity), finding.severity.name, view)
    where = f"{file_of(finding.file)}:{start.line}:{start.column}"
    return f"{where}: {severity}: {message_of(finding)} {paint(f'[{finding.rule}]', 'DIM', view)}"
