"""A laid-out part of the graph as SVG."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from kubelint.report._graph._layout import COLUMNS, HEAD, REMARK, Band, Card, Row
from kubelint.report._graph._words import harm, title, words_of
from kubelint.workspace.graph import ENTRY

WIDTH = COLUMNS[-1][0] + COLUMNS[-1][1]
_LETTER = 6.9
"""The width of a letter, near enough to cut a line where it would leave its card."""


def svg(band: Band) -> str:
    """One drawing; edges first, so that cards lie above them."""
    cards = {card.node.id: card for card in band.cards}
    edges = "".join(_edge(card, row, cards[row.edge.target]) for card in band.cards for row in card.rows)
    broken = {row.edge.target for card in band.cards for row in card.rows if row.edge.broken}
    drawn = "".join(_card(card, card.node.id in broken) for card in band.cards)
    size = f'viewBox="0 0 {WIDTH + 2} {band.height:g}" width="{WIDTH + 2}" height="{band.height:g}"'
    return f'<svg {size} role="img" aria-label="{escape(_told(band))}">{edges}{drawn}</svg>'


def _told(band: Band) -> str:
    names = [title(card.node) for card in band.cards if card.node.column == ENTRY]
    return ", ".join(names)


def _edge(card: Card, row: Row, target: Card) -> str:
    x1, x2 = card.x + card.width, target.x
    bend = (x2 - x1) / 2
    path = f"M{x1:g} {row.y:g}C{x1 + bend:g} {row.y:g} {x2 - bend:g} {target.middle:g} {x2:g} {target.middle:g}"
    kind = "edge broken" if row.edge.broken else "edge"
    ends = f'data-from="{escape(card.node.id)}" data-to="{escape(row.edge.target)}"'
    return f'<path class="{kind}" d="{path}" {ends}><title>{escape(row.edge.broken or row.edge.label)}</title></path>'


def _card(card: Card, broken: bool) -> str:
    node = card.node
    kind = harm(node) if node.column == ENTRY else "plain" if node.given else "missing" if broken else "absent"
    where = f'x="{card.x + 1:g}" y="{card.y:g}" width="{card.width:g}" height="{card.height:g}"'
    mark = f'<rect class="mark" x="{card.x + 1:g}" y="{card.y:g}" width="5" height="{card.height:g}" rx="2"/>'
    inner = "".join((*_head(card), *_rows(card)))
    hint = f"{title(node)}\n{', '.join(node.hosts)}\n{node.file}".replace("\n\n", "\n").strip()
    box = f'<rect class="box" {where} rx="7"/>{mark if node.column == ENTRY else ""}'
    named = escape(node.id)
    return f'<g class="card {kind}" data-id="{named}" tabindex="0"><title>{escape(hint)}</title>{box}{inner}</g>'


def _head(card: Card) -> Iterator[str]:
    node = card.node
    left, right = card.x + 16, card.x + card.width - 10
    above = " · ".join(word for word in (node.kind, node.namespace, node.controller) if word)
    room = card.width - 30 - (len(words_of(node)) * 6.7 + 26)
    yield _text(left, card.y + 18, "kind", _cut(above, room))
    words = words_of(node)
    if words:
        wide = len(words) * 6.7 + 18
        at = f'x="{right - wide:g}" y="{card.y + 7:g}" width="{wide:g}" height="17"'
        yield f'<rect class="pill" {at} rx="8.5"/>' + _text(right - wide / 2, card.y + 19, "state", words)
    yield _text(left, card.y + 37, "name", _cut(node.name, card.width / 2))
    beside = ", ".join(node.hosts) if node.column == ENTRY and node.hosts != ("*",) else node.note
    yield _text(right, card.y + 37, "note", _cut(beside, card.width - 40 - len(_cut(node.name, card.width / 2)) * 8))


def _rows(card: Card) -> Iterator[str]:
    left, right = card.x + 16, card.x + card.width - 12
    y = card.y + HEAD
    for row in card.rows:
        if row.edge.label:
            yield _text(right, y + 12, "label", _cut(row.edge.label, card.width - 40))
            yield f'<circle class="dot" cx="{card.x + card.width + 1:g}" cy="{row.y:g}" r="3"/>'
            y += 22
        if row.edge.broken:
            yield _text(left, y + 9, "remark", _cut(f"✗ {row.edge.broken}", card.width - 24))
            y += REMARK


def _text(x: float, y: float, kind: str, text: str) -> str:
    return f'<text class="{kind}" x="{x:g}" y="{y:g}">{escape(text)}</text>'


def _cut(text: str, room: float) -> str:
    most = max(3, int(room / _LETTER))
    return text if len(text) <= most else text[: most - 1] + "…"
