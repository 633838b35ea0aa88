"""The lines that findings point at, fit to be shown: no control characters, no secret's value, not too long."""

from __future__ import annotations

import pathlib
import re
from typing import NamedTuple

from kubelint.api import Report
from kubelint.finding import Location
from kubelint.report._text import text_of
from kubelint.secrecy import confidential

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_SECRET = re.compile(r"""^[ \-]*["']?kind["']?[ \t]*:[ \t]*["']?Secret\b""", re.MULTILINE)


class _File(NamedTuple):
    lines: list[str]
    secret: bool
    """Whether a Secret is among its objects."""


def clean(text: str) -> str:
    """The text without what would make a terminal do something."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text) if _CONTROL.search(text) else text


class Excerpt:
    """One line and what is marked in it; ``before`` and ``marked`` are texts, so that a caret can be put below."""

    def __init__(self, line: str, start: int, end: int, width: int, hidden: bool) -> None:
        line = clean(line.expandtabs(1).rstrip())
        if hidden:
            line = _masked(line)
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
        for finding in report.findings:
            if text := text_of(finding):
                self._texts[finding.file] = text

    def excerpt(self, rule: str, location: Location, width: int) -> Excerpt | None:
        """The first line of a location; None where there is no such line any more."""
        file = self._of(location.file)
        lines = file.lines
        number, column = location.start
        if not 0 < number <= len(lines) or not lines[number - 1].strip():
            return None
        line = lines[number - 1]
        end = location.end.column - 1 if location.end.line == number else len(line.rstrip())
        hidden = confidential(rule, location) or (location.object is None and file.secret)
        return Excerpt(line, column - 1, end, width, hidden)

    def _of(self, name: str) -> _File:
        if name not in self._files:
            text = self._texts.pop(name) if name in self._texts else _read(name)
            self._files[name] = _File(text.split("\n"), _SECRET.search(text) is not None)
        return self._files[name]


def _masked(line: str) -> str:
    """The line as far as its first key."""
    key, colon, _ = line.partition(": ")
    return f"{key}: …" if colon else line[: len(line) - len(line.lstrip(" -"))] + "…"


def _read(file: str) -> str:
    try:
        return pathlib.Path(file).read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        return ""
