"""The JSON report, version 1 (``docs/json.md``)."""

from __future__ import annotations

from typing import Any

import kubelint
from kubelint.api import Report
from kubelint.catalogue import url
from kubelint.finding import Finding, Location, Severity
from kubelint.report import View
from kubelint.report._fixes import shown_edits
from kubelint.report._inert import as_json
from kubelint.report._source import Sources

VERSION = 1


def render(report: Report, view: View) -> str:
    """The whole report as one JSON document."""
    return as_json(as_data(report), indent=2)


def as_data(report: Report) -> dict[str, Any]:
    """The report as plain data."""
    sources = Sources(report)
    return {
        "version": VERSION,
        "kubelint": kubelint.__version__,
        "kubernetes": list(report.settings.versions.names),
        "findings": [finding_data(finding, sources) for finding in report.findings],
        "summary": {
            "files": report.files,
            "documents": report.documents,
            "objects": report.objects,
            "checked": report.checked,
            "skipped": [skipped._asdict() for skipped in report.skipped],
            "errors": report.count(Severity.ERROR),
            "warnings": report.count(Severity.WARNING),
            "infos": report.count(Severity.INFO),
        },
    }


def finding_data(finding: Finding, sources: Sources) -> dict[str, Any]:
    """A finding as plain data."""
    place = _place(finding.location)
    return {
        "rule": finding.rule,
        "category": finding.category,
        "severity": str(finding.severity),
        "message": finding.message,
        "file": place.pop("file"),
        "document": finding.location.document,
        **place,
        "versions": list(finding.versions) if finding.versions else None,
        "related": [{"message": other.message, **_place(other.location)} for other in finding.related],
        "fix": _fix(finding, sources),
        "rendered": finding.rendered,
        "fingerprint": finding.fingerprint,
        "url": url(finding.rule),
    }


def _fix(finding: Finding, sources: Sources) -> dict[str, Any] | None:
    edits = shown_edits(finding, sources)
    if finding.fix is None or not edits:
        return None
    return {
        "title": finding.fix.title,
        "safety": "safe" if finding.fix.safe else "unsafe",
        "edits": [edit._asdict() | {"start": edit.start._asdict(), "end": edit.end._asdict()} for edit in edits],
    }


def _place(location: Location) -> dict[str, Any]:
    return {
        "file": location.file,
        "start": location.start._asdict(),
        "end": location.end._asdict(),
        "path": location.path,
        "object": _object(location),
    }


def _object(location: Location) -> dict[str, Any] | None:
    name = location.object
    if name is None:
        return None
    return {"apiVersion": name.api_version, "kind": name.kind, "namespace": name.namespace, "name": name.name}
