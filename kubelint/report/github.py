"""GitHub's workflow commands: annotations on the pull request, worst first since only ten of a kind are shown.

Source: the commands' documentation and the runner's own parser (escaping, dropped columns).
"""

from __future__ import annotations

from kubelint.api import Report
from kubelint.finding import Finding, Severity
from kubelint.report import View
from kubelint.report._inert import clean, message_of

_COMMAND = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_LONGEST = 4000
"""The runner cuts messages at 4096 characters."""


def render(report: Report, view: View) -> str:
    """One command per finding."""
    ordered = sorted(report.findings, key=lambda finding: -finding.severity)
    return "".join(f"{_command(finding)}\n" for finding in ordered)


def _command(finding: Finding) -> str:
    start, end = finding.location.start, finding.location.end
    properties = {"file": clean(finding.file), "line": start.line, "endLine": end.line}
    if start.line == end.line:
        properties |= {"col": start.column, "endColumn": max(end.column, start.column)}
    properties["title"] = f"kubelint {finding.rule}"
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{_COMMAND[finding.severity]} {listed}::{_message(message_of(finding)[:_LONGEST])}"


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: object) -> str:
    return _message(str(value)).replace(":", "%3A").replace(",", "%2C")
