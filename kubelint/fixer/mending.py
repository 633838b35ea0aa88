"""Fixes applied round after round, until nothing is left that can be mended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from typing import NamedTuple

from kubelint.engine import Report, Session
from kubelint.finding import Finding, Problem
from kubelint.fixer.changing import manifest_of, text_edits
from kubelint.fixer.choosing import Try, apart, together
from kubelint.fixer.opinion import others_read
from kubelint.inputs.classify import Surroundings
from kubelint.location import finding_of
from kubelint.manifest import Manifest
from kubelint.manifest.edit import CannotEdit

_ROUNDS = 100
_RULE = "dropped-fix"
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
        self.before: dict[str, Manifest] = {}
        self.fixed: dict[str, list[Finding]] = {}
        self.dropped: dict[tuple[str, ...], tuple[Finding, str]] = {}
        self.applied: Counter[tuple[str, ...]] = Counter()
        self.doubtful: set[str] = set()
        """Files of which another reader refused the result: there each round is shown to it."""

    def run(self) -> Mended:
        report = self.session.report(self.around, self.files)
        findings = report.findings
        for _ in range(_ROUNDS):
            changed = {file for file, found in self._wanted(findings).items() if self._file(found)}
            changed = changed or self._refused()
            if not changed:
                break
            wanted = self.files if self.session.renders(changed) else changed
            findings = self.session.report(self.around, wanted).findings
        if self.before or self.dropped:
            report = self.session.report(self.around, self.files)
        self._tell(report)
        texts = {name: (before, self._now(name).text) for name, before in sorted(self.before.items())}
        fixed = [finding for name in sorted(self.fixed) for finding in self.fixed[name]]
        return Mended(texts, fixed, list(self.dropped.values()), report)

    def _wanted(self, findings: Iterable[Finding]) -> dict[str, list[Finding]]:
        """The findings to mend, by file."""
        wanted: dict[str, list[Finding]] = {}
        for finding in findings:
            fix = finding.fix
            if fix and (fix.safe or self.unsafe) and _key(finding) not in self.dropped:
                manifest = manifest_of(fix)
                if not manifest.damaged:
                    wanted.setdefault(manifest.name, []).append(finding)
        return wanted

    def _file(self, findings: list[Finding]) -> bool:
        """Mend one file as far as the fixes leave each other alone; the others wait for the next round."""
        tries = [one for one in map(self._try, findings) if one and one.edits]
        chosen = apart(tries)
        if not chosen:
            return False
        manifest = manifest_of(chosen[0].fix)
        after = together(manifest, chosen)
        while after is None and len(chosen) > 1:
            chosen = chosen[: len(chosen) // 2]
            after = together(manifest, chosen)
        if after is None:  # what it changes may stand too close together for a draft
            chosen = [one for one in [self._try(chosen[0].finding, proven=True)] if one]
            after = together(manifest, chosen)
        if chosen:
            self._keep(manifest, after, chosen)
        return True

    def _keep(self, manifest: Manifest, after: Manifest | None, chosen: list[Try]) -> None:
        """Take the result, or drop the fix that is at fault."""
        if after is None:
            self._drop(chosen[0].finding, "the edited text reads otherwise")
        elif manifest.name in self.doubtful and not others_read(manifest, after):
            self._drop(chosen[0].finding, "another YAML reader refuses the result")
        else:
            self._take(manifest, after, chosen)

    def _take(self, manifest: Manifest, after: Manifest, chosen: list[Try]) -> None:
        self.before.setdefault(manifest.name, manifest)
        self.session.put(after)
        self.fixed.setdefault(manifest.name, []).extend(one.finding for one in chosen)
        self.applied.update(_key(one.finding) for one in chosen)

    def _try(self, finding: Finding, proven: bool = False) -> Try | None:
        """The fix of a finding, unless it was tried twice at this place already: then it does not take."""
        if self.applied[_key(finding)] > 1:
            self._drop(finding, "the finding stays")
        elif finding.fix:
            try:
                return Try(finding, finding.fix, text_edits(finding.fix, proven or finding.file in self.doubtful))
            except CannotEdit as error:
                self._drop(finding, str(error))
        return None

    def _refused(self) -> set[str]:
        """The mended files that another reader refuses: they are as they were, and will be mended with care."""
        fresh = {name for name in self.before if name not in self.doubtful}
        refused = {name for name in fresh if not others_read(self.before[name], self._now(name))}
        for name in refused:
            self.session.put(self.before.pop(name))
            for finding in self.fixed.pop(name):
                self.applied[_key(finding)] -= 1
        self.doubtful |= refused
        return refused

    def _now(self, name: str) -> Manifest:
        return self.session.judged(name).manifest

    def _drop(self, finding: Finding, reason: str) -> None:
        title = finding.fix.title if finding.fix else ""
        self.dropped[_key(finding)] = finding, _DROPPED.format(title, reason)

    def _tell(self, report: Report) -> None:
        """Beside each finding that stayed because its fix was dropped, a finding that says so."""
        reasons = {key: reason for key, (_, reason) in self.dropped.items()}
        left = [finding for finding in report.findings if _key(finding) in reasons and finding.place]
        for finding in left if _RULE in self.session.chosen else ():
            if finding.place:
                problem = Problem(finding.place, reasons[_key(finding)])
                report.findings.append(finding_of(_RULE, problem, report.settings))


def _key(finding: Finding) -> tuple[str, ...]:
    title = finding.fix.title if finding.fix else ""
    return finding.rule, finding.file, str(finding.location.document), finding.location.path, title
