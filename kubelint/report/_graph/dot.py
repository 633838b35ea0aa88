"""Graphviz' DOT."""

from __future__ import annotations

from collections.abc import Iterator

from kubelint.report._graph._words import harm, title, words_of
from kubelint.workspace.graph import ENTRY, Graph, Node

_COLORS = {"good": "#1e8e3e", "warn": "#b06000", "bad": "#c5221f", "dim": "#80868b"}
_HEAD = """\
digraph traffic {
  rankdir=LR
  node [shape=box, style=rounded, fontname="Helvetica", fontsize=11]
  edge [fontname="Helvetica", fontsize=9, color="#5f6368"]
"""


def render(graph: Graph) -> str:
    """A directed graph from left to right."""
    return _HEAD + "".join(_lines(graph)) + "}\n"


def _lines(graph: Graph) -> Iterator[str]:
    for node in graph.nodes:
        yield f"  {node.id} [label={_quoted(_label(node))}{_look(node)}]\n"
    for edge in graph.edges:
        look = f', color="{_COLORS["bad"]}", style=dashed, tooltip={_quoted(edge.broken)}' if edge.broken else ""
        yield f"  {edge.source} -> {edge.target} [label={_quoted(edge.label)}{look}]\n"


def _look(node: Node) -> str:
    if node.column == ENTRY:
        return f', color="{_COLORS[harm(node)]}", penwidth=2'
    return "" if node.given else ', style="rounded,dashed"'


def _label(node: Node) -> str:
    parts = [title(node), *([", ".join(node.hosts), words_of(node)] if node.column == ENTRY else [node.note])]
    return "\n".join(part for part in parts if part)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
