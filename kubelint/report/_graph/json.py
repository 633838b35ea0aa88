"""JSON: nodes and edges."""

from __future__ import annotations

from typing import Any

from kubelint.report._inert import as_json
from kubelint.workspace.graph import Graph, Node

_COLUMNS = ("entry", "service", "workload")


def render(graph: Graph) -> str:
    """An object with ``nodes`` and ``edges``; empty members are left out."""
    nodes = [_node(node) for node in graph.nodes]
    edges = [_told({"from": e.source, "to": e.target, "label": e.label, "broken": e.broken}) for e in graph.edges]
    return as_json({"nodes": nodes, "edges": edges}, indent=2)


def _node(node: Node) -> dict[str, Any]:
    data = {
        "id": node.id,
        "role": _COLUMNS[node.column],
        "kind": node.kind,
        "namespace": node.namespace,
        "name": node.name,
        "file": node.file,
        "hosts": list(node.hosts),
        "state": node.state,
        "scope": node.scope,
        "controller": node.controller,
        "note": node.note,
    }
    return {**_told(data), **({} if node.given else {"given": False})}


def _told(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value}
