"""TAP 14: a failing point per finding, its details in the YAML block. Source: the TAP 14 specification."""

from __future__ import annotations

from kubelint.api import Report
from kubelint.finding import Finding
from kubelint.report import View
from kubelint.report._grouping import by_file
from kubelint.report._inert import as_json, line_of, message_of

Point = tuple[str, Finding | None]


def render(report: Report, view: View) -> str:
    """A plan, then the points; a file without findings is a passing one, and a run without files is skipped."""
    points = [point for file, found in by_file(report).items() for point in _points(file, found)]
    if not points:
        return "TAP version 14\n1..0 # SKIP no manifests\n"
    listed = "".join(_point(number, *point) for number, point in enumerate(points, 1))
    return f"TAP version 14\n1..{len(points)}\n{listed}"


def _points(file: str, findings: list[Finding]) -> list[Point]:
    return [(f"{finding.rule} in {file}", finding) for finding in findings] or [(file, None)]


def _point(number: int, description: str, finding: Finding | None) -> str:
    told = line_of(description).replace("\\", "\\\\").replace("#", "\\#")
    return f"not ok {number} - {told}\n{_details(finding)}" if finding else f"ok {number} - {told}\n"


def _details(finding: Finding) -> str:
    start = finding.location.start
    details = {
        "message": message_of(finding),
        "severity": str(finding.severity),
        "at": {"file": finding.file, "line": start.line, "column": start.column},
    }
    block = "".join(f"  {name}: {as_json(value, indent=None)}" for name, value in details.items())
    return f"  ---\n{block}  ...\n"
