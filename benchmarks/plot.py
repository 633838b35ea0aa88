"""A bar chart as SVG."""

from __future__ import annotations

from html import escape

_ROW, _LABEL, _BAR = 26, 250, 420
_STYLE = "text{font:13px sans-serif;fill:#444}.v{fill:#777}rect{fill:#9ab}.own{fill:#2a6fb0}"


def bars(title: str, rows: list[tuple[str, float, bool]], unit: str) -> str:
    """One bar for each name and value; the third says whether it is our own."""
    largest = max(value for _, value, _ in rows)
    height = _ROW * (len(rows) + 1) + 14
    drawn = "".join(_bar(number, *row, largest, unit) for number, row in enumerate(rows, 1))
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_LABEL + _BAR + 90} {height}" role="img">'
    return f'{head}<style>{_STYLE}</style><text x="8" y="20">{escape(title)}</text>{drawn}</svg>\n'


def _bar(number: int, name: str, value: float, own: bool, largest: float, unit: str) -> str:
    top, width = _ROW * number + 8, max(_BAR * value / largest, 1)
    kind = ' class="own"' if own else ""
    return (
        f'<text x="8" y="{top + 15}">{escape(name)}</text>'
        f'<rect{kind} x="{_LABEL}" y="{top + 2}" width="{width:.1f}" height="{_ROW - 8}" rx="2"/>'
        f'<text class="v" x="{_LABEL + width + 6:.1f}" y="{top + 15}">{value:.2f} {unit}</text>'
    )
