"""Traces the lines of a rendered chart to the lines of its templates, by the marks that survived rendering."""

from __future__ import annotations

import posixpath
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import Any, NamedTuple

from kubelint.finding import Fix, Path, Span
from kubelint.inputs.rendering.helm import Chart, Output, Values
from kubelint.inputs.rendering.templates import MARK, Line, Reference
from kubelint.kube.objects import dig
from kubelint.manifest import Document, Manifest
from kubelint.manifest.document import Written

_SOURCE = re.compile(r"^---\n# Source: (.*)$", re.MULTILINE)


class Template(NamedTuple):
    """A line of a template."""

    file: str
    """Below the chart's folder."""
    number: int
    """From 1."""
    line: Line


class Trace(NamedTuple):
    """Where a rendered line was written; without a template the file alone is known."""

    file: str
    template: Template | None
    certain: bool


class Part(NamedTuple):
    """One document of an output: its template by the ``# Source:`` comment, and its lines."""

    source: str
    first: int
    """The number of its first line in the whole, from 0."""
    lines: list[str]


def parts(text: str) -> list[Part]:
    """The documents of an output; what has no ``# Source:`` comment belongs to the one before it."""
    starts = [(match.start(), match[1]) for match in _SOURCE.finditer(text)]
    ends = [start for start, _ in [*starts, (len(text), "")]][1:]
    found, number = [], text.count("\n", 0, starts[0][0]) if starts else 0
    for (start, source), end in zip(starts, ends, strict=True):
        lines = text[start:end].split("\n")
        found.append(Part(source, number, lines[:-1] if lines[-1] == "" else lines))
        number += text.count("\n", start, end)
    return found


class Marks:
    """Which line of which template each rendered line comes from."""

    def __init__(self, chart: Chart, output: Output) -> None:
        self.chart = chart
        self._starts: list[int] = []
        self._traces: list[list[Trace]] = []
        self.uses: dict[tuple[str, int], int] = defaultdict(int)
        """How many rendered lines come from a line of a template."""
        marked: dict[str, list[Part]] = defaultdict(list)
        for part in parts(output.marked):
            marked[MARK.sub("", part.source).strip()].append(part)
        for part in parts(output.plain):
            others = marked[part.source.strip()]
            self._starts.append(part.first)
            self._traces.append(self._of(part, others.pop(0) if others else None))

    def at(self, number: int) -> Trace | None:
        """The trace of a rendered line, from 0."""
        index = bisect_right(self._starts, number) - 1
        if index < 0 or number - self._starts[index] >= len(self._traces[index]):
            return None
        return self._traces[index][number - self._starts[index]]

    def _of(self, plain: Part, other: Part | None) -> list[Trace]:
        file = plain.source.partition("/")[2]
        if other is None or len(other.lines) != len(plain.lines):
            return [Trace(file, None, False)] * len(plain.lines)
        found: list[Trace] = []
        coming: Template | None = None
        for text, mark in zip(reversed(plain.lines), reversed(other.lines), strict=True):
            marks = [self._template(int(number)) for number in MARK.findall(mark)]
            same = MARK.sub("", mark).rstrip() == text.rstrip()
            trace = _own(file, text, marks, same) if marks else _below(file, coming, same)
            coming = marks[0] if marks else coming
            if trace.template:
                self.uses[trace.template[:2]] += 1
            found.append(trace)
        return found[::-1]

    def _template(self, mark: int) -> Template:
        for file, (first, lines) in self.chart.lines.items():
            if first <= mark < first + len(lines):
                number = mark - first - lines[mark - first].back
                return Template(file, number + 1, lines[number])
        raise LookupError(mark)


def _own(file: str, text: str, marks: list[Template], same: bool) -> Trace:
    """A line with marks: the innermost line whose fixed beginning is the rendered line's, too."""
    shown = text.strip()
    fitting = [m for m in marks if shown.startswith(m.line.prefix) and not (m.line.trimmed and not m.line.prefix)]
    chosen = fitting[0] if fitting else marks[0]
    return Trace(chosen.file, chosen, same and bool(fitting)) if chosen else Trace(file, None, False)


def _below(file: str, coming: Template | None, same: bool) -> Trace:
    """A line without marks comes from the action that printed it together with the marked line below it."""
    if coming is None:
        return Trace(file, None, False)
    return Trace(coming.file, coming, same and coming.line.many)


class ChartTracer:
    """Knows where the documents of one rendering of a chart were written."""

    def __init__(self, chart: Chart, output: Output, values: Values, variant: str) -> None:
        self.chart, self.output, self.values, self.variant = chart, output, values, variant

    @cached_property
    def marks(self) -> Marks:
        """Worked out when the first finding asks."""
        return Marks(self.chart, self.output)

    def attach(self, manifest: Manifest) -> None:
        """Give each document of the rendered manifest its origin."""
        for document in manifest.documents:
            document.origin = LineOrigin(document, self)

    def source(self, file: str) -> Manifest:
        """A file of the chart."""
        return self.chart.tree.manifest(posixpath.join(self.chart.folder, file))


