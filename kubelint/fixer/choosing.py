"""Which fixes of a file go together: those that touch each other neither in the text nor in the data."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from kubelint.finding import DropKey, Finding, Fix, NewDocument, Patch, Path
from kubelint.fixer.changing import document_of, operations_of
from kubelint.manifest import Manifest, read_text
from kubelint.manifest.edit import CannotEdit, Edits, applied, equal
from kubelint.manifest.patch import patched


class Try(NamedTuple):
    """A fix that is about to be applied."""

    finding: Finding
    fix: Fix
    edits: Edits


def apart(tries: Iterable[Try]) -> list[Try]:
    """As many fixes as leave each other alone, in their order; several may add something at the same point."""
    chosen: list[Try] = []
    taken: list[tuple[int, int]] = []
    paths, above = set[Any](), set[Any]()
    for one in tries:
        spans = [(span.start, span.end) for span, _ in one.edits]
        own = set(_paths(one.fix))
        if any(_meets(taken, span) for span in spans) or any(_claimed(path, paths, above) for path in own):
            continue
        chosen.append(one)
        for span in spans:
            insort(taken, span)
        paths |= own
        above.update((index, path[:length]) for index, path in own for length in range(len(path) + 1))
    return chosen


def _meets(taken: list[tuple[int, int]], span: tuple[int, int]) -> bool:
    place = bisect_left(taken, span)
    near = taken[max(place - 1, 0) : place + 1]
    empty = span[0] == span[1]
    return any(span[0] <= end and start <= span[1] and not (empty and (start, end) == span) for start, end in near)


def _paths(fix: Fix) -> Iterator[tuple[int, Path]]:
    for change in fix.changes:
        base = change.subject.base
        for operation in change.operations if isinstance(change, Patch) else ():
            for path in (operation.path, operation.source):
                if path is not None and path[-1:] != ("-",):
                    yield change.subject.index, base + path
        if isinstance(change, DropKey):
            yield change.subject.index, base + change.path


def _claimed(path: tuple[int, Path], paths: set[Any], above: set[Any]) -> bool:
    index, steps = path
    return path in above or any((index, steps[:length]) in paths for length in range(len(steps)))


def together(manifest: Manifest, chosen: list[Try]) -> Manifest | None:
    """The file with all these fixes, if it reads as all their operations together mean it; else None."""
    try:
        wanted = _wanted(manifest, chosen)
        after = read_text(applied(manifest.text, [edit for one in chosen for edit in one.edits]), manifest.name)
    except (CannotEdit, ValueError):
        return None
    same = len(after.documents) == len(wanted)
    clean = sum(len(d.notes) for d in after.documents) <= sum(len(d.notes) for d in manifest.documents)
    if not (same and clean and all(equal(d.data, data) for d, data in zip(after.documents, wanted, strict=True))):
        return None
    after.encoding, after.marked = manifest.encoding, manifest.marked
    return after


def _wanted(manifest: Manifest, chosen: list[Try]) -> list[Any]:
    """What the documents shall read as; from the last fix to the first, so that no index has moved."""
    wanted = {document.index: [document.data] for document in manifest.documents}
    for one in sorted(chosen, key=lambda one: -one.edits[0][0].start):
        for document, operations in operations_of(one.fix.changes):
            wanted[document.index][0] = patched(wanted[document.index][0], operations)
    for one in chosen:
        for change in one.fix.changes:
            if isinstance(change, NewDocument):
                wanted[document_of(change).index].append(change.data)
    return [data for document in manifest.documents for data in wanted[document.index]]
