"""Random documents in all styles, written by hand so that the source of each scalar is known."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from kubelint.finding import Path
from kubelint.manifest.scalars import resolve

_PLAIN = ["web", "api", "a b", "x-1", "ünï", "日本", "it's", 'say "hi"', "12:30", "😀", "a#b", "back\\slash"]
_ODD = ["yes", "012", "1e3", "true", "null", "-", "- a", "a: b", "# no", "", "*x", "{a}", "[", "@at", "`x`", "%p"]
WORDS = st.sampled_from([*_PLAIN, *_ODD, "tail ", "two\nlines", "ended\n"])
SCALARS = st.one_of(WORDS, st.integers(-99999, 99999), st.booleans(), st.none(), st.sampled_from([1.5, 0.25]))
KEYS = st.sampled_from(
    ["name", "image", "a b", "x/y.z", "ports", "ünï", "on", "1", "spec", "kind", "k-1", "it's", "#c", "a: b"]
)
DATA = st.dictionaries(
    KEYS,
    st.recursive(
        SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=12
    ),
    min_size=1,
    max_size=4,
)


@dataclass
class Rendered:
    """Text, and for each path the source of the scalar that stands there."""

    data: Any
    draw: Any
    text: str = ""
    scalars: dict[Path, str] = field(default_factory=dict)
    comments: int = 0

    def choose(self, *options: Any) -> Any:
        return self.draw(st.sampled_from(options))

    def scalar(self, value: Any, flow: bool, key: bool = False) -> str:
        if not isinstance(value, str):
            return json.dumps(value) if value is not None else self.choose("null", "~")
        styles = [json.dumps(value, ensure_ascii=self.choose(False, True) and value.isascii())]
        if "\n" not in value:
            styles.append("'" + value.replace("'", "''") + "'")
        if plain(value):
            styles.append(value)
        return str(self.choose(*styles))

    def block(self, value: Any, path: Path, indent: int) -> None:
        """The value behind a key or a dash, with its line break."""
        if isinstance(value, (dict, list)) and (not value or self.choose(False, False, True)):
            self.text += " "
            self.flow(value, path)
            self.end_line()
        elif isinstance(value, dict):
            self.end_line()
            self.mapping(value, path, indent)
        elif isinstance(value, list):
            self.end_line()
            self.sequence(value, path, indent)
        elif isinstance(value, str) and literal(value) and self.choose(True, False):
            lines = value.removesuffix("\n").split("\n")
            head = "|" if value.endswith("\n") else "|-"
            self.leaf(self.line_break.join([head, *(" " * indent + line for line in lines)]), path)
            self.text += self.line_break
        else:
            self.leaf(self.scalar(value, flow=False), path)
            self.end_line()

    def leaf(self, source: str, path: Path) -> None:
        self.scalars[path] = source
        self.text += " " + self.choose("", "", "", "", "", "&anchor ") + source

    def end_line(self) -> None:
        comment = self.choose("", "", "", "  # said, ünï 😀")
        self.comments += bool(comment)
        self.text += comment + self.line_break

    line_break = "\n"

    def mapping(self, data: dict[str, Any], path: Path, indent: int, first: str = "") -> None:
        for number, (key, value) in enumerate(data.items()):
            if not (number == 0 and first) and self.choose(False, False, False, True):
                self.text += " " * indent + "# a comment" + self.line_break
                self.comments += 1
            self.text += "" if number == 0 and first else " " * indent
            self.text += self.scalar(key, flow=False, key=True) + ":"
            inner = indent + (2 if not isinstance(value, list) else self.choose(0, 2))
            self.block(value, (*path, key), inner)

    def sequence(self, data: list[Any], path: Path, indent: int) -> None:
        for number, item in enumerate(data):
            self.text += " " * indent + "-"
            if isinstance(item, dict) and item and self.choose(True, True, False):
                self.text += " "
                self.mapping(item, (*path, number), indent + 2, first="-")
            else:
                self.block(item, (*path, number), indent + 2)

    def flow(self, value: Any, path: Path) -> None:
        if isinstance(value, dict):
            self.text += "{"
            for number, (key, inner) in enumerate(value.items()):
                self.text += ", " * bool(number) + self.scalar(key, flow=True, key=True) + ": "
                self.flow(inner, (*path, key))
            self.text += "}"
        elif isinstance(value, list):
            self.text += "["
            for number, inner in enumerate(value):
                self.text += ", " * bool(number)
                self.flow(inner, (*path, number))
            self.text += "]"
        else:
            source = self.scalar(value, flow=True)
            self.scalars[path] = source
            self.text += source


def literal(text: str) -> bool:
    """Whether the text may stand as a literal block."""
    lines = text.removesuffix("\n").split("\n")
    return all(line and line == line.strip() for line in lines)


def plain(text: str) -> bool:
    """Whether the text may stand without quotes anywhere and reads back as itself."""
    if not text or text != text.strip() or resolve(text) != text:
        return False
    return text[0] not in "-?:,[]{}#&*!|>'\"%@`" and not any(sign in text for sign in (": ", " #", ",", "\n", "{", "["))


@st.composite
def documents(draw: Any, breaks: tuple[str, ...] = ("\n", "\r\n")) -> Rendered:
    """A random document."""
    rendered = Rendered(draw(DATA), draw)
    rendered.line_break = draw(st.sampled_from(breaks))
    rendered.mapping(rendered.data, (), 0)
    if draw(st.integers(0, 4)) == 0:
        rendered.text = rendered.text.removesuffix(rendered.line_break)
    return rendered
