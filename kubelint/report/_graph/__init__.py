"""The path of traffic, drawn: one module per format, each a function ``render`` from a graph to text."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from typing import Any

from kubelint.report._inert import file_of, line_of
from kubelint.workspace.graph import Edge, Graph, Node

Drawer = Callable[[Graph], str]


def formats() -> list[str]:
    """The names of all formats."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__) if module.name[0] != "_")


def draw(name: str, graph: Graph) -> str:
    """A graph in one of the formats."""
    found: Drawer = importlib.import_module(f"{__name__}.{name}").render
    return found(graph if name == "json" else inert(graph))


def inert(graph: Graph) -> Graph:
    """The graph as it may be drawn: every name and word in one line, and no command of whoever reads it."""
    nodes = (Node(*map(_clean, node)) for node in graph.nodes)
    edges = (Edge(*map(_clean, edge)) for edge in graph.edges)
    return Graph(tuple(nodes), tuple(edges))


def _clean(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(map(_clean, value))
    return file_of(line_of(value)) if isinstance(value, str) else value
