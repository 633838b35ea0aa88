"""Plain data as YAML text that Kubernetes, and every other reader, takes for the same data."""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple

from kubelint.manifest.scalars import MERGE, resolve

_SAFE = re.compile(r"[^\W\d_][\w./@%+*=;()~$^\\-]*(?:[ :][\w./@%+*=;()~$^\\-]+)*|[\w./][\w./@%+-]*")
_LIKE_A_NUMBER = re.compile(r"[-+.]?[0-9][0-9_:.,+\-eExXoObB]*|[0-9]+-[0-9]+-[0-9]+.*")
_UNPRINTABLE = re.compile("[\x7f-\xa0\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")
_OTHERS_WORDS = {"null", "true", "false", "yes", "no", "on", "off", "y", "n"}


class Layout(NamedTuple):
    """How a document is laid out."""

    newline: str = "\n"
    step: int = 2
    indented_lists: bool = True
    json: bool = False


def scalar(value: Any, style: str = "plain", json_only: bool = False) -> str:
    """A scalar in a style, or in double quotes where that style cannot hold it."""
    if not isinstance(value, str):
        return json.dumps(value)
    if json_only:
        return json.dumps(value, ensure_ascii=False)
    if style == "single" and value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    if style != "double" and plain(value):
        return value
    quoted = json.dumps(value, ensure_ascii=False)
    return _UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", quoted)


def plain(text: str) -> bool:
    """Whether a string may stand without quotes."""
    if not _SAFE.fullmatch(text) or not text.isprintable() or text == MERGE:
        return False
    return text.lower() not in _OTHERS_WORDS and resolve(text) == text and not _LIKE_A_NUMBER.fullmatch(text)


def flow(value: Any, layout: Layout) -> str:
    """A value on one line, as it stands in a flow collection."""
    if layout.json:
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{flow(key, layout)}: {flow(inner, layout)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(inner, layout) for inner in value) + "]"
    return scalar(value)


def block(value: Any, indent: int, layout: Layout) -> list[str]:
    """A non-empty collection as lines; the first is not indented, the others by so many columns."""
    lines: list[str] = []
    pad = " " * indent
    if isinstance(value, dict):
        for key, inner in value.items():
            lines += _entry(key, inner, indent, layout)
    else:
        for inner in value:
            first, *rest = _inline(inner, indent + 2, layout)
            lines += [f"{pad}- {first}", *rest]
    return [lines[0].removeprefix(pad), *lines[1:]]


def entry(key: str, value: Any, indent: int, layout: Layout) -> list[str]:
    """A key and its value as lines, the first not indented."""
    first, *rest = _entry(key, value, indent, layout)
    return [first.removeprefix(" " * indent), *rest]


def _entry(key: str, value: Any, indent: int, layout: Layout) -> list[str]:
    head = f"{' ' * indent}{scalar(key)}:"
    if not is_block(value):
        first, *rest = _inline(value, indent + layout.step, layout)
        return [f"{head} {first}", *rest]
    inner = inner_indent(value, indent, layout)
    first, *rest = block(value, inner, layout)
    return [head, " " * inner + first, *rest]


def inner_indent(value: Any, indent: int, layout: Layout) -> int:
    """The column of a collection under a key that stands at a column."""
    return indent if isinstance(value, list) and not layout.indented_lists else indent + layout.step


def is_block(value: Any) -> bool:
    """Whether the value needs lines of its own."""
    return isinstance(value, (dict, list)) and bool(value)


def _inline(value: Any, indent: int, layout: Layout) -> list[str]:
    """A value behind a dash or a colon: lines, the first not indented."""
    if is_block(value):
        return block(value, indent, layout)
    if isinstance(value, str) and _literal(value):
        body = value.removesuffix("\n").split("\n")
        head = "|" if value.endswith("\n") else "|-"
        return [head, *(" " * indent + line if line else "" for line in body)]
    return [flow(value, layout)]


def _literal(text: str) -> bool:
    """Whether a text of several lines may stand as a literal block."""
    lines = text.removesuffix("\n").split("\n")
    if len(lines) < 2 or text.endswith("\n\n") or not lines[-1] or lines[0][:1] in ("", " "):
        return False
    return all(line.isprintable() and line == line.rstrip() for line in lines)
