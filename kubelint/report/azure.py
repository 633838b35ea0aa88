"""Azure DevOps' logging commands. Source: the task library (escaping; errors and warnings only)."""

from __future__ import annotations

from kubelint.api import Report
from kubelint.finding import Finding, Severity
from kubelint.report import View
from kubelint.report._inert import clean, message_of


def render(report: Report, view: View) -> str:
    """One command per finding."""
    return "".join(f"{_command(finding)}\n" for finding in report.findings)


def _command(finding: Finding) -> str:
    start = finding.location.start
    properties = {
        "type": "error" if finding.severity is Severity.ERROR else "warning",
        "sourcepath": clean(finding.file),
        "linenumber": start.line,
        "columnnumber": start.column,
        "code": finding.rule,
    }
    listed = "".join(f"{name}={_property(value)};" for name, value in properties.items())
    return f"##vso[task.logissue {listed}]{_message(message_of(finding))}"


def _message(text: str) -> str:
    return text.replace("%", "%AZP25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: object) -> str:
    return _message(str(value)).replace(";", "%3B").replace("]", "%5D")
