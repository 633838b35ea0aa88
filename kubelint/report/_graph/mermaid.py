"""Mermaid, as forges draw it in Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from kubelint.report._graph._words import harm, title, words_of
from kubelint.workspace.graph import ENTRY, Graph, Node

_CLASSES = """\
  classDef good fill:#e6f4ea,stroke:#1e8e3e,color:#0b3d1a
  classDef warn fill:#fef3d6,stroke:#b06000,color:#4a2800
  classDef bad fill:#fde7e6,stroke:#c5221f,color:#5c0b0a
  classDef dim fill:#f1f3f4,stroke:#80868b,color:#3c4043
  classDef missing fill:none,stroke:#c5221f,stroke-dasharray:4 3
"""


def render(graph: Graph) -> str:
    """A flowchart from left to right."""
    return "flowchart LR\n" + "".join(_lines(graph)) + _CLASSES


def _lines(graph: Graph) -> Iterator[str]:
    for node in graph.nodes:
        first, last = ('(["', '"])') if node.column == ENTRY else ('["', '"]')
        kind = harm(node) if node.column == ENTRY else "" if node.given else "missing"
        yield f"  {node.id}{first}{_label(node)}{last}{f':::{kind}' if kind else ''}\n"
    for number, edge in enumerate(graph.edges):
        text = _clean("✗ " + edge.label if edge.broken else edge.label)
        arrow = f'-. "{text.strip()}" .->' if edge.broken else f'-- "{text}" -->' if text else "-->"
        yield f"  {edge.source} {arrow} {edge.target}\n"
        if edge.broken:
            yield f"  linkStyle {number} stroke:#c5221f\n"


def _label(node: Node) -> str:
    parts = [title(node)]
    if node.column == ENTRY:
        parts += [", ".join(node.hosts), words_of(node)]
    elif node.note:
        parts.append(node.note)
    return "<br/>".join(_clean(part) for part in parts if part)


def _clean(text: str) -> str:
    return text.replace("&", "#amp;").replace('"', "#quot;").replace("<", "#lt;").replace("`", "'")
