"""A whole run as plain data: where no byte of its files and no setting has changed, its report is told again."""

from __future__ import annotations

import datetime
import os
import pathlib
from collections.abc import Callable, Mapping, Set
from dataclasses import fields, is_dataclass, replace
from functools import cached_property
from typing import Any

from kubelint.cache import Cache, key_of
from kubelint.config import Settings
from kubelint.engine.loading import File
from kubelint.engine.memory import change_of, plain_change
from kubelint.engine.report import Report, Skipped
from kubelint.finding import (
    Finding,
    Fix,
    Location,
    NewDocument,
    ObjectName,
    Patch,
    Path,
    Place,
    Position,
    RelatedLocation,
    Severity,
    Subject,
)
from kubelint.inputs.classify import Surroundings
from kubelint.manifest import Document, Manifest, read_bytes

_NEVER = datetime.datetime.min
Files = Callable[[str], Manifest]
"""Reads a file of the run by its name."""


class Run:
    """A run over files, remembered by all that it depends on beside the clock."""

    def __init__(
        self, cache: Cache, settings: Settings, files: list[File], around: Surroundings, reported: Set[str] | None
    ) -> None:
        self._cache = cache
        self._settings = settings
        self._contents = {file.name: file.content for file in files}
        names = "\n".join(file.name for file in files)
        self._name = key_of(cache.stamp.encode(), os.getcwd().encode(), names.encode("utf-8", "surrogateescape"))  # noqa: PTH109
        ends = any(b"until=" in file.content for file in files)
        said = (
            replace(settings, now=settings.now.replace(hour=0, minute=0, second=0, microsecond=0) if ends else _NEVER),
            around,
            reported,
            [_state(schemas) for schemas in settings.schemas],
        )
        self._key = key_of(repr(_sorted(said)).encode("utf-8", "surrogateescape"), *self._contents.values())

    def recall(self) -> Report | None:
        """The report of the same run, where it is remembered."""
        known = self._cache.recall(self._name, self._key)
        return report_of(known, self._settings, self._read) if known else None

    def keep(self, report: Report) -> None:
        """Remember a report, unless it may hold what must not lie about."""
        if value := plain(report):
            self._cache.keep(self._name, self._key, value)

    def _read(self, name: str) -> Manifest:
        return read_bytes(self._contents[name], name, self._settings.max_file_size)


def _sorted(value: Any) -> Any:
    """A value whose ``repr`` depends on nothing but what is equal in equal values."""
    if is_dataclass(value):
        return [_sorted(getattr(value, field.name)) for field in fields(value)]
    if isinstance(value, Mapping):
        return sorted((str(key), _sorted(item)) for key, item in value.items())
    if isinstance(value, Set):
        return sorted(map(str, value))
    return [_sorted(item) for item in value] if isinstance(value, (tuple, list)) else value


def _state(schemas: str) -> list[Any]:
    """The names, ages and sizes of a user's schemas; ``schemas`` is a file, a folder, or a template of one."""
    top = pathlib.Path(schemas.partition("{")[0] or ".")
    top = top if top.exists() else top.parent
    files = sorted(top.rglob("*.json")) if top.is_dir() else [top]
    return [(str(file), (found := file.stat()).st_mtime_ns, found.st_size) for file in files if file.exists()]


def plain(report: Report) -> dict[str, Any] | None:
    """A report as plain data; None for one that cannot be trusted, or in which a fix may hold a secret."""
    if not report.trusted or any(finding.fix and _confidential(finding) for finding in report.findings):
        return None
    return {
        "findings": [_finding(finding) for finding in report.findings],
        "names": report.names,
        "counts": [report.documents, report.objects, report.checked],
        "skipped": report.skipped,
    }


def _confidential(finding: Finding) -> bool:
    name, changes = finding.location.object, finding.fix.changes if finding.fix else ()
    if name is None:
        return any(isinstance(change, (Patch, NewDocument)) for change in changes)
    return finding.category == "secrets" or name.kind == "Secret"


def _finding(finding: Finding) -> list[Any]:
    return [
        finding.rule,
        finding.category,
        int(finding.severity),
        finding.message,
        finding.location,
        finding.versions,
        finding.related,
        _fix(finding.fix),
        finding.rendered,
        finding.fingerprint,
        _place(finding.place),
    ]


def _fix(fix: Fix | None) -> list[Any] | None:
    changes = [[change.subject.file, *plain_change(change)] for change in fix.changes] if fix else []
    return [fix.title, fix.safe, changes] if fix else None


def _place(place: Place | None) -> list[Any] | None:
    return [place.subject.file, place.subject.index, place.subject.base, place.path, place.key] if place else None


def report_of(known: Any, settings: Settings, files: Files) -> Report:
    """The report that ``plain`` made plain; ``files`` are asked for where a fix or a text is looked at."""
    report = Report(settings)
    report.findings = [_Reader(files).finding(*row) for row in known["findings"]]
    report.names = tuple(known["names"])
    report.documents, report.objects, report.checked = known["counts"]
    report.skipped = [Skipped(*row) for row in known["skipped"]]
    return report


class _Told:
    """The subject of a finding that is told again: its document is read where somebody looks at it."""

    def __init__(self, files: Files, file: str, index: int, base: Path) -> None:
        self.file = file
        self.index = index
        self.base = base
        self._files = files

    @cached_property
    def document(self) -> Document:
        return self._files(self.file).documents[self.index]


class _Reader:
    def __init__(self, files: Files) -> None:
        self._files = files

    def finding(self, rule: str, category: str, severity: int, message: str, location: Any, *rest: Any) -> Finding:
        versions, related, fix, rendered, fingerprint, place = rest
        return Finding(
            rule=rule,
            category=category,
            severity=Severity(severity),
            message=message,
            location=_location(*location),
            versions=tuple(versions) if versions else None,
            related=tuple(RelatedLocation(text, _location(*where)) for text, where in related),
            fix=self._fix(*fix) if fix else None,
            rendered=rendered,
            fingerprint=fingerprint,
            place=self._place(*place) if place else None,
        )

    def _subject(self, file: str, index: int, base: Any) -> Subject:
        return _Told(self._files, file, index, tuple(base))

    def _place(self, file: str, index: int, base: Any, path: Any, key: bool) -> Place:
        return Place(self._subject(file, index, base), tuple(path), key)

    def _fix(self, title: str, safe: bool, changes: Any) -> Fix:
        made = (
            change_of(kind, self._subject(file, *where), *rest) for file, kind, *where, rest in map(_parts, changes)
        )
        return Fix(title, tuple(made), safe)


def _parts(change: list[Any]) -> list[Any]:
    """A change with all that depends on its kind in one list."""
    return [*change[:4], change[4:]]


def _location(file: str, document: int, start: Any, end: Any, path: str, name: Any) -> Location:
    return Location(file, document, Position(*start), Position(*end), path, ObjectName(*name) if name else None)