class LineOrigin:
    """Where the lines of one rendered document were written."""

    by = "helm"

    def __init__(self, document: Document, tracer: ChartTracer) -> None:
        self.document, self.tracer = document, tracer
        self.variant = tracer.variant

    def locate(self, path: Path, key: bool = False) -> Written:
        """Where the node at a path was written."""
        span = self.document.locate(path, key)
        place = self.document.manifest.position(span.start)
        trace = self.tracer.marks.at(place.line - 1)
        if trace is None or trace.template is None:
            return self._file(trace.file if trace else "Chart.yaml")
        manifest = self.tracer.source(trace.file)
        if not manifest.documents:
            return self._file("Chart.yaml")
        line = manifest.line(trace.template.number)
        text = manifest.text[line.start : line.end]
        start = line.start + len(text) - len(text.lstrip())
        found = Span(start, line.start + len(text.rstrip()))
        written = Written(_document(manifest, start), found, trace.certain)
        return written._replace(values=tuple(self._values(trace.template, path)))

    def mend(self, fix: Fix) -> Fix | None:
        """The fix on the template's text."""
        from kubelint.inputs.rendering.mending import by_lines

        return by_lines(fix, self.document, self._verbatim)

    def _verbatim(self, number: int) -> tuple[Manifest, int] | None:
        """The template's line that a rendered line is, letter for letter, and that no other rendered line is."""
        trace = self.tracer.marks.at(number - 1)
        if trace is None or trace.template is None or not trace.certain:
            return None
        if trace.template.line.actions or self.tracer.marks.uses[trace.template[:2]] != 1:
            return None
        span = self.document.manifest.line(number)
        manifest = self.tracer.source(trace.file)
        shown = self.document.manifest.text[span.start : span.end]
        written = manifest.line(trace.template.number)
        same = manifest.text[written.start : written.end] == shown
        return (manifest, trace.template.number) if same else None

    def _file(self, file: str) -> Written:
        """The beginning of a file, where no line is known."""
        for name in (file, "Chart.yaml"):
            manifest = self.tracer.source(name)
            if manifest.text and manifest.documents:
                return Written(manifest.documents[0], Span(0, manifest.line(1).end), False)
        return Written(self.document, Span(0, 0), False)

    def _values(self, template: Template, path: Path) -> Iterator[tuple[Written, str]]:
        """Where in the values the field comes from, as far as that can be told."""
        value = dig(self.document.data, *path)
        files = self._value_files(template.file)
        for reference in dict.fromkeys(template.line.references()):
            for document, below in files:
                found = _found(dig(document.data, *below), reference, path, value)
                if found is not None:
                    name = ".".join(("", "Values", *map(str, found)))
                    yield Written(document, document.locate((*below, *found))), name
                    break

    def _value_files(self, file: str) -> list[tuple[Document, Path]]:
        """The files that may set a value, the last one to do so first, and where a subchart's values stand in them."""
        below: Path = tuple(re.findall(r"(?:^|/)charts/([^/]+)(?=/)", file))
        tree = self.tracer.chart.tree
        own = [tree.manifest(name) for name in reversed(self.tracer.values.files)]
        files = [*own, self.tracer.source("values.yaml")]
        found = [(each, below) for each in files]
        if below:
            folder = "/".join(step for name in below for step in ("charts", str(name)))
            found.append((self.tracer.source(f"{folder}/values.yaml"), ()))
        return [(document, path) for manifest, path in found for document in manifest.documents]


def _document(manifest: Manifest, offset: int) -> Document:
    """The document of a template's text that an offset is in, as far as it can be told."""
    holding = [d for d in manifest.documents if d.span.start <= offset]
    return holding[-1] if holding else manifest.documents[0]


def _found(values: Any, reference: Reference, path: Path, value: Any) -> Path | None:
    """The path in the values of what a rendered field takes from a reference."""
    for start in _expanded(values, reference, ()):
        base = dig(values, *start)
        if isinstance(base, (dict, list)):
            for cut in range(len(path)):
                rest = path[cut:]
                there = dig(base, *rest)
                if there is not None and _equal(there, value):
                    return (*start, *rest)
        elif base is not None and (_equal(base, value) or (isinstance(value, str) and base and str(base) in value)):
            return start
    return None


def _expanded(values: Any, reference: Reference, done: Path) -> list[Path]:
    """The paths that a reference may mean: each item where it goes through any of them."""
    if not reference:
        return [done]
    step, rest = reference[0], reference[1:]
    if step is not None:
        return _expanded(dig(values, step), rest, (*done, step)) if dig(values, step) is not None else []
    items: list[str | int] = list(values) if isinstance(values, dict) else list(range(len(values or ())))
    return [found for each in items for found in _expanded(dig(values, each), rest, (*done, each))]


def _equal(one: Any, other: Any) -> bool:
    return bool(one == other) or str(one) == str(other)
