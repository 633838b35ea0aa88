"""One page of HTML that needs nothing else: drawings, a filter, light and dark."""

from __future__ import annotations

from collections import Counter
from html import escape
from importlib.resources import files

from kubelint.report._graph import inert
from kubelint.report._graph._layout import Band, bands
from kubelint.report._graph._svg import svg
from kubelint.report._graph._words import WORDS, harm, title
from kubelint.workspace.graph import ENTRY, Graph, Node


def render(graph: Graph) -> str:
    """The page."""
    drawn = "".join(map(_section, bands(graph)))
    body = drawn or '<p class="empty">No entry point leads into the cluster.</p>'
    style, script = _asset("drawing.css") + _asset("page.css"), _asset("page.js") + _asset("trace.js")
    return _asset("page.html").format(style=style, script=script, head=_head(graph), body=body)


def drawings(graph: Graph) -> tuple[str, str, str]:
    """The drawings alone, with the style and the script that they need; empty where nothing leads into the cluster."""
    drawn = "".join(map(svg, bands(inert(graph))))
    return drawn, _asset("drawing.css"), _asset("trace.js")


def _asset(name: str) -> str:
    return files("kubelint.report._graph").joinpath(name).read_text(encoding="utf-8")


def _head(graph: Graph) -> str:
    entries = [node for node in graph.nodes if node.column == ENTRY]
    counts = Counter(node.state for node in entries)
    kinds: dict[str, str] = {}
    for node in entries:
        kinds.setdefault(node.state, harm(node))
    chips = [_chip(state, WORDS[state], counts[state], kinds[state]) for state in WORDS if counts[state]]
    broken = sum(bool(edge.broken) for edge in graph.edges)
    chips += [_chip("broken", "broken edges", broken, "bad")] if broken else []
    others = len(graph.nodes) - len(entries)
    told = f"{_count(len(entries), 'entry point')}, {_count(others, 'Service and workload', 'Services and workloads')}"
    return f'<p class="told">{told}</p><div class="chips">{"".join(chips)}</div>'


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def _chip(state: str, words: str, count: int, kind: str) -> str:
    return (
        f'<button class="chip {kind}" data-state="{state}" aria-pressed="false"><b>{count}</b> {escape(words)}</button>'
    )


def _section(band: Band) -> str:
    nodes = [card.node for card in band.cards]
    states = {node.state for node in nodes if node.state}
    if any(row.edge.broken for card in band.cards for row in card.rows):
        states.add("broken")
    text = " ".join(map(_searched, nodes)).lower()
    return f'<section data-states="{" ".join(sorted(states))}" data-text="{escape(text)}">{svg(band)}</section>'


def _searched(node: Node) -> str:
    return " ".join((title(node), *node.hosts, node.controller, node.file))
