"""The texts that findings stand in, and their lines fit to be shown: clean, no secret's value, not too long."""

from __future__ import annotations

import pathlib
import re
from typing import Any, NamedTuple

from kubelint.api import Report
from kubelint.finding import Finding, Location, Position
from kubelint.report._inert import clean
from kubelint.secrecy import confidential, masked, names_a_secret

_LINE_START = re.compile(r"(?<=\n)|(?<=\r)(?!\n)")


class _File(NamedTuple):
    text: str
    lines: list[str]
    """Each with its end."""
    secret: bool
    """Whether a Secret is among its objects."""


class Excerpt:
    """One line and what is marked in it; ``before`` and ``marked`` are texts, so that a caret can be put below."""

    def __init__(self, line: str, start: int, end: int, width: int, hidden: bool) -> None:
        line = clean(line.expandtabs(1).rstrip())
        if hidden:
            line = masked(line)
            start = min(start, len(line) - 1)
        end = min(max(end, start + 1), len(line) + 1)
        cut = max(0, min(start - width // 2, len(line) - width))
        self.text = line[cut : cut + width]
        self.before = self.text[: start - cut]
        self.marked = line[start : min(end, cut + width)] or " "


class Sources:
    """The texts of the files that a report speaks of."""

    def __init__(self, report: Report) -> None:
        self._texts: dict[str, str] = {}
        self._files: dict[str, _File] = {}
        self._secret_lines = {
            (f.file, f.location.start.line) for f in report.findings if confidential(f.rule, f.location)
        }
        for finding in report.findings:
            if text := _text_of(finding):
                self._texts[finding.file] = text

    def text(self, file: str) -> str:
        """The text of a file; empty where it cannot be read."""
        return self._of(file).text

    def byte_column(self, file: str, position: Position) -> int:
        """The column of a position in bytes of UTF-8, from 1."""
        lines = self._of(file).lines
        line = lines[position.line - 1] if position.line <= len(lines) else ""
        return len(line[: position.column - 1].encode("utf-8", "surrogatepass")) + 1

    def between(self, file: str, start: Position, end: Position) -> str:
        """The text from one position to another."""
        lines = self._of(file).lines[start.line - 1 : end.line]
        lines[-1] = lines[-1][: end.column - 1]
        lines[0] = lines[0][start.column - 1 :]
        return "".join(lines)

    def excerpt(self, rule: str, location: Location, width: int) -> Excerpt | None:
        """The first line of a location; None where there is no such line any more."""
        number, column = location.start
        lines = self._of(location.file).lines
        if not 0 < number <= len(lines) or not lines[number - 1].strip():
            return None
        line = lines[number - 1]
        end = location.end.column - 1 if location.end.line == number else len(line.rstrip())
        return Excerpt(line, column - 1, end, width, self.hidden(rule, location))

    def hidden(self, rule: str, location: Location) -> bool:
        """Whether the text at a location may be a secret."""
        if confidential(rule, location) or (location.file, location.start.line) in self._secret_lines:
            return True
        return location.object is None and self._of(location.file).secret

    def _of(self, name: str) -> _File:
        if name not in self._files:
            text = self._texts[name] if name in self._texts else _read(name)
            self._files[name] = _File(text, _LINE_START.split(text), names_a_secret(text))
        return self._files[name]


def _text_of(finding: Finding) -> str:
    """The text as it was read; empty where the place is in what was rendered from the file."""
    subject: Any = finding.place.subject if finding.place else None
    document = getattr(subject, "document", None)
    if document is None or document.manifest.name != finding.file:
        return ""
    text: str = document.manifest.text
    return text


def _read(file: str) -> str:
    try:
        return pathlib.Path(file).read_text(encoding="utf-8-sig", errors="replace")
    except (OSError, ValueError):
        return ""
