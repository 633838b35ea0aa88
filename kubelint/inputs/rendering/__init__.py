"""What tools make of charts and kustomizations, with the place that each rendered field was written at."""

from __future__ import annotations

from collections.abc import Iterable

from kubelint.config import Settings
from kubelint.inputs.files import Source
from kubelint.inputs.rendering.model import Memory, Rendering, Renderings, Skipped

__all__ = ["Memory", "Rendering", "Renderings", "Skipped", "render"]


def render(sources: Iterable[Source], settings: Settings, memory: Memory | None = None) -> Renderings:
    """Render the charts and kustomizations among the files."""
    from kubelint.inputs.rendering.charts import render_charts
    from kubelint.inputs.rendering.files import Tree
    from kubelint.inputs.rendering.kustomizations import render_kustomizations

    given = list(sources)
    found = Renderings()
    tree = Tree(given, settings.max_file_size)
    files = [source.real for source in given]
    render_kustomizations(files, tree, found, memory)
    render_charts(files, tree, settings, found, memory)
    return found
