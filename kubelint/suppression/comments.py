"""Suppressions in comments: ``# kubelint: ignore[rule, rule] reason`` and its forms for an object and a file."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from kubelint.finding import Span, TextEdit
from kubelint.location import WholeDocument
from kubelint.manifest import Manifest
from kubelint.manifest.document import Comment
from kubelint.suppression.suppression import Scope, Suppression

_FORM = re.compile(r"(?:(?<=\s)|^)#\s*kubelint:\s*(ignore(?:-object|-file)?)\s*(?:\[([^\]]*)\])?[\s:]*(.*)")


def in_comments(manifest: Manifest) -> Iterator[Suppression]:
    """Every suppression comment of a file, in reading order."""
    if "kubelint:" not in manifest.text:
        return
    for number, document in enumerate(manifest.documents):
        for comment in document.comments():
            if match := _FORM.search(comment.text):
                yield _read(manifest, number, comment, match)


def _read(manifest: Manifest, number: int, comment: Comment, match: re.Match[str]) -> Suppression:
    document, behind_another = manifest.documents[number], match.start() > 0
    names = tuple(name.strip() for name in (match[2] or "").split(",") if name.strip())
    scope, misplaced = _scope(match[1], manifest, number, comment)
    span = Span(comment.span.start + match.start(), comment.span.end)
    found = Suppression(names, scope, document, span, match[3].strip(), misplaced=misplaced)
    own = comment._replace(span=span, own_line=comment.own_line and not behind_another)
    whole = WholeDocument(document)
    found.removal = (TextEdit(whole, _whole(manifest, own), ""),)
    if len(set(names)) > 1:
        listed = Span(*(comment.span.start + offset for offset in match.span(2)))
        found.shorter = {name: (TextEdit(whole, listed, without(names, name)),) for name in names}
    return found


def without(names: tuple[str, ...], name: str) -> str:
    """The list of names as it is written, one of them left out."""
    return ", ".join(other for other in names if other != name)


def _scope(form: str, manifest: Manifest, number: int, comment: Comment) -> tuple[Scope, str]:
    if form == "ignore-file":
        early = not any(document.data is not None for document in manifest.documents[:number]) and (
            manifest.documents[number].data is None or _before_content(manifest, number, comment)
        )
        return Scope(manifest.name), "" if early else "`ignore-file` must stand before the first document"
    if form == "ignore-object":
        return Scope(manifest.name, document=_described(manifest, number)), ""
    line = manifest.position(comment.span.start).line
    if not comment.own_line:
        return Scope(manifest.name, lines=(line, line)), ""
    return Scope(manifest.name, lines=block_below(_lines(manifest), line)), ""


@functools.lru_cache(maxsize=1)
def _lines(manifest: Manifest) -> list[str]:
    return manifest.text.splitlines()


def _before_content(manifest: Manifest, number: int, comment: Comment) -> bool:
    text = manifest.text[manifest.documents[number].span.start : comment.span.start]
    return all(
        not line.strip() or line.lstrip().startswith("#") or line.startswith("---") for line in text.splitlines()
    )


def _described(manifest: Manifest, number: int) -> int:
    """The document that a comment is about: the next one, where its own holds nothing but comments."""
    later = (manifest.documents[n] for n in range(number, len(manifest.documents)))
    return next((document.index for document in later if document.data is not None), manifest.documents[number].index)


def block_below(lines: list[str], line: int) -> tuple[int, int]:
    """First and last line (from 1) of the node that begins below a line, told by its indentation."""
    first = next((n for n in range(line, len(lines)) if _content(lines[n])), None)
    if first is None:
        return line, line
    indent = _indent(lines[first])
    items = indent if not lines[first].lstrip().startswith("- ") else -1
    last = first
    for n in range(first + 1, len(lines)):
        if not _content(lines[n]):
            continue
        if _indent(lines[n]) < indent or (_indent(lines[n]) == indent and not _item(lines[n], items)):
            break
        last = n
    return first + 1, last + 1


def _item(line: str, items: int) -> bool:
    """Whether a line is an item of a list that is not indented below its key."""
    return items >= 0 and line[items:].startswith("-") and not line.startswith("---")


def _content(line: str) -> bool:
    stripped = line.strip()
    return bool(stripped) and not stripped.startswith("#")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _whole(manifest: Manifest, comment: Comment) -> Span:
    """The comment with the blanks before it; with its line end too where it has the line to itself."""
    text, start, end = manifest.text, comment.span.start, comment.span.end
    while start > 0 and text[start - 1] in " \t":
        start -= 1
    if comment.own_line:
        end = text.find("\n", end) + 1 or len(text)
    return Span(start, end)
