"""Fixes applied round after round, until nothing is left that can be mended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from typing import NamedTuple

from kubelint.engine import Report, Session
from kubelint.finding import Finding, Fix
from kubelint.fixer.changing import manifest_of, operations_of, text_edits
from kubelint.fixer.opinion import others_read
from kubelint.inputs.classify import Surroundings
from kubelint.manifest import Manifest, read_text
from kubelint.manifest.edit import CannotEdit, Edits, applied, equal
from kubelint.manifest.patch import patched

_ROUNDS = 100
_DROPPED = "the fix `{}` did not read back as meant and was not applied: {}"


class Mended(NamedTuple):
    """What a mending came to."""

    texts: dict[str, tuple[Manifest, str]]
    """Each changed file as it was, and its new text."""
    fixed: list[Finding]
    dropped: list[tuple[Finding, str]]
    """Findings whose fix could not be applied, and why."""
    report: Report
    """What is left."""


class _Try(NamedTuple):
    finding: Finding
    fix: Fix
    edits: Edits


def mend(
    session: Session, around: Surroundings | None = None, files: Collection[str] | None = None, unsafe: bool = False
) -> Mended:
    """Apply fixes (the unsafe ones only if asked for) in the session until nothing changes; no file is written."""
    return _Mending(session, around, files, unsafe).run()


class _Mending:
    def __init__(
        self, session: Session, around: Surroundings | None, files: Collection[str] | None, unsafe: bool
    ) -> None:
        self.session, self.around, self.files, self.unsafe = session, around, files, unsafe
        self.texts: dict[str, tuple[Manifest, str]] = {}
        self.fixed: list[Finding] = []
        self.dropped: dict[tuple[str, ...], tuple[Finding, str]] = {}
        self.applied: Counter[tuple[str, ...]] = Counter()

    def run(self) -> Mended:
        report = self.session.report(self.around, self.files)
        findings = report.findings
        for _ in range(_ROUNDS):
            changed = {file for file, found in self._wanted(findings).items() if self._file(found)}
            if not changed:
                break
            wanted = self.files if self.session.renders(changed) else changed
            findings = self.session.report(self.around, wanted).findings
        if self.texts:
            report = self.session.report(self.around, self.files)
        return Mended(self.texts, self.fixed, list(self.dropped.values()), report)

    def _wanted(self, findings: Iterable[Finding]) -> dict[str, list[Finding]]:
        """The findings to mend, by file."""
        wanted: dict[str, list[Finding]] = {}
        for finding in findings:
            fix = finding.fix
            if fix and (fix.safe or self.unsafe) and _key(finding) not in self.dropped:
                wanted.setdefault(manifest_of(fix).name, []).append(finding)
        return wanted

    def _file(self, findings: list[Finding]) -> bool:
        """Mend one file as far as the fixes leave each other alone; the others wait for the next round."""
        tries = self._tries(findings)
        if not tries:
            return False
        manifest = manifest_of(tries[0].fix)
        chosen = _apart(tries)
        text = _together(manifest, chosen)
        if text is None:
            chosen = chosen[:1]
            text = applied(manifest.text, chosen[0].edits)
        if not others_read(manifest.text, text):
            self._drop(chosen[0].finding, "another YAML reader refuses the result")
            return True
        before = self.texts[manifest.name][0] if manifest.name in self.texts else manifest
        self.texts[manifest.name] = before, text
        self.session.put(_reread(manifest, text))
        self.fixed += (one.finding for one in chosen)
        self.applied.update(_key(one.finding) for one in chosen)
        return True

    def _tries(self, findings: list[Finding]) -> list[_Try]:
        found = []
        for finding in findings:
            if finding.fix and self._fresh(finding):
                try:
                    found.append(_Try(finding, finding.fix, text_edits(finding.fix)))
                except CannotEdit as error:
                    self._drop(finding, str(error))
        return [one for one in found if one.edits]

    def _fresh(self, finding: Finding) -> bool:
        """Whether this fix was not tried twice at this place already: then it does not take."""
        if self.applied[_key(finding)] > 1:
            self._drop(finding, "the finding stays")
            return False
        return True

    def _drop(self, finding: Finding, reason: str) -> None:
        title = finding.fix.title if finding.fix else ""
        self.dropped[_key(finding)] = finding, _DROPPED.format(title, reason)


def _key(finding: Finding) -> tuple[str, ...]:
    title = finding.fix.title if finding.fix else ""
    return finding.rule, finding.file, str(finding.location.document), finding.location.path, title


def _reread(manifest: Manifest, text: str) -> Manifest:
    new = read_text(text, manifest.name)
    new.encoding, new.marked = manifest.encoding, manifest.marked
    return new


def _apart(tries: list[_Try]) -> list[_Try]:
    """As many fixes as touch nowhere, in their order; a fix that removes a repeated key goes alone."""
    chosen: list[_Try] = []
    taken: list[tuple[int, int]] = []
    for one in tries:
        spans = [(span.start, span.end) for span, _ in one.edits]
        if all(end < start or stop < begin for begin, end in spans for start, stop in taken):
            chosen.append(one)
            taken += spans
    return chosen


def _together(manifest: Manifest, chosen: list[_Try]) -> str | None:
    """The text with all the fixes, if it reads as all their operations together mean it; else None."""
    text = applied(manifest.text, [edit for one in chosen for edit in one.edits])
    if len(chosen) == 1:
        return text
    wanted = {document.index: document.data for document in manifest.documents}
    try:
        for one in chosen:
            for document, operations in operations_of(one.fix.changes):
                wanted[document.index] = patched(wanted[document.index], operations)
    except CannotEdit:
        return None
    documents = read_text(text, manifest.name).documents
    same = len(documents) == len(manifest.documents)
    clean = sum(len(d.notes) for d in documents) <= sum(len(d.notes) for d in manifest.documents)
    return text if same and clean and all(equal(d.data, wanted[d.index]) for d in documents) else None
