"""The text that findings stand in, for code frames and for columns in other units."""

from __future__ import annotations

from typing import Any

from kubelint.finding import Finding, Position


def text_of(finding: Finding) -> str:
    """The text of the file that a finding stands in; empty where it has none (a file that cannot be read)."""
    subject: Any = finding.place.subject if finding.place else None
    document = getattr(subject, "document", None)
    return document.manifest.text if document is not None else ""


def line_of(text: str, number: int) -> str:
    """A line of a text by its number (from 1), without its end; empty where there is none."""
    start = 0
    for _ in range(number - 1):
        start = text.find("\n", start) + 1
        if not start:
            return ""
    end = text.find("\n", start)
    return text[start : end if end >= 0 else len(text)].rstrip("\r")


def byte_column(text: str, position: Position) -> int:
    """The column of a position in bytes of UTF-8, from 1."""
    return len(line_of(text, position.line)[: position.column - 1].encode()) + 1
