"""From symbolic places to lines and columns, and from problems to findings."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from kubelint.catalogue import rules
from kubelint.config import Settings
from kubelint.finding import Finding, Location, ObjectName, Path, Place, Problem, RelatedLocation, Severity, Span
from kubelint.fingerprint import fingerprint
from kubelint.kube.objects import Object, dig
from kubelint.manifest import Document, Note
from kubelint.manifest.document import Origin, Written
from kubelint.secrecy import confidential


class WholeDocument:
    """A document as the subject of a place, for findings that belong to no object."""

    base: Path = ()
    identity: ObjectName | None = None

    def __init__(self, document: Document) -> None:
        self.document = document
        self.file = document.manifest.name
        self.index = document.index


class Noted(WholeDocument):
    """A document at a span that the reader itself gave."""

    def __init__(self, document: Document, note: Note) -> None:
        super().__init__(document)
        self.span = note.span


def finding_of(rule: str, problem: Problem, settings: Settings) -> Finding:
    """The finding that a rule's problem makes: severity by page and settings, places concrete."""
    page = rules()[rule]
    location = locate(problem.place)
    finding = Finding(
        rule=rule,
        category=page.category,
        severity=Severity(settings.severity.get(rule) or problem.severity or page.severity),
        message=_veiled(problem) if confidential(rule, location) else problem.message,
        location=location,
        versions=problem.versions,
        related=tuple(RelatedLocation(other.message, locate(other.place)) for other in problem.related),
        fix=problem.fix,
        fingerprint=fingerprint(rule, problem.place, location),
        place=problem.place,
    )
    written = _written(problem.place)
    return _from_source(finding, written, problem.place) if written else finding


def _veiled(problem: Problem) -> str:
    """The message without the value that it points at, which may be a secret."""
    path = problem.place.path
    value = dig(getattr(problem.place.subject, "data", None), *path)
    if problem.place.key or path[:1] == ("type",) or isinstance(value, (dict, list, bool, type(None))):
        return problem.message
    return problem.message.replace(f" `{value}`", "")


def _from_source(finding: Finding, written: Written, place: Place) -> Finding:
    """A finding in a rendered document, with what is known of its source."""
    subject: Any = place.subject
    origin: Origin = subject.document.origin
    certainty = "certain" if written.certain else "near"
    said = {"by": origin.by, "in": [origin.variant], "certainty": certainty, "values": None}
    fix = origin.mend(finding.fix) if finding.fix else None
    if finding.fix and not fix:
        said["fix"] = "withheld"
    related = finding.related
    if written.values:
        said["values"] = ", ".join(name for _, name in written.values)
        related += tuple(
            RelatedLocation(f"`{name}` is set here", _location(value.document, value.span))
            for value, name in written.values
        )
    message = finding.message if written.certain else f"{finding.message} (as {origin.by} renders what is near here)"
    return replace(finding, message=message, rendered=said, related=related, fix=fix)


def locate(place: Place) -> Location:
    """Lines and columns of a place; of what a rendered document was made of, where it is in one."""
    subject: Any = place.subject
    document: Document = subject.document
    path = subject.base + place.path
    span: Span
    if written := _written(place):
        document, span = written.document, written.span
    else:
        span = subject.span if isinstance(subject, Noted) else document.locate(path, place.key)
    return _location(document, span, pointer(path), subject.identity if isinstance(subject, Object) else None)


def _location(document: Document, span: Span, path: str = "", name: ObjectName | None = None) -> Location:
    start, end = document.manifest.position(span.start), document.manifest.position(span.end)
    return Location(document.manifest.name, document.index, start, end, path, name)


def _written(place: Place) -> Written | None:
    """Where a place of a rendered document was written; None where the document was not rendered."""
    subject: Any = place.subject
    document: Document = subject.document
    return document.origin.locate(subject.base + place.path, place.key) if document.origin else None


def pointer(path: Path) -> str:
    """A path as JSON Pointer (RFC 6901)."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)
