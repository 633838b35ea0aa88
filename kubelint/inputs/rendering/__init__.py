"""What tools make of charts and kustomizations, with the place that each rendered field was written at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kubelint.config import Settings
from kubelint.inputs.files import Source
from kubelint.inputs.rendering.model import Memory, Rendering, Renderings, Skipped

__all__ = ["Memory", "Rendering", "Renderings", "Skipped", "render"]


def render(
    sources: Iterable[Source],
    settings: Settings,
    memory: Memory | None = None,
    remote: bool = False,
    texts: Mapping[str, bytes] | None = None,
) -> Renderings:
    """Render the charts and kustomizations among the files.

    ``remote`` lets kustomize fetch what lies elsewhere. ``texts`` are contents in place of those on the disk.
    """
    from kubelint.inputs.rendering.charts import render_charts
    from kubelint.inputs.rendering.deliveries import deliveries
    from kubelint.inputs.rendering.files import Tree
    from kubelint.inputs.rendering.kustomizations import render_kustomizations

    given = list(sources)
    tree = Tree(given, settings.max_file_size, texts)

    def again(new: Mapping[str, bytes]) -> Renderings:
        return render(given, settings, memory, remote, {**(texts or {}), **new})

    found = Renderings(again, tree.named, tree.contents)
    files = [source.real for source in given]
    delivered = deliveries(files, tree)
    render_kustomizations(files, delivered, tree, found, memory, remote)
    render_charts(files, delivered, tree, settings, found, memory)
    return found
