"""Patterns as git reads them (``gitignore(5)``)."""

from __future__ import annotations

import itertools
import pathlib
import re
from collections.abc import Iterable
from typing import NamedTuple


class Line(NamedTuple):
    """One pattern."""

    regex: str
    """Matches the whole path, relative to the folder of the pattern."""
    negated: bool
    folders_only: bool


class Patterns:
    """The patterns of one ``.gitignore``, in one regular expression for each run of lines of the same sign."""

    def __init__(self, base: str, lines: Iterable[str]) -> None:
        self.base = base.rstrip("/") + "/"
        read = [line for text in lines if (line := read_line(text))]
        runs = [(negated, list(run)) for negated, run in itertools.groupby(read, key=lambda line: line.negated)]
        self._runs = [(negated, _joined(run, False), _joined(run, True)) for negated, run in reversed(runs)]

    def verdict(self, path: str, folder: bool) -> bool | None:
        """Whether a path is ignored; None where no pattern speaks of it. The last pattern that matches decides."""
        if not path.startswith(self.base):
            return None
        relative = path[len(self.base) :]
        for negated, of_file, of_folder in self._runs:
            if (of_folder if folder else of_file).fullmatch(relative):
                return not negated
        return None

    def holds(self, path: str) -> bool:
        """Whether a file, or a folder that it lies in, matches."""
        parents = [parent.as_posix() for parent in pathlib.PurePosixPath(path).parents]
        return bool(self.verdict(path, False)) or any(self.verdict(parent, True) for parent in parents)


def read_line(text: str) -> Line | None:
    """The pattern of a line; None for blanks and comments."""
    text = re.sub(r"(?<!\\)\s+$", "", text)
    if not text or text.startswith("#"):
        return None
    negated, text = text.startswith("!"), text.removeprefix("!")
    folders_only, text = text.endswith("/"), text.rstrip("/")
    anchored, text = "/" in text, text.removeprefix("/")
    prefix = "" if anchored else "(?:.*/)?"
    return Line(prefix + "".join(_translated(text)), negated, folders_only) if text else None


_TOKEN = re.compile(r"^\*\*/|/\*\*/|/\*\*$|\*+|\?|\[(?:\\.|[^\]\\/])(?:\\.|[^\]\\/])*\]|\\.|.", re.DOTALL)
_MEANING = {"**/": "(?:.*/)?", "/**/": "/(?:.*/)?", "/**": "/.+", "?": "[^/]"}


def _translated(text: str) -> Iterable[str]:
    for match in _TOKEN.finditer(text):
        token = match[0]
        if token in _MEANING:
            yield _MEANING[token]
        elif token.startswith("*"):
            yield "[^/]*"
        elif len(token) > 2 and token.startswith("["):
            yield "(?!/)[" + token[1:].replace("!", "^", 1 if token[1] == "!" else 0).replace("[", r"\[")
        else:
            yield re.escape(token[-1])


def _joined(lines: list[Line], folder: bool) -> re.Pattern[str]:
    wanted = [line.regex for line in lines if folder or not line.folders_only]
    return re.compile("|".join(f"(?:{regex})" for regex in wanted) or r"(?!)", re.DOTALL)
