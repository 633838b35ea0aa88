"""One page of HTML that needs nothing else: findings by object, a filter, the path of traffic, light and dark."""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from importlib.resources import files
from itertools import groupby
from typing import Any

from kubelint.api import Report
from kubelint.catalogue import page, rules
from kubelint.finding import Finding, Location, RelatedLocation, Severity
from kubelint.report import View
from kubelint.report._graph.html import drawings
from kubelint.report._inert import clean, line_of, message_of
from kubelint.report._markup import attributes, escaped
from kubelint.report._source import Sources
from kubelint.report._summary import summary
from kubelint.workspace.graph import Graph

_WIDTH = 200
"""Letters of a line that are shown."""


def render(report: Report, view: View) -> str:
    """The page."""
    traffic, style, tracing = drawings(view.graph(report) if view.graph else Graph((), ()))
    script = _asset("report.js") + tracing
    return _asset("report.html").format(
        told=escaped(summary(report)),
        style=style + _asset("report.css"),
        script=script,
        hash=_hash(script),
        traffic=_folded("traffic", "The path of traffic", f"<div>{traffic}</div>", True) if traffic else "",
        chips="".join(_chip(severity, report.count(severity)) for severity in reversed(Severity)),
        rules="".join(_choices(report)),
        body="".join(_groups(report)) or '<p class="empty">No findings.</p>',
        pages="".join(_page(name) for name in sorted({finding.rule for finding in report.findings})),
    )


def _asset(name: str) -> str:
    return files("kubelint.report").joinpath("_html", name).read_text(encoding="utf-8")


def _hash(script: str) -> str:
    """By which the page allows this script and no other."""
    return f"sha256-{b64encode(sha256(script.encode()).digest()).decode()}"


def _folded(kind: str, head: str, body: str, opened: bool = False, **more: str) -> str:
    state = " open" if opened else ""
    return f"<details{attributes(**{'class': kind}, **more)}{state}><summary>{escaped(head)}</summary>{body}</details>"


def _chip(severity: Severity, count: int) -> str:
    noun = f"{severity}" if count == 1 else f"{severity}s"
    head = attributes(**{"class": f"chip {severity}", "data-severity": severity, "aria-pressed": "false"})
    return f"<button{head}><b>{count}</b> {noun}</button>\n" if count else ""


def _choices(report: Report) -> Iterator[str]:
    yield '<option value="">all rules</option>'
    for name, count in sorted(Counter(finding.rule for finding in report.findings).items()):
        yield f"<option{attributes(value=name)}>{escaped(name)} ({count})</option>"


def _groups(report: Report) -> Iterator[str]:
    """A box per object, or per file for what belongs to none."""
    sources = Sources(report)
    for (file, _, name), found in groupby(report.findings, key=_owner):
        full = "/".join(part for part in name[2:] if part) if name else ""
        title = f"<h2>{escaped(clean(f'{name.kind} {full}' if name else 'not in an object'))}</h2>"
        head = f'<div>{title}<span class="where">{escaped(clean(file))}</span></div>'
        yield f'<section class="object">{head}{"".join(_finding(one, sources) for one in found)}</section>\n'


def _owner(finding: Finding) -> tuple[str, int, Any]:
    where = finding.location
    return where.file, where.document, where.object


def _finding(finding: Finding, sources: Sources) -> str:
    head = attributes(**{"class": finding.severity, "data-rule": finding.rule})
    told = f'<span class="pill-text">{finding.severity}</span> {_words(message_of(finding))}'
    link = f'<a class="rule" href="#rule-{escaped(finding.rule)}">{escaped(finding.rule)}</a>'
    fix = f'<p class="also fix">fix: {_words(line_of(finding.fix.title))}</p>' if finding.fix else ""
    variants = ", ".join(name for name in (finding.rendered or {}).get("in", ()) if name)
    made = f'<p class="also">as rendered: {escaped(line_of(variants))}</p>' if variants else ""
    also = "".join(_related(finding.rule, other, sources) for other in finding.related)
    frame = _frame(finding.rule, finding.location, sources)
    return f"<article{head}><p>{told} {link}</p>{frame}{made}{also}{fix}</article>"


def _related(rule: str, other: RelatedLocation, sources: Sources) -> str:
    where, start = other.location, other.location.start
    spot = escaped(clean(f"{where.file}:{start.line}:{start.column}"))
    told = f'<p class="also">{_words(line_of(other.message))} <span class="where">{spot}</span></p>'
    return told + _frame(rule, where, sources)


def _frame(rule: str, location: Location, sources: Sources) -> str:
    excerpt = sources.excerpt(rule, location, _WIDTH)
    if excerpt is None:
        return ""
    before, rest = excerpt.before, excerpt.text[len(excerpt.before) :]
    marked = rest[: len(excerpt.marked)] or " "
    line = f"{escaped(before)}<mark>{escaped(marked)}</mark>{escaped(rest[len(excerpt.marked) :])}"
    return f'<code class="frame"><b>{location.start.line}</b>{line}</code>'


def _words(text: str) -> str:
    """A message; what stands between backticks is code."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return escaped(text)
    return "".join(f"<code>{escaped(part)}</code>" if n % 2 else escaped(part) for n, part in enumerate(parts))


def _page(name: str) -> str:
    text = f"{rules()[name].summary}\n\n{page(name)}"
    return _folded("page", name, f"<pre>{escaped(text)}</pre>", id=f"rule-{name}")
