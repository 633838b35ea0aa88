"""Streams that were rendered before they came: ``# Source:`` comments and origin annotations lead back to the files."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from typing import Any

from kubelint.config import Settings
from kubelint.finding import Fix, Path, Span
from kubelint.inputs.files import find
from kubelint.inputs.rendering.files import Tree
from kubelint.inputs.rendering.graph import Graph, far
from kubelint.inputs.rendering.kustomize import ORIGIN
from kubelint.inputs.rendering.layers import Layers
from kubelint.inputs.rendering.model import RefusedError, Renderings
from kubelint.inputs.rendering.templates import Line, lines_of
from kubelint.inputs.rendering.tracing import parts
from kubelint.kube.objects import dig, mapping
from kubelint.manifest import Document, Manifest, read_bytes
from kubelint.manifest.document import Written


def trace_stream(manifest: Manifest, settings: Settings) -> Renderings:
    """Give the documents of a stream their origins, as far as their files lie below the working directory."""
    sources = find(["."], settings)
    tree = Tree(sources, settings.max_file_size)
    files = [source.real for source in sources]
    _from_charts(manifest, tree, files)
    _from_kustomizations(manifest, tree, files)
    found = Renderings(lambda _: found, tree.named, tree.contents)
    return found


def _from_charts(manifest: Manifest, tree: Tree, files: Iterable[str]) -> None:
    charts: dict[str, list[str]] = {}
    for file in files:
        if posixpath.basename(file) == "Chart.yaml":
            name = dig(next((d.data for d in tree.manifest(file).documents), None), "name")
            charts.setdefault(str(name), []).append(posixpath.dirname(file))
    starts = {part.first: part.source for part in parts(manifest.text)}
    for document in manifest.documents:
        line = manifest.position(document.span.start).line
        source = next((source for first, source in starts.items() if first in (line - 1, line - 2)), "")
        chart, _, file = source.strip().partition("/")
        places = [f"{folder}/{file}" for folder in charts.get(chart, ()) if tree.content(f"{folder}/{file}")]
        if len(places) == 1:
            document.origin = StreamOrigin(document, tree.manifest(places[0]))


def _from_kustomizations(manifest: Manifest, tree: Tree, files: Iterable[str]) -> None:
    if ORIGIN not in manifest.text:
        return
    origins = [_origin(document) for document in manifest.documents]
    graph = Graph(tree)
    for folder in dict.fromkeys(map(posixpath.dirname, files)):
        if graph.at(folder) and all(_there(origin, folder, tree) for origin in origins if origin):
            try:
                inside, _ = graph.reach(folder)
            except RefusedError:
                continue
            if len(inside) > 1 or all(not str(o.get("path", "")).startswith("..") for o in origins):
                Layers(folder, graph, inside, origins).attach(manifest)
                return


def _origin(document: Document) -> dict[str, Any]:
    text = dig(document.data, "metadata", "annotations", ORIGIN)
    read = read_bytes(str(text or "").encode(), "").documents
    return mapping(read[0].data if read else None)


def _there(origin: dict[str, Any], folder: str, tree: Tree) -> bool:
    path = str(origin.get("path") or origin.get("configuredIn"))
    return not far(path) and tree.content(posixpath.normpath(posixpath.join(folder, path))) is not None


class StreamOrigin:
    """Where the lines of a document were written that helm rendered elsewhere: told by their text, never certain."""

    by = "helm"
    variant = "<stdin>"

    def __init__(self, document: Document, template: Manifest) -> None:
        self.document, self.template = document, template
        self._lines = lines_of(template.text)

    def locate(self, path: Path, key: bool = False) -> Written:
        """The line of the template that the rendered line most likely comes from."""
        manifest = self.document.manifest
        number = manifest.position(self.document.locate(path, key).start).line
        first = manifest.position(self.document.span.start).line
        found = 0
        for each in range(first, number + 1):
            span = manifest.line(each)
            found = next(self._fitting(manifest.text[span.start : span.end].strip(), found), found)
        line = self.template.line(found + 1)
        text = self.template.text[line.start : line.end]
        start = line.start + len(text) - len(text.lstrip())
        holding = [d for d in self.template.documents if d.span.start <= start]
        return Written(holding[-1] if holding else self.template.documents[0], Span(start, line.end), False)

    def _fitting(self, shown: str, after: int) -> Iterator[int]:
        """The numbers of the lines that may print a text: those behind the one before it first."""
        numbers = [*range(after, len(self._lines)), *range(after)]
        return (number for number in numbers if _prints(self._lines[number], shown))

    def mend(self, fix: Fix) -> Fix | None:
        """A stream is mended nowhere."""
        return None


def _prints(line: Line, shown: str) -> bool:
    prefix = line.prefix
    if "{{" not in line.text:
        return bool(shown) and line.text.strip() == shown
    return bool(prefix) and shown.startswith(prefix)
