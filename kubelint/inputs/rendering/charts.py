"""Which charts of a run are rendered, and with which values."""

from __future__ import annotations

import fnmatch
import posixpath
from collections.abc import Iterable, Iterator

from kubelint.config import Settings
from kubelint.finding import Place, Problem
from kubelint.inputs.rendering import helm
from kubelint.inputs.rendering.files import Tree
from kubelint.inputs.rendering.helm import Chart, Output, Values
from kubelint.inputs.rendering.model import FailedError, Memory, RefusedError, Rendering, Renderings, Skipped
from kubelint.inputs.rendering.remembering import key_of, remembered
from kubelint.inputs.rendering.tracing import ChartTracer
from kubelint.location import WholeDocument


def render_charts(
    files: Iterable[str], tree: Tree, settings: Settings, found: Renderings, memory: Memory | None
) -> None:
    """Render the charts among the files, by their real paths."""
    folders = [posixpath.dirname(file) for file in files if posixpath.basename(file) == "Chart.yaml"]
    charts = _Charts(tree, settings, found, memory)
    for folder in folders:
        if not any(folder.startswith(f"{other}/charts/") for other in folders):
            charts.render(folder)


class _Charts:
    def __init__(self, tree: Tree, settings: Settings, found: Renderings, memory: Memory | None) -> None:
        self.tree, self.settings, self.found, self.memory = tree, settings, found, memory
        self.tool = helm.tool()

    def render(self, folder: str) -> None:
        """Render a chart with each of its sets of values."""
        name = self.tree.shown(f"{folder}/Chart.yaml")
        try:
            chart = Chart(folder, self.tree)
            if chart.data.get("type") == "library":
                raise RefusedError("a library chart renders nothing by itself")
            if self.tool is None:
                raise RefusedError(helm.MISSING)
            for missing in chart.missing:
                self.found.skipped.append(Skipped(name, f"rendered without `{missing}`, which is not in `charts/`"))
            for values in self._sets(chart):
                self._set(chart, values, self.tool)
        except FailedError as error:
            document = self.tree.manifest(f"{folder}/Chart.yaml").documents[0]
            problem = Problem(Place(WholeDocument(document)), f"cannot be rendered: {error}")
            self.found.problems.append(("unrendered-source", problem))
        except RefusedError as error:
            self.found.skipped.append(Skipped(name, f"not rendered: {error}"))

    def _sets(self, chart: Chart) -> Iterator[Values]:
        """The sets that the config names; else the chart's own values, and those it is tested with."""
        shown = self.tree.shown(chart.folder)
        named = [sets for path, sets in self.settings.charts.items() if posixpath.normpath(path) == shown]
        for files in named[0] if named else ():
            yield Values(tuple(posixpath.normpath(posixpath.join(chart.folder, file)) for file in files))
        if not named:
            yield Values()
            for path in sorted(fnmatch.filter(chart.files, "ci/*-values.yaml")):
                yield Values((posixpath.join(chart.folder, path),))

    def _set(self, chart: Chart, values: Values, tool: helm.Tool) -> None:
        given = {file: self.tree.content(file) or b"" for file in values.files}
        said = repr((chart.folder, tool.identity, self.settings.versions, values))

        def make() -> list[str]:
            return list(helm.render(chart, values, str(self.settings.versions.names[-1]), tool))

        key = key_of(said, {**chart.files, **given})
        output = Output(*remembered(self.memory, key, make, lambda made: "kind: Secret" in made[0]))
        folder = self.tree.shown(chart.folder)
        variant = " ".join(posixpath.relpath(file, chart.folder) for file in values.files) or "values.yaml"
        self.found.made.append(
            Rendering(
                name=posixpath.join("" if folder == "." else folder, f"<helm template, {variant}>"),
                folder=folder,
                by="helm",
                text=output.plain,
                tracer=ChartTracer(chart, output, values, variant),
                covers=frozenset(self.tree.shown(f"{chart.folder}/{path}") for path in chart.lines),
                variant=variant,
                namespace=values.namespace or chart.name,
                partial=bool(chart.missing),
            )
        )
