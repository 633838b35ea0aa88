"""What a run comes to, in a sentence or a table."""

from __future__ import annotations

import collections

from kubelint.api import Report
from kubelint.finding import Severity


def summary(report: Report) -> str:
    """``2 errors and 1 warning in 3 files (12 objects)``."""
    counted = [
        _many(report.count(severity), str(severity)) for severity in reversed(Severity) if report.count(severity)
    ]
    found = " and ".join([", ".join(counted[:-1]), counted[-1]] if len(counted) > 1 else counted) or "no findings"
    looked = f"{_many(report.files, 'file')} ({_many(report.objects, 'object')}"
    left_out = f", {len(report.skipped)} skipped" if report.skipped else ""
    known = f", {_many(report.known, 'known finding')} left out" if report.known else ""
    return f"{found} in {looked}{left_out}){known}"


def statistics(report: Report) -> str:
    """How often each rule spoke, the most frequent first."""
    counted = collections.Counter((finding.rule, finding.severity) for finding in report.findings)
    rows = sorted(counted.items(), key=lambda row: (-row[1], row[0]))
    return "".join(f"{number:>6}  {severity!s:<7}  {rule}\n" for (rule, severity), number in rows)


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
