"""Checkstyle's XML. Source: Checkstyle's own logger (escaping, dotted sources)."""

from __future__ import annotations

from kubelint.api import Report
from kubelint.finding import Finding
from kubelint.report import View
from kubelint.report._grouping import by_file
from kubelint.report._inert import message_of
from kubelint.report._markup import attributes


def render(report: Report, view: View) -> str:
    """One ``file`` element per file, those without findings too."""
    files = "".join(_file(name, found) for name, found in by_file(report).items())
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<checkstyle version="10.0">\n{files}</checkstyle>\n'


def _file(name: str, findings: list[Finding]) -> str:
    return f"<file{attributes(name=name)}>\n{''.join(_error(finding) for finding in findings)}</file>\n"


def _error(finding: Finding) -> str:
    start = finding.location.start
    source = f"kubelint.{finding.category}.{finding.rule}"
    listed = attributes(
        line=start.line, column=start.column, severity=finding.severity, message=message_of(finding), source=source
    )
    return f"<error{listed}/>\n"
