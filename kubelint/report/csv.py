"""Comma-separated values, a row per finding. Source: RFC 4180."""

from __future__ import annotations

import csv
import io

from kubelint.api import Report
from kubelint.finding import Finding
from kubelint.report import View
from kubelint.report._inert import clean, file_of, message_of

_HEAD = ("file", "line", "column", "severity", "rule", "kind", "namespace", "name", "path", "message")
_FORMULA = tuple("=+-@＝＋－＠")


def render(report: Report, view: View) -> str:
    """A head and a row per finding; cells that a spreadsheet would run as a formula are quoted by an apostrophe."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(_HEAD)
    rows.writerows(_row(finding) for finding in report.findings)
    return out.getvalue()


def _row(finding: Finding) -> list[str]:
    where = finding.location
    named = where.object[1:] if where.object else ("", None, None)
    cells = (file_of(where.file), *where.start, finding.severity, finding.rule, *named, where.path, message_of(finding))
    return [_inert("" if cell is None else clean(str(cell))) for cell in cells]


def _inert(cell: str) -> str:
    return f"'{cell}" if cell.lstrip().startswith(_FORMULA) else cell
