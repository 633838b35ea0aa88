"""Markdown for a comment on the pull request or the step summary."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kubelint.api import Report
from kubelint.finding import Finding
from kubelint.report import View
from kubelint.report._inert import line_of, message_of
from kubelint.report._summary import summary

_LONGEST = 60_000
"""A comment of GitHub's has at most 65,536 characters."""
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!&$^])")
_REFERENCE = re.compile(r"([@#]|:(?=//)|\bwww(?=\.))", re.IGNORECASE)


def render(report: Report, view: View) -> str:
    """A line that counts, and a table of findings, worst first, as many as a comment holds."""
    head = f"### kubelint\n\n{summary(report)}\n"
    if not report.findings:
        return head
    rows = list(_fitting(sorted(report.findings, key=lambda finding: -finding.severity)))
    left = len(report.findings) - len(rows)
    more = f"\n… and {left} more\n" if left else ""
    return f"{head}\n| severity | where | what | rule |\n|---|---|---|---|\n{''.join(rows)}{more}"


def _fitting(findings: list[Finding]) -> Iterator[str]:
    room = _LONGEST
    for finding in findings:
        row = _row(finding)
        room -= len(row)
        if room < 0:
            return
        yield row


def _row(finding: Finding) -> str:
    place = f"{finding.file}:{finding.location.start.line}"
    return f"| {finding.severity} | {_plain(place)} | {_plain(message_of(finding))} | {finding.rule} |\n"


def _plain(text: str) -> str:
    """Text that Markdown shows as it is, on one line: no link, no mention, no cell of its own."""
    return _REFERENCE.sub("\\1\N{ZERO WIDTH SPACE}", _SPECIAL.sub(r"\\\1", line_of(text)))
