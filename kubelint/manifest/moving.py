"""A key that moves to another mapping with the very lines that it has: comments, quotes and styles go with it."""

from __future__ import annotations

from kubelint.finding import Operation, Span
from kubelint.manifest.nodes import Entry, Mapping
from kubelint.manifest.patch import CannotEdit
from kubelint.manifest.rendering import scalar
from kubelint.manifest.surgery import Edits, Surgery


def moved(surgery: Surgery, operation: Operation) -> Edits:
    """The edits of a move between two block mappings. Raises CannotEdit where it is not as simple as that."""
    source, target = operation.source or (), operation.path
    origin, goal = surgery.node(source[:-1]), surgery.node(target[:-1])
    if not isinstance(origin, Mapping) or not isinstance(goal, Mapping) or origin.flow or goal.flow or not goal.entries:
        raise CannotEdit("a move between others than block mappings")
    number = next((n for n, entry in enumerate(origin.entries) if entry.name == source[-1]), None)
    if number is None or len(origin.entries) < 2 or surgery.layout.json or target[: len(source)] == source:
        raise CannotEdit("the lines cannot move as they are")
    (cut,) = [span for span, _ in surgery.remove_child(origin, number)]
    column = surgery.column(goal.entries[0].key.start)
    lines = _lines(surgery, origin.entries[number], cut, column, str(target[-1]))
    at = surgery.behind(goal)
    if cut.start <= at <= cut.end:
        raise CannotEdit("it stands there already")
    newline = surgery.layout.newline
    return [(cut, ""), (Span(at, at), "".join(newline + line for line in lines))]


def _lines(surgery: Surgery, entry: Entry, cut: Span, column: int, name: str) -> list[str]:
    """The entry's lines, indented as the new place asks for, under the new name."""
    text, old = surgery.text, surgery.column(entry.key.start)
    if text[cut.start : entry.key.start].strip(" "):
        raise CannotEdit("its first line is not its own")
    behind = text[entry.key.end : cut.end].rstrip("\r\n")
    first, *rest = [line.removesuffix("\r") for line in behind.split("\n")]
    if any(line.strip() and line[:old].strip() for line in rest):
        raise CannotEdit("its lines are indented less than itself")
    key = text[entry.key.start : entry.key.end] if entry.name == name else scalar(name)
    return [" " * column + key + first, *(" " * column + line[old:] if line.strip() else "" for line in rest)]
