"""What tools make of charts and kustomizations, with the place that each rendered field was written at."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from kubelint.config import Settings
from kubelint.inputs.files import Source
from kubelint.inputs.rendering.model import Memory, Rendering, Renderings, Skipped

if TYPE_CHECKING:
    from kubelint.inputs.rendering.graph import Graph

__all__ = ["Memory", "Rendering", "Renderings", "Skipped", "look", "render"]


def render(
    sources: Iterable[Source],
    settings: Settings,
    memory: Memory | None = None,
    *,
    remote: bool = False,
    texts: Mapping[str, bytes] | None = None,
) -> Renderings:
    """Render the charts and kustomizations among the files, and look at the kustomizations themselves.

    ``remote`` lets kustomize fetch what lies elsewhere. ``texts`` are contents in place of those on the disk.
    """
    from kubelint.inputs.rendering.deliveries import deliveries
    from kubelint.inputs.rendering.graph import given_in

    given = list(sources)
    found, graph = _looked_at(given, settings, remote, texts)

    def again(new: Mapping[str, bytes]) -> Renderings:
        return render(given, settings, memory, remote=remote, texts={**(texts or {}), **new})

    files = [source.real for source in given]
    delivered = deliveries(files, graph.tree)
    if kustomizations := given_in(files, graph):
        from kubelint.inputs.rendering.kustomizations import render_kustomizations

        render_kustomizations(kustomizations, delivered, graph, found, memory)
    if any(file.endswith("/Chart.yaml") for file in files):
        from kubelint.inputs.rendering.charts import render_charts

        render_charts(files, delivered, graph.tree, settings, found, memory)
    return dataclasses.replace(found, again=again)


def look(sources: Iterable[Source], settings: Settings) -> Renderings:
    """Look at the kustomizations among the files without building any."""
    return _looked_at(list(sources), settings, False, None)[0]


def _looked_at(
    sources: list[Source], settings: Settings, remote: bool, texts: Mapping[str, bytes] | None
) -> tuple[Renderings, Graph]:
    from kubelint.inputs.rendering.files import Tree
    from kubelint.inputs.rendering.graph import Graph, given_in

    tree = Tree(sources, settings.max_file_size, texts)
    graph = Graph(tree, remote)
    found = Renderings(lambda _: found, tree.named, tree.contents)
    if kustomizations := given_in((source.real for source in sources), graph):
        from kubelint.inputs.rendering.fields import problems_of

        found.problems.extend(problem for each in kustomizations for problem in problems_of(each, graph))
    return found, graph
