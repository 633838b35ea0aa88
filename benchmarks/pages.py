"""Numbers measured here, put into the page on fixes."""

from __future__ import annotations

import pathlib
import re

PAGE = pathlib.Path(__file__).parent.parent / "docs/fixes.md"


def put(name: str, text: str) -> None:
    """Put a text below ``<!-- numbers of: NAME -->``, in place of the one that is there."""
    block = re.compile(rf"(<!-- numbers of: {re.escape(name)} -->\n)(.*?)(<!-- end -->)", re.DOTALL)
    page = PAGE.read_text("utf-8")
    PAGE.write_text(block.sub(lambda match: f"{match[1]}\n{text}\n{match[3]}", page), "utf-8")


def shown(name: str) -> str:
    """The text that stands there."""
    block = rf"<!-- numbers of: {re.escape(name)} -->\n\n(.*?)\n<!-- end -->"
    match = re.search(block, PAGE.read_text("utf-8"), re.DOTALL)
    return match[1] if match else ""
