"""JUnit's XML: a suite per file, a failing case per finding, a passing one for a file without any.

Source: the schema of Jenkins' xunit plugin and the strict one of Ant's report (by Windy Road), which asks for more
attributes on a suite and allows none on the root. Both are satisfied.
"""

from __future__ import annotations

from kubelint.api import Report
from kubelint.finding import Finding
from kubelint.report import View
from kubelint.report._grouping import by_file
from kubelint.report._inert import clean, message_of
from kubelint.report._markup import attributes, escaped

_ALWAYS = {"hostname": "localhost", "timestamp": "1970-01-01T00:00:00", "errors": 0, "time": "0.000"}
"""Neither time nor date, so that the same findings give the same report."""


def render(report: Report, view: View) -> str:
    """The report, with at least one case."""
    groups = by_file(report) or {"kubelint": []}
    suites = "".join(_suite(number, clean(file), found) for number, (file, found) in enumerate(groups.items()))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n{suites}</testsuites>\n'


def _suite(number: int, file: str, findings: list[Finding]) -> str:
    count = len(findings)
    head = attributes(name=file, package=file, id=number, tests=max(count, 1), failures=count, **_ALWAYS)
    cases = "".join(_failing(finding) for finding in findings) or f"<testcase{_case('no findings', file)}/>\n"
    return f"<testsuite{head}>\n<properties/>\n{cases}<system-out/>\n<system-err/>\n</testsuite>\n"


def _failing(finding: Finding) -> str:
    where, message = finding.location, message_of(finding)
    spot = f"{where.start.line}:{where.start.column}"
    told = escaped(f"{clean(where.file)}:{spot}: {message}")
    failure = f"<failure{attributes(message=message, type=finding.severity)}>{told}</failure>"
    return f"<testcase{_case(f'{finding.rule} {spot}', clean(where.file))}>\n{failure}\n</testcase>\n"


def _case(name: str, file: str) -> str:
    return attributes(name=name, classname=file, time="0.000")
