"""The path of traffic, drawn: one module per format, each a function ``render`` from a graph to text."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable

from kubelint.workspace.graph import Graph

Drawer = Callable[[Graph], str]


def formats() -> list[str]:
    """The names of all formats."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__) if module.name[0] != "_")


def draw(name: str, graph: Graph) -> str:
    """A graph in one of the formats."""
    found: Drawer = importlib.import_module(f"{__name__}.{name}").render
    return found(graph)
