"""A tree for the terminal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from kubelint.report._graph._words import title, words_of
from kubelint.workspace.graph import ENTRY, Edge, Graph, Node


def render(graph: Graph) -> str:
    """The entry points one after the other, what is behind them below."""
    nodes = {node.id: node for node in graph.nodes}
    below: dict[str, list[Edge]] = defaultdict(list)
    for edge in graph.edges:
        below[edge.source].append(edge)
    lines = [line for node in graph.nodes if node.column == ENTRY for line in (*_entry(node, below, nodes), "")]
    return "\n".join(lines) if lines else "no entry points\n"


def _entry(node: Node, below: dict[str, list[Edge]], nodes: dict[str, Node]) -> Iterator[str]:
    told = [words_of(node), *(word for word in (node.controller, node.note) if word)]
    yield f"{title(node)}  [{'; '.join(told)}]"
    if node.hosts and node.hosts != ("*",):
        yield "  " + ", ".join(node.hosts)
    yield from _tree(node.id, below, nodes, "  ")


def _tree(name: str, below: dict[str, list[Edge]], nodes: dict[str, Node], margin: str) -> Iterator[str]:
    edges = below[name]
    for number, edge in enumerate(edges):
        last = number == len(edges) - 1
        node = nodes[edge.target]
        label = f"{edge.label} → " if edge.label else ""
        note = f" ({node.note})" if node.note else ""
        broken = f"  ✗ {edge.broken}" if edge.broken else ""
        yield f"{margin}{'└─' if last else '├─'} {label}{title(node)}{note}{broken}"
        yield from _tree(node.id, below, nodes, margin + ("   " if last else "│  "))
