"""For people at a terminal: each finding with its line, a caret below, and the places that belong to it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from kubelint.api import Report
from kubelint.finding import Finding, Location, ObjectName
from kubelint.report import View
from kubelint.report._color import paint
from kubelint.report._inert import clean, message_of
from kubelint.report._source import Excerpt, Sources


def render(report: Report, view: View) -> str:
    """The findings in full."""
    sources = Sources(report)
    return "".join("\n".join(_finding(finding, sources, view)) + "\n\n" for finding in report.findings)


def _finding(finding: Finding, sources: Sources, view: View) -> Iterator[str]:
    severity = paint(str(finding.severity), finding.severity.name, view)
    message = paint(message_of(finding), "BOLD", view)
    yield f"{severity}: {message} {paint(f'[{finding.rule}]', 'DIM', view)}"
    yield from _place(finding.rule, finding.location, sources, view)
    for other in finding.related:
        yield f"  {paint('note', 'INFO', view)}: {clean(other.message)}"
        yield from _place(finding.rule, other.location, sources, view)


def _place(rule: str, location: Location, sources: Sources, view: View) -> Iterator[str]:
    start = location.start
    where = paint(f"{clean(location.file)}:{start.line}:{start.column}", "PLACE", view)
    yield f"  --> {where}{_owner(location.object)}"
    excerpt = sources.excerpt(rule, location, max(view.width - 9, 20))
    if excerpt:
        yield from _excerpt(excerpt, start.line, view)


def _owner(name: ObjectName | None) -> str:
    if name is None:
        return ""
    full = f"{name.namespace}/{name.name}" if name.namespace and name.name else name.name or ""
    return clean(f" ({name.kind} {full})" if full else f" ({name.kind})")


def _excerpt(excerpt: Excerpt, number: int, view: View) -> Iterator[str]:
    gutter = f"{number:>5} | "
    blank = " " * _columns(excerpt.before)
    yield paint(gutter, "DIM", view) + excerpt.text
    yield paint("      | ", "DIM", view) + blank + paint("^" * max(1, _columns(excerpt.marked)), "ERROR", view)


def _columns(text: str) -> int:
    """The columns of a terminal that a text takes."""
    if text.isascii():
        return len(text)
    return sum(_column(character) for character in text)


def _column(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
