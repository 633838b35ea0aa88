"""The shipped facts: which kinds each Kubernetes version serves, and the definitions behind them."""

from __future__ import annotations

import json
import zlib
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

Shape = Any
"""A scalar's name, ``#definition``, ``[item, list type, map keys...]`` or ``{"*": value}``."""


class Definition(NamedTuple):
    """One type of the API: its members' shapes, and the names of those that the schema requires."""

    name: str
    fields: dict[str, Shape]
    required: tuple[str, ...]


def data_folder() -> Path:
    """Where ``schemas/`` lies: beside the package's modules when installed, at the top of a checkout."""
    package = Path(__file__).parent.parent
    inside = package / "schemas"
    return inside if inside.is_dir() else package.parent / "schemas"


class Bundle:
    """The text of ``kubernetes.z``; definitions are parsed when they are first asked for."""

    def __init__(self, content: bytes) -> None:
        lines = zlib.decompress(content).decode().split("\n")
        self._numbers = {name: number for number, name in enumerate(lines[0].split(" "))}
        self.kinds: dict[str, str] = json.loads(lines[1])
        """``apps/v1 Deployment`` → the name of its definition."""
        self._rows: dict[int, list[str]] = {}
        start = 2
        while lines[start][0] != "{":
            minor, *row = lines[start].split(" ")
            self._rows[int(minor)] = row
            start += 1
        self._lines = lines[start:]
        self._parsed: dict[tuple[str, str], Definition] = {}

    @property
    def minors(self) -> tuple[int, ...]:
        """The minor versions it holds, oldest first."""
        return tuple(self._rows)

    def names(self, minor: int) -> list[str]:
        """The names of all definitions of a version."""
        return [name for name in self._numbers if self.edition(name, minor) is not None]

    def edition(self, name: str, minor: int) -> str | None:
        """What tells one version's form of a definition from another's; None where that version lacks it."""
        number = self._numbers.get(name)
        edition = self._rows[minor][number] if number is not None and minor in self._rows else "-"
        return None if edition == "-" else edition

    def definition(self, name: str, minor: int) -> Definition:
        """A definition as of a minor version; KeyError where that version lacks it."""
        edition = self.edition(name, minor)
        if edition is None:
            raise KeyError(name)
        found = self._parsed.get((name, edition))
        if found is None:
            facts = json.loads(self._lines[int(edition)])
            found = Definition(name, facts["fields"], tuple(facts.get("required", ())))
            self._parsed[name, edition] = found
        return found

    def reach(self, name: str, minor: int) -> frozenset[tuple[str, str]]:
        """All definitions that one refers to, itself included, with their editions: equal for versions that agree."""
        seen: dict[str, str] = {}
        waiting = [name]
        while waiting:
            current = waiting.pop()
            edition = self.edition(current, minor)
            if edition is not None and current not in seen:
                seen[current] = edition
                waiting.extend(_references(list(self.definition(current, minor).fields.values())))
        return frozenset(seen.items())


def _references(shapes: list[Shape]) -> list[str]:
    names = []
    for shape in shapes:
        while not isinstance(shape, str):
            shape = shape[0] if isinstance(shape, list) else shape["*"]
        if shape[0] == "#":
            names.append(shape[1:])
    return names


@cache
def bundle() -> Bundle:
    """The shipped bundle, read once."""
    return Bundle((data_folder() / "kubernetes.z").read_bytes())
