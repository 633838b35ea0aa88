"""The pipeline: manifests to objects, objects judged alone and then in relation, problems to findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from kubelint.catalogue import rules
from kubelint.checks import checks
from kubelint.checks.plan import Plan, Raw
from kubelint.config import Settings
from kubelint.finding import Fault, Finding, Fix, Patch, Place, Problem, Severity
from kubelint.inputs.bundles import Layout, assign_bundles
from kubelint.inputs.classify import Surroundings, skip_reason
from kubelint.kube.objects import Object, objects_in
from kubelint.location import Noted, finding_of
from kubelint.manifest import Document, Manifest
from kubelint.schema import judge
from kubelint.workspace import Workspace

UNTRUSTED = frozenset({"internal-error", "unreadable-input"})
"""Rules after whose findings the rest of the answer cannot be trusted."""


class Skipped(NamedTuple):
    """A document (or, with None, a file) that was not judged, and why."""

    file: str
    document: int | None
    reason: str


@dataclass
class Report:
    """What a run found, and what it looked at."""

    settings: Settings
    findings: list[Finding] = field(default_factory=list)
    files: int = 0
    documents: int = 0
    objects: int = 0
    checked: int = 0
    """Objects whose kind has a schema, so that all was said that the API server would say."""
    skipped: list[Skipped] = field(default_factory=list)

    @property
    def trusted(self) -> bool:
        """Whether everything was read and every check did its work."""
        return all(finding.rule not in UNTRUSTED for finding in self.findings)

    @property
    def failed(self) -> bool:
        """Whether there is a finding at or above the severity that fails a run."""
        return any(finding.severity >= self.settings.fail_on for finding in self.findings)

    def count(self, severity: Severity) -> int:
        """The number of findings of a severity."""
        return sum(finding.severity is severity for finding in self.findings)


def lint(manifests: Iterable[Manifest], settings: Settings, around: Surroundings | None = None) -> Report:
    """Judge manifests, each object alone and then all in relation."""
    manifests, around = list(manifests), around or Surroundings()
    layout = assign_bundles(manifests, settings)
    around = around._replace(patches=around.patches | layout.patches)
    report, run = Report(settings), _Run(settings)
    for manifest in manifests:
        report.files += 1
        report.documents += len(manifest.documents)
        for document in manifest.documents:
            reason = skip_reason(document, around)
            if reason:
                report.skipped.append(Skipped(manifest.name, document.index, reason))
            else:
                run.read(document)
    run.relate(layout)
    report.objects = report.checked = len(run.objects)
    report.findings = run.findings()
    return report


def selected_rules(settings: Settings) -> frozenset[str]:
    """The names of the rules that speak in this run."""
    if settings.rules is not None:
        return settings.rules
    return frozenset(rule.name for rule in rules().values() if rule.enabled)


class _Run:
    """One run's state: the objects seen, and what was said of them so far."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.chosen = selected_rules(settings)
        self.checks = checks(self.chosen)
        self.alone = Plan(self.checks, settings)
        self.objects: list[Object] = []
        self.raw: list[Raw] = []

    def read(self, document: Document) -> None:
        """Judge a document's objects, each alone."""
        self.raw += ((note.rule, Problem(Place(Noted(document, note)), note.message)) for note in document.notes)
        for obj in objects_in(document):
            self.raw += self._judged(obj)
            self.raw += self.alone.run(obj)
            self.objects.append(obj)

    def relate(self, layout: Layout) -> None:
        """Judge the objects in relation to each other."""
        workspace = Workspace(self.objects, self.settings, layout)
        plan = Plan(self.checks, self.settings, workspace)
        self.raw += plan.run_once()
        for obj in self.objects:
            self.raw += plan.run(obj)

    def findings(self) -> list[Finding]:
        """Everything that was said, by rules that speak, in reading order."""
        return sorted((finding_of(rule, p, self.settings) for rule, p in self.raw if rule in self.chosen), key=_order)

    def _judged(self, obj: Object) -> Iterator[Raw]:
        for fault in judge(obj, self.settings.versions):
            yield fault.rule, _problem(obj, fault)


def _problem(obj: Object, fault: Fault) -> Problem:
    fix = Fix(fault.title, (Patch(obj, fault.operations),), fault.safe) if fault.operations else None
    place = Place(obj, fault.path, fault.key)
    return Problem(place, fault.message, fix=fix, severity=fault.severity, versions=fault.versions)


def _order(finding: Finding) -> tuple[Any, ...]:
    where = finding.location
    return where.file, where.start, where.end, finding.rule, finding.message
