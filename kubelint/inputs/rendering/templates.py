"""Go templates as text: where actions begin and end, which lines may take a mark, what a line takes from the values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

MARK = re.compile(r" #kl7e:(\d+);")
_ACTION = re.compile(
    r"\{\{(?:-\s)?\s*(?:/\*.*?\*/|(?:\"(?:\\.|[^\"\\\n])*\"|`[^`]*`|'(?:\\.|[^'\\\n])*'|(?!\}\}).)*?)(\s-)?\}\}",
    re.DOTALL,
)
_WORD = re.compile(r"\{\{-?\s*(?:/\*|([a-z]+\b)|\$[\w]*\s*(?:,\s*\$\w+\s*)?:?=)")
_OPENING = frozenset({"if", "with", "range", "define", "block"})
_SILENT = _OPENING | {"else", "end", "template-comment", "break", "continue"}
_REFERENCE = re.compile(r"(?<![\w.)\]])(\$?)((?:\.\w+)+|\.(?![\w.]))")
_YAML_LINE = re.compile(r"""\s*(- |[\w."'/$*-]+ ?:(\s|$)|['"{].*: )""")
_MANY = re.compile(r"indent|toYaml|include|tpl|Files|template|range|join|toPrettyJson")

Reference = tuple[str | None, ...]
"""Steps below ``.Values``; None for any item of a list or mapping."""


class Action(NamedTuple):
    """One ``{{ }}`` of a template."""

    start: int
    end: int
    text: str
    word: str
    """Its keyword: ``if``, ``end``; empty where it prints something, ``comment`` or ``set`` where it does not."""
    context: Reference | None
    """What ``.`` is there, below ``.Values``; None where that is not known."""
    defined: bool
    """Whether it stands in a ``define``."""

    @property
    def silent(self) -> bool:
        """Whether it prints nothing."""
        return self.word in _SILENT or self.word in ("comment", "set")


@dataclass
class Line:
    """A line of a template."""

    text: str
    actions: list[Action] = field(default_factory=list)
    """Those that begin in it."""
    open: bool = False
    """Whether its end is inside an action."""
    defined: bool = False
    back: int = 0
    """How many lines above the action begins that ends in it."""
    silenced: bool = False
    """Whether the action that ends in it prints nothing."""
    trimmed: bool = False
    """Whether an action before it eats the line break."""

    @property
    def markable(self) -> bool:
        """Whether a mark behind its end leaves everything else as it is."""
        text = self.text.strip()
        if not text or self.open or text.endswith("-}}") or text.startswith("---"):
            return False
        if self.defined:
            return _YAML_LINE.match(_ACTION.sub("x", self.text)) is not None
        if self.silenced and text.endswith("}}"):
            return False
        printed = _ACTION.sub("", text).strip() or any(not action.silent for action in self.actions)
        return bool(printed) and not all(action.silent for action in self.actions) if self.actions else bool(printed)

    @property
    def prefix(self) -> str:
        """What is printed as it stands, before the first action."""
        return self.text.partition("{{")[0].strip()

    @property
    def many(self) -> bool:
        """Whether it may print more than one line."""
        return any(not a.silent and _MANY.search(a.text) for a in self.actions)

    def references(self) -> Iterator[Reference]:
        """What it takes from the values."""
        for action in self.actions:
            for match in _REFERENCE.finditer(_plain(action.text)):
                if found := _below_values(match[1], match[2], action.context):
                    yield found


def _plain(text: str) -> str:
    return re.sub(r'"(?:\\.|[^"\\])*"', '""', text)


def _below_values(dollar: str, name: str, context: Reference | None) -> Reference | None:
    steps = tuple(step for step in name.split(".") if step)
    if steps[:1] == ("Values",):
        return steps[1:]
    if dollar or steps[:1] in (("Release",), ("Chart",), ("Capabilities",), ("Files",), ("Template",)):
        return None
    return None if context is None else (*context, *steps)


def lines_of(text: str) -> list[Line]:
    """The lines of a template, each with what it takes to mark and to trace it."""
    lines = [Line(line) for line in text.split("\n")]
    number = start = 0
    for action in _actions(text):
        while action.start >= start + len(lines[number].text) + 1:
            start += len(lines[number].text) + 1
            number += 1
        lines[number].actions.append(action)
        lines[number].defined |= action.defined and action.word != "define"
        last = number + text.count("\n", action.start, action.end)
        for back, each in enumerate(lines[number : last + 1]):
            each.open = each.open or number + back < last
            each.back = max(each.back, back)
        if last > number and action.silent:
            lines[last].silenced = True
    _spread(lines, text)
    return lines


def _spread(lines: list[Line], text: str) -> None:
    """Lines inside a ``define``, and those that begin behind an action which eats the line break."""
    spans: list[tuple[int, int]] = []
    begun = None
    depth = 0
    for action in _actions(text):
        if action.word in _OPENING:
            depth += 1
            begun = (action.end, depth) if action.word == "define" else begun
        elif action.word == "end":
            if begun and begun[1] == depth:
                spans.append((begun[0], action.start))
                begun = None
            depth -= 1
    position = 0
    for number, line in enumerate(lines):
        line.defined |= any(start <= position < end for start, end in spans)
        line.trimmed = number > 0 and lines[number - 1].text.rstrip().endswith("-}}")
        position += len(line.text) + 1


def _actions(text: str) -> Iterator[Action]:
    """The actions of a template in their order, with the context that ``with`` and ``range`` make."""
    stack: list[tuple[str, Reference | None]] = []
    for match in _ACTION.finditer(text):
        word = _word(match[0])
        context = stack[-1][1] if stack else ()
        root = context if stack else None
        yield Action(match.start(), match.end(), match[0], word, root, any(w == "define" for w, _ in stack))
        if word in _OPENING:
            stack.append((word, _entered(word, match[0], root)))
        elif word == "end" and stack:
            stack.pop()


def _entered(word: str, text: str, context: Reference | None) -> Reference | None:
    if word == "if":
        return context
    found = [_below_values(m[1], m[2], context) for m in _REFERENCE.finditer(_plain(text))]
    if word not in ("with", "range") or len(found) != 1 or found[0] is None:
        return None
    return (*found[0], None) if word == "range" else found[0]


def _word(text: str) -> str:
    match = _WORD.match(text)
    if match is None:
        return ""
    if match[1]:
        return match[1] if match[1] in _SILENT else ""
    return "comment" if "/*" in match[0] else "set"


def marked(text: str, lines: list[Line], first: int, bodies_only: bool = False) -> str:
    """The template with a mark behind each line that can take one; line ``n`` from 0 gets the number ``first + n``."""
    shown = []
    for number, line in enumerate(lines):
        end = line.text.rstrip("\r")
        mark = f" #kl7e:{first + number};" if line.markable and not (bodies_only and line.defined) else ""
        shown.append(end + mark + line.text[len(end) :])
    return "\n".join(shown)
