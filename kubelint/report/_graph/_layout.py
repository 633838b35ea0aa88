"""Where the cards of a drawing stand: connected parts, the most harmful first, each in three columns."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from kubelint.report._graph._words import harm
from kubelint.workspace.graph import ENTRY, Edge, Graph, Node

COLUMNS = ((0, 430), (540, 290), (930, 250))
"""Left edge and width of each column."""
HEAD, ROW, REMARK, GAP, MARGIN = 50, 22, 17, 14, 8


class Row(NamedTuple):
    """A line of a card from which an edge leaves."""

    edge: Edge
    y: float


class Card(NamedTuple):
    """A node, placed."""

    node: Node
    x: float
    y: float
    width: float
    height: float
    rows: tuple[Row, ...]

    @property
    def middle(self) -> float:
        """Where edges arrive."""
        return self.y + min(self.height, HEAD) / 2


class Band(NamedTuple):
    """A connected part of the graph, laid out."""

    cards: tuple[Card, ...]
    height: float
    rank: int


def bands(graph: Graph) -> list[Band]:
    """The connected parts, those with something wrong first."""
    leaving: dict[str, list[Edge]] = defaultdict(list)
    for edge in graph.edges:
        leaving[edge.source].append(edge)
    found = [_band(nodes, leaving) for nodes in _parts(graph)]
    return sorted(found, key=lambda band: band.rank)


def _parts(graph: Graph) -> list[list[Node]]:
    """Nodes that hang together, found by joining the sets of both ends of each edge."""
    parent = {node.id: node.id for node in graph.nodes}

    def root(name: str) -> str:
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    for edge in graph.edges:
        parent[root(edge.target)] = root(edge.source)
    parts: dict[str, list[Node]] = defaultdict(list)
    for node in graph.nodes:
        parts[root(node.id)].append(node)
    return list(parts.values())


def _band(nodes: list[Node], leaving: dict[str, list[Edge]]) -> Band:
    columns = _ordered(nodes, leaving)
    heights = [sum(_height(leaving[node.id]) + GAP for node in column) - GAP for column in columns]
    total = max(heights)
    cards: list[Card] = []
    for number, column in enumerate(columns):
        y = MARGIN + (total - heights[number]) / 2
        for node in column:
            cards.append(_card(node, number, y, leaving[node.id]))
            y += cards[-1].height + GAP
    return Band(tuple(cards), total + 2 * MARGIN, _rank(nodes, leaving))


def _ordered(nodes: list[Node], leaving: dict[str, list[Edge]]) -> list[list[Node]]:
    """The columns, each node near the middle of those that lead to it, so that few edges cross."""
    columns: list[list[Node]] = [[node for node in nodes if node.column == number] for number in range(3)]
    weight = {node.id: float(place) for place, node in enumerate(columns[0])}
    for column in columns[1:]:
        pulls: dict[str, list[float]] = defaultdict(list)
        for source, place in list(weight.items()):
            for edge in leaving[source]:
                pulls[edge.target].append(place)
        column.sort(key=lambda node: sum(pulls[node.id]) / max(1, len(pulls[node.id])))
        weight.update((node.id, float(place)) for place, node in enumerate(column))
    return columns


def _height(edges: list[Edge]) -> float:
    return HEAD + sum(_row(edge) for edge in edges)


def _row(edge: Edge) -> float:
    return (ROW if edge.label else 0) + (REMARK if edge.broken else 0)


def _card(node: Node, column: int, y: float, edges: list[Edge]) -> Card:
    x, width = COLUMNS[column]
    rows: list[Row] = []
    bottom = y + HEAD
    for edge in edges:
        rows.append(Row(edge, bottom + ROW / 2 - 3 if _row(edge) else y + HEAD / 2))
        bottom += _row(edge)
    return Card(node, x, y, width, bottom - y, tuple(rows))


def _rank(nodes: list[Node], leaving: dict[str, list[Edge]]) -> int:
    told = {harm(node) for node in nodes if node.column == ENTRY}
    broken = any(edge.broken for node in nodes for edge in leaving[node.id])
    return 0 if broken else next((n for n, word in enumerate(("bad", "warn", "dim"), 1) if word in told), 4)
