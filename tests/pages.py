"""Reads the examples on the rule pages: fenced blocks, their info strings, the lines marked ``# finding``."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import yaml

from kubelint.catalogue import Rule, page, sections

NOW = datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC)
_FENCE = re.compile(r"^```(yaml|json)([^\n]*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_MARKER = re.compile(r"[ \t]*# finding(?::[ \t]*([\w-]+))?[ \t]*$")


class File(NamedTuple):
    """One file of an example, its markers stripped."""

    name: str
    text: str
    expected: frozenset[tuple[int, str]]
    """Line (from 1) and rule of every finding that is wanted."""
    info: dict[str, str]


class Example(NamedTuple):
    """Files that are judged together."""

    rule: str
    section: str
    number: int
    files: tuple[File, ...]

    @property
    def options(self) -> dict[str, Any]:
        """The rule's options, of ``option.minimum=3`` in the info string."""
        given = {k[7:]: v for file in self.files for k, v in file.info.items() if k.startswith("option.")}
        return {name: yaml.safe_load(value) for name, value in given.items()}

    @property
    def version(self) -> str | None:
        """The Kubernetes version or range, of ``version=1.29``."""
        return next((file.info["version"] for file in self.files if "version" in file.info), None)


def examples(rule: Rule) -> Iterator[Example]:
    """Every example of a page. Blocks with ``file=`` follow one another into one example; ``new`` begins another."""
    for section, body in sections(page(rule.name)).items():
        if section in ("Bad", "Good", "Look-alikes", "Fix"):
            for number, files in enumerate(_grouped(rule.name, body)):
                yield Example(rule.name, section, number, tuple(files))


def _grouped(rule: str, body: str) -> list[list[File]]:
    groups: list[list[File]] = []
    for match in _FENCE.finditer(body):
        info = dict(_pairs(match[2]))
        file = _file(rule, match[3], info, match[1])
        joins = groups and "file" in info and "new" not in info and "file" in groups[-1][-1].info
        if joins and file.name not in {f.name for f in groups[-1]}:
            groups[-1].append(file)
        else:
            groups.append([file])
    return groups


def _pairs(info: str) -> Iterator[tuple[str, str]]:
    for word in info.split():
        key, _, value = word.partition("=")
        yield key, value


def _file(rule: str, text: str, info: dict[str, str], language: str) -> File:
    lines, expected = [], set()
    for number, line in enumerate(text.splitlines(), 1):
        match = _MARKER.search(line)
        if match:
            expected.add((number, match[1] or rule))
        lines.append(line[: match.start()] if match else line)
    return File(info.get("file", f"example.{language}"), "\n".join(lines) + "\n", frozenset(expected), info)
