"""Which charts of a run are rendered, and with which values."""

from __future__ import annotations

import fnmatch
import os
import posixpath
from collections.abc import Iterable, Iterator

from kubelint.config import Settings
from kubelint.finding import Place, Problem
from kubelint.inputs.rendering import helm
from kubelint.inputs.rendering.deliveries import Delivery
from kubelint.inputs.rendering.files import Tree
from kubelint.inputs.rendering.helm import Chart, Output, Values
from kubelint.inputs.rendering.model import FailedError, Memory, RefusedError, Rendering, Renderings, Skipped
from kubelint.inputs.rendering.remembering import key_of, remembered
from kubelint.inputs.rendering.running import concurrently
from kubelint.inputs.rendering.tracing import ChartTracer
from kubelint.location import WholeDocument


def render_charts(
    files: Iterable[str],
    delivered: list[Delivery],
    tree: Tree,
    settings: Settings,
    found: Renderings,
    memory: Memory | None,
) -> None:
    """Render the charts among the files, by their real paths, and as they are delivered."""
    folders = [posixpath.dirname(file) for file in files if posixpath.basename(file) == "Chart.yaml"]
    charts = _Charts(delivered, tree, settings, found, memory)
    for folder in folders:
        if not any(folder.startswith(f"{other}/charts/") for other in folders):
            charts.render(folder)


class _Charts:
    def __init__(
        self, delivered: list[Delivery], tree: Tree, settings: Settings, found: Renderings, memory: Memory | None
    ) -> None:
        self.deliveries = delivered
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
            self._all(chart, list(self._sets(chart)), self.tool)
        except FailedError as error:
            self._failed(folder, str(error))
        except RefusedError as error:
            self.found.skipped.append(Skipped(name, f"not rendered: {error}"))

    def _all(self, chart: Chart, sets: list[Values], tool: helm.Tool) -> None:
        """Render with all sets. That a chart's own values do not suffice is no fault where another set does."""

        def attempt(values: Values) -> Rendering | FailedError:
            try:
                return self._set(chart, values, tool)
            except FailedError as error:
                return error

        outcomes = concurrently(attempt, sets)
        made = [outcome for outcome in outcomes if isinstance(outcome, Rendering)]
        self.found.made += made
        for values, outcome in zip(sets, outcomes, strict=True):
            if isinstance(outcome, FailedError) and not (made and values == Values()):
                self._failed(
                    chart.folder, f"{outcome} (with {_variant(chart, values)})" if len(sets) > 1 else str(outcome)
                )

    def _failed(self, folder: str, reason: str) -> None:
        place = Place(WholeDocument(self.tree.manifest(f"{folder}/Chart.yaml").documents[0]))
        self.found.problems.append(("unrendered-source", Problem(place, f"cannot be rendered: {reason}")))

    def _sets(self, chart: Chart) -> Iterator[Values]:
        """The sets that the config names; else the chart's own values, and those it is tested with."""
        root = self.settings.root
        named = [s for path, s in self.settings.charts.items() if os.path.realpath(f"{root}/{path}") == chart.folder]
        for given in named[0] if named else ():
            files = tuple(posixpath.normpath(posixpath.join(chart.folder, file)) for file in given)
            for file in files:
                if not self.tree.inside(file, chart.folder) or self.tree.content(file) is None:
                    raise FailedError(f"there is no file of values `{self.tree.shown(file)}` in this repository")
            yield Values(files)
        delivered = [each for each in self.deliveries if each.folder == chart.folder]
        for each in delivered:
            files = tuple(file for file in each.files if self.tree.inside(file, chart.folder))
            yield Values(files, each.namespace, each.release, each.inline, each.name)
        if not named and not delivered:
            yield Values()
            for path in sorted(fnmatch.filter(chart.files, "ci/*-values.yaml")):
                yield Values((posixpath.join(chart.folder, path),))

    def _set(self, chart: Chart, values: Values, tool: helm.Tool) -> Rendering:
        given = {file: self.tree.content(file) or b"" for file in values.files}
        said = repr((chart.folder, tool.identity, self.settings.versions, values))

        def make() -> list[str]:
            return list(helm.render(chart, values, str(self.settings.versions.names[-1]), tool))

        key = key_of(said, {**chart.files, **given})
        output = Output(*remembered(self.memory, key, make, lambda made: "kind: Secret" in made[0]))
        folder = self.tree.shown(chart.folder)
        variant = _variant(chart, values)
        return Rendering(
            name=posixpath.join("" if folder == "." else folder, f"<helm template, {variant}>"),
            folder=folder,
            by="helm",
            text=output.plain,
            tracer=ChartTracer(chart, output, values, variant),
            covers=frozenset(self.tree.shown(f"{chart.folder}/{path}") for path in chart.templates),
            variant=variant,
            namespace=values.namespace or chart.name,
            partial=bool(chart.missing),
        )


def _variant(chart: Chart, values: Values) -> str:
    """What people call a set of values."""
    given = [values.name, *(posixpath.relpath(file, chart.folder) for file in values.files)]
    return " ".join(filter(None, given)) or "values.yaml"
