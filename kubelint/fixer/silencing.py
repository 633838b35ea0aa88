"""Suppressions written where findings stand, so that a team can start from silence."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import Any, NamedTuple

from kubelint.engine import Session
from kubelint.errors import UsageError
from kubelint.finding import Finding, Operation, Path, Span
from kubelint.inputs.classify import Surroundings
from kubelint.kube.objects import Object, mapping
from kubelint.manifest import Document, Manifest, read_text
from kubelint.manifest.edit import CannotEdit, Edits, applied, edits, equal
from kubelint.suppression.annotations import PREFIX
from kubelint.suppression.apply import UNSUPPRESSIBLE, options_of

_OPEN_LIST = re.compile(r"#\s*kubelint:\s*ignore\[[^\]]*(?=\])")


class Silenced(NamedTuple):
    """What became of the findings."""

    texts: dict[str, tuple[Manifest, str]]
    """Each changed file as it was, and its new text."""
    silenced: list[Finding]
    left: list[Finding]
    """Findings that no suppression can silence where they stand."""


def silence(
    session: Session, around: Surroundings, files: Collection[str] | None, findings: list[Finding], reason: str = ""
) -> Silenced:
    """Write suppressions for findings of the session; no file is written.

    Raises:
        UsageError: the settings ask for a reason, and there is none.
    """
    if options_of(session.settings).require_reason and not reason:
        raise UsageError("the option `require-reason` asks for a reason: say `--reason TEXT` with --add-ignore")
    return _Silencing(session, around, files, reason).run(findings)


class _Silencing:
    def __init__(self, session: Session, around: Surroundings, files: Collection[str] | None, reason: str) -> None:
        self.session, self.around, self.files, self.reason = session, around, files, reason
        self.texts: dict[str, tuple[Manifest, str]] = {}

    def run(self, findings: list[Finding]) -> Silenced:
        """At the end of the line if that is possible, else on the line above, else as an annotation."""
        wanted = {_key(finding): finding for finding in findings if self._possible(finding)}
        left = list(wanted.values())
        for write in (self._at_end, self._above, self._annotated):
            changed = [write(name, left) for name in sorted({finding.file for finding in left})]
            if any(changed):
                now = self.session.report(self.around, self.files).findings
                left = [finding for finding in now if _key(finding) in wanted]
        still = {_key(finding) for finding in left}
        silenced = [finding for key, finding in wanted.items() if key not in still]
        return Silenced(self.texts, silenced, [*left, *(f for f in findings if not self._possible(f))])

    def _possible(self, finding: Finding) -> bool:
        manifest = self.session.manifest(finding.file)
        silenceable = finding.category != "run" and finding.rule not in UNSUPPRESSIBLE
        return (
            silenceable and manifest is not None and not manifest.damaged and finding.file not in self.around.templates
        )

    def _at_end(self, name: str, findings: list[Finding]) -> bool:
        return self._commented(name, findings, self._end_of_line)

    def _above(self, name: str, findings: list[Finding]) -> bool:
        return self._commented(name, findings, self._line_above)

    def _commented(
        self, name: str, findings: list[Finding], edit: Callable[[Manifest, Span, list[str]], tuple[Span, str]]
    ) -> bool:
        """Put comments into a file, as many as leave its data alone; one for all the findings of a line."""
        manifest = self.session.judged(name).manifest
        lines: dict[int, set[str]] = {}
        for finding in findings:
            if finding.file == name:
                lines.setdefault(finding.location.start.line, set()).add(finding.rule)
        chosen = [edit(manifest, manifest.line(line), sorted(names)) for line, names in sorted(lines.items())]
        if _changed(manifest, chosen) is None:
            chosen = [one for one in chosen if _changed(manifest, [one])]
        after = _changed(manifest, chosen)
        return self._take(manifest, after) if chosen and after else False

    def _take(self, manifest: Manifest, after: Manifest) -> bool:
        before = self.texts[after.name][0] if after.name in self.texts else manifest
        self.texts[after.name] = before, after.text
        self.session.put(after)
        return True

    def _comment(self, names: list[str]) -> str:
        return f"# kubelint: ignore[{', '.join(names)}] {self.reason}".rstrip()

    def _end_of_line(self, manifest: Manifest, span: Span, names: list[str]) -> tuple[Span, str]:
        listed = _OPEN_LIST.search(manifest.text, span.start, span.end)
        if listed:
            return Span(listed.end(), listed.end()), "".join(f", {name}" for name in names)
        return Span(span.end, span.end), f"  {self._comment(names)}"

    def _line_above(self, manifest: Manifest, span: Span, names: list[str]) -> tuple[Span, str]:
        line = manifest.text[span.start : span.end]
        newline = "\r\n" if "\r\n" in manifest.text else "\n"
        indent = line[: len(line) - len(line.lstrip(" "))]
        return Span(span.start, span.start), f"{indent}{self._comment(names)}{newline}"

    def _annotated(self, name: str, findings: list[Finding]) -> bool:
        """Annotate the objects, rule by rule: each annotation changes what the next one is added to."""
        rules = {(f.place.subject.index, f.place.subject.base, f.rule) for f in findings if f.file == name and f.place}
        return sum(self._annotate(name, *rule) for rule in sorted(rules, key=repr)) > 0

    def _annotate(self, name: str, index: int, base: Path, rule: str) -> bool:
        judged = self.session.judged(name)
        obj = next((obj for obj in judged.objects if (obj.index, obj.base) == (index, base)), None)
        operation = _annotating(obj, rule, self.reason) if obj else None
        if obj is None or operation is None:
            return False
        try:
            changes = edits(obj.document, [operation])
        except CannotEdit:
            return False
        return self._take(judged.manifest, _read(judged.manifest, changes))


def _annotating(obj: Object, rule: str, reason: str) -> Operation | None:
    metadata, path = obj.data.get("metadata"), (*obj.base, "metadata", "annotations")
    if not isinstance(metadata, dict):
        return None
    key, value = (f"{PREFIX}.{rule}", reason) if reason else (PREFIX, rule)
    known = mapping(metadata.get("annotations"))
    if not known:
        return Operation("add", path, {key: value})
    if key == PREFIX and known.get(PREFIX):
        listed = str(known[PREFIX]).split(", ")
        return None if rule in listed else Operation("replace", (*path, key), ", ".join([*listed, rule]))
    return Operation("add", (*path, key), value)


def _changed(manifest: Manifest, comments: Edits) -> Manifest | None:
    """The file with comments put in, if it still says the same."""
    after = _read(manifest, comments)
    same = len(after.documents) == len(manifest.documents)
    return after if same and all(map(_alike, manifest.documents, after.documents)) else None


def _alike(one: Document, other: Document) -> bool:
    same = one.json == other.json and equal(one.data, other.data)
    return same and len(one.notes) == len(other.notes)


def _read(manifest: Manifest, changes: Edits) -> Manifest:
    after = read_text(applied(manifest.text, changes), manifest.name)
    after.encoding, after.marked = manifest.encoding, manifest.marked
    return after


def _key(finding: Finding) -> tuple[Any, ...]:
    return finding.rule, finding.file, finding.location.document, finding.location.path
