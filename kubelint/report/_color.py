"""Colours of a terminal."""

from __future__ import annotations

from kubelint.report import View

_CODES = {"ERROR": "1;31", "WARNING": "1;33", "INFO": "1;34", "DIM": "2", "BOLD": "1", "PLACE": "36"}


def paint(text: str, role: str, view: View) -> str:
    """The text in the colour of its role, or as it is where the view has no colours."""
    return f"\x1b[{_CODES[role]}m{text}\x1b[0m" if view.color else text
