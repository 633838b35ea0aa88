"""From symbolic places to lines and columns, and from problems to findings."""

from __future__ import annotations

from typing import Any

from kubelint.catalogue import rules
from kubelint.config import Settings
from kubelint.finding import Finding, Location, ObjectName, Path, Place, Problem, RelatedLocation, Severity, Span
from kubelint.fingerprint import fingerprint
from kubelint.kube.objects import Object
from kubelint.manifest import Document, Note


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
    return Finding(
        rule=rule,
        category=page.category,
        severity=Severity(settings.severity.get(rule) or problem.severity or page.severity),
        message=problem.message,
        location=location,
        versions=problem.versions,
        related=tuple(RelatedLocation(other.message, locate(other.place)) for other in problem.related),
        fix=problem.fix,
        fingerprint=fingerprint(rule, problem.place, location),
        place=problem.place,
    )


def locate(place: Place) -> Location:
    """Lines and columns of a place."""
    subject: Any = place.subject
    document: Document = subject.document
    path = subject.base + place.path
    span: Span = subject.span if isinstance(subject, Noted) else document.locate(path, place.key)
    start, end = document.manifest.position(span.start), document.manifest.position(span.end)
    name = subject.identity if isinstance(subject, Object) else None
    return Location(document.manifest.name, document.index, start, end, pointer(path), name)


def pointer(path: Path) -> str:
    """A path as JSON Pointer (RFC 6901)."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)
