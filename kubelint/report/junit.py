"""JUnit's XML: a suite per file, a failing case per finding, a passing one for a run without any.

Source: the schema of Jenkins' xunit plugin and the strict one by Windy Road.
"""

from __future__ import annotations

from kubelint.api import Report
from kubelint.finding import Finding
from kubelint.report import View
from kubelint.report._grouping import by_file
from kubelint.report._markup import attributes, escaped


def render(report: Report, view: View) -> str:
    """Times are zero and there is no time stamp, so that the same findings give the same report."""
    groups = by_file(report.findings)
    suites = "".join(_suite(number, file, found) for number, (file, found) in enumerate(groups)) or _clean()
    total = len(report.findings)
    head = attributes(name="kubelint", tests=max(total, 1), failures=total, errors=0, time="0.000")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites{head}>\n{suites}</testsuites>\n'


def _suite(number: int, file: str, findings: list[Finding]) -> str:
    count = len(findings)
    return _wrapped(number, file, count, count, "".join(_case(finding) for finding in findings))


def _clean() -> str:
    return _wrapped(
        0, "kubelint", 1, 0, f"<testcase{attributes(name='manifests', classname='kubelint', time='0.000')}/>\n"
    )


def _wrapped(number: int, file: str, tests: int, failures: int, cases: str) -> str:
    head = attributes(
        name=file,
        package=file,
        id=number,
        hostname="localhost",
        timestamp="1970-01-01T00:00:00",
        tests=tests,
        failures=failures,
        errors=0,
        time="0.000",
    )
    return f"<testsuite{head}>\n<properties/>\n{cases}<system-out/>\n<system-err/>\n</testsuite>\n"


def _case(finding: Finding) -> str:
    where = finding.location
    place = f"{where.file}:{where.start.line}:{where.start.column}"
    case = attributes(name=f"{finding.rule} {place}", classname=where.file, time="0.000")
    failure = attributes(message=finding.message, type=finding.severity)
    return f"<testcase{case}>\n<failure{failure}>{escaped(f'{place}: {finding.message}')}</failure>\n</testcase>\n"
