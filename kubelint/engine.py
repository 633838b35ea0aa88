"""The pipeline: manifests to objects, objects judged and related, problems to findings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from kubelint.catalogue import rules
from kubelint.checks import Check, checks, options_of
from kubelint.config import Settings
from kubelint.finding import (
    Fault,
    Finding,
    Fix,
    Location,
    Patch,
    Path,
    Place,
    Problem,
    RelatedLocation,
    Severity,
    Subject,
)
from kubelint.kube.kinds import Workload
from kubelint.kube.objects import Object, objects_in
from kubelint.manifest import Document, Manifest
from kubelint.schema import judge
from kubelint.workspace import Workspace


@dataclass
class Report:
    """What a run found, and what it looked at."""

    findings: list[Finding] = field(default_factory=list)
    files: int = 0
    documents: int = 0
    objects: int = 0
    skipped: list[tuple[str, int, str]] = field(default_factory=list)


class _Whole:
    """A document as the subject of a place, for findings that belong to no object."""

    base: Path = ()

    def __init__(self, document: Document) -> None:
        self.document = document
        self.file = document.manifest.name
        self.index = document.index


Raw = tuple[str, Problem]


def lint(manifests: Iterable[Manifest], settings: Settings) -> Report:
    """Judge manifests, each object alone and then all in relation."""
    report = Report()
    raw: list[Raw] = []
    objects: list[Object] = []
    chosen = selected_rules(settings)
    table = Table(checks(chosen), settings)
    for manifest in manifests:
        report.files += 1
        for document in manifest.documents:
            report.documents += 1
            found = objects_in(document)
            objects += found
            raw += _notes(document)
            for obj in found:
                raw += _faults(obj, settings)
                raw += table.run_local(obj)
    report.objects = len(objects)
    raw += table.run_related(Workspace(objects, settings))
    report.findings = sorted((concrete(rule, p, settings) for rule, p in raw if rule in chosen), key=_order)
    return report


def selected_rules(settings: Settings) -> frozenset[str]:
    """The names of the rules that speak in this run."""
    if settings.rules is not None:
        return settings.rules
    return frozenset(rule.name for rule in rules().values() if rule.enabled)


def _order(finding: Finding) -> tuple[Any, ...]:
    where = finding.location
    return where.file, where.start, where.end, finding.rule, finding.message


def _notes(document: Document) -> Iterator[Raw]:
    whole = _Whole(document)
    for note in document.notes:
        yield note.rule, Problem(_Noted(whole, note.path, span=note.span), note.message)


def _Noted(subject: Subject, path: Path, span: Any) -> Place:  # noqa: N802
    place = Place(subject, path)
    subject.spans = {**getattr(subject, "spans", {}), path: span}  # type: ignore[attr-defined]
    return place


def _faults(obj: Object, settings: Settings) -> Iterator[Raw]:
    for fault in judge(obj, settings.versions):
        yield fault.rule, _as_problem(obj, fault)


def _as_problem(obj: Object, fault: Fault) -> Problem:
    fix = Fix(fault.title, (Patch(obj, fault.operations),), fault.safe) if fault.operations else None
    place = Place(obj, fault.path, fault.key)
    return Problem(place, fault.message, fix=fix, severity=fault.severity, versions=fault.versions)


class Table:
    """The checks of a run by the class of their subject, so that a check that does not apply costs nothing."""

    def __init__(self, found: list[Check], settings: Settings) -> None:
        self.settings = settings
        self._plans: dict[tuple[type, bool], list[tuple[str, Callable[..., Any]]]] = {}
        self._checks: dict[str, list[Check]] = defaultdict(list)
        for check in found:
            for subject in check.subjects:
                self._checks[subject].append(check)
        self._options = {
            check.rule.name: options_of(check, settings.options.get(check.rule.name, {})) for check in found
        }

    def run_local(self, obj: Object) -> Iterator[Raw]:
        """What the local checks say of an object."""
        return self._run(obj, None)

    def run_related(self, workspace: Workspace) -> Iterator[Raw]:
        """What the checks that relate objects say."""
        yield from self._call(self._checks["Workspace"], workspace, workspace)
        for obj in workspace.objects:
            yield from self._run(obj, workspace)

    def _run(self, obj: Object, workspace: Workspace | None) -> Iterator[Raw]:
        yield from self._views(obj, obj, workspace)
        if isinstance(obj, Workload) and obj.pod is not None:
            yield from self._views(obj.pod, obj, workspace)
            for container in (*obj.pod.containers, *obj.pod.init_containers):
                yield from self._views(container, obj, workspace, sidecar=container.sidecar)

    def _views(self, view: Any, obj: Object, workspace: Workspace | None, sidecar: bool = False) -> Iterator[Raw]:
        names = _names(type(view))
        if "InitContainer" in names:
            names = ("Container",) if sidecar else ("InitContainer",)
        for name in names:
            applicable = [c for c in self._checks.get(name, ()) if c.local == (workspace is None)]
            yield from self._call(applicable, view, workspace)

    def _call(self, applicable: Iterable[Check], view: Any, workspace: Workspace | None) -> Iterator[Raw]:
        for check in applicable:
            given = {
                "workspace": workspace,
                "options": self._options[check.rule.name],
                "versions": self.settings.versions,
            }
            for problem in check.function(view, *(given[name] for name in check.wants)) or ():
                yield check.rule.name, problem


def _names(cls: type) -> tuple[str, ...]:
    return tuple(c.__name__ for c in cls.__mro__ if c is not object)


def concrete(rule: str, problem: Problem, settings: Settings) -> Finding:
    """A finding with lines and columns, of a check's problem."""
    page = rules()[rule]
    severity = settings.severity.get(rule) or problem.severity or page.severity
    related = tuple(RelatedLocation(r.message, locate(r.place)) for r in problem.related)
    return Finding(
        rule=rule,
        category=page.category,
        severity=Severity(severity),
        message=problem.message,
        location=locate(problem.place),
        versions=problem.versions,
        related=related,
        fix=problem.fix,
        place=problem.place,
    )


def locate(place: Place) -> Location:
    """Lines and columns of a place."""
    subject: Any = place.subject
    path = subject.base + place.path
    document: Document = subject.document
    spans = getattr(subject, "spans", {})
    span = spans[place.path] if place.path in spans else document.locate(path, place.key)
    manifest = document.manifest
    name = subject.identity if isinstance(subject, Object) else None
    return Location(
        manifest.name, document.index, manifest.position(span.start), manifest.position(span.end), pointer(path), name
    )


def pointer(path: Path) -> str:
    """A path as JSON Pointer (RFC 6901)."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)
