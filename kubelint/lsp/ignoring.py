"""The comment that silences a finding where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kubelint.finding import Finding, Span
from kubelint.manifest import Manifest, read_text
from kubelint.suppression.apply import UNSUPPRESSIBLE
from kubelint.suppression.comments import in_comments

_REASON = "TODO: say why"
_OPEN_LIST = re.compile(r"#\s*kubelint:\s*ignore\[[^\]]*(?=\])")


def ignoring(manifest: Manifest | None, finding: Finding) -> tuple[Span, str] | None:
    """Where to insert which text; None where no comment can stand, or none would help."""
    if manifest is None or finding.category == "run" or finding.rule in UNSUPPRESSIBLE:
        return None
    if manifest.documents[finding.location.document].json:
        return None
    for offset, text in _candidates(manifest, finding):
        if _works(manifest, finding, manifest.text[:offset] + text + manifest.text[offset:]):
            return Span(offset, offset), text
    return None


def _candidates(manifest: Manifest, finding: Finding) -> Iterator[tuple[int, str]]:
    """In the brackets that the line has already, at the line's end, on a line of its own above."""
    span = manifest.line(finding.location.start.line)
    line = manifest.text[span.start : span.end]
    if listed := _OPEN_LIST.search(line):
        yield span.start + listed.end(), f", {finding.rule}"
    comment = f"# kubelint: ignore[{finding.rule}] {_REASON}"
    yield span.end, f"  {comment}"
    indent = line[: len(line) - len(line.lstrip(" "))]
    newline = "\r\n" if "\r\n" in manifest.text else "\n"
    yield span.start, f"{indent}{comment}{newline}"


def _works(manifest: Manifest, finding: Finding, text: str) -> bool:
    """Whether the file still says the same, and the comment covers the finding where it has come to stand."""
    new = read_text(text, manifest.name)
    if [document.data for document in new.documents] != [document.data for document in manifest.documents]:
        return False
    index = finding.location.document
    span = finding.place and new.documents[index].locate(_path(finding), finding.place.key)
    line = new.position(span.start).line if span else finding.location.start.line
    for found in in_comments(new):
        lines = found.scope.lines
        if finding.rule in found.rules and lines and lines[0] <= line <= lines[1] and not found.misplaced:
            return True
    return False


def _path(finding: Finding) -> tuple[str | int, ...]:
    return (*finding.place.subject.base, *finding.place.path) if finding.place else ()
