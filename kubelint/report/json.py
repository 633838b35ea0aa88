"""The JSON report, version 1 (``docs/json.md``)."""

from __future__ import annotations

import json
from typing import Any

import kubelint
from kubelint.api import Report
from kubelint.catalogue import url
from kubelint.finding import Finding, Location, Severity
from kubelint.fixer import edits_of
from kubelint.report import View

VERSION = 1


def render(report: Report, view: View) -> str:
    """The whole report as one JSON document."""
    return json.dumps(as_data(report), indent=2, ensure_ascii=False) + "\n"


def as_data(report: Report) -> dict[str, Any]:
    """The report as plain data."""
    return {
        "version": VERSION,
        "kubelint": kubelint.__version__,
        "kubernetes": list(report.settings.versions.names),
        "findings": [finding_data(finding) for finding in report.findings],
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


def finding_data(finding: Finding) -> dict[str, Any]:
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
        "fix": _fix(finding),
        "rendered": finding.rendered,
        "fingerprint": finding.fingerprint,
        "url": url(finding.rule),
    }


def _fix(finding: Finding) -> dict[str, Any] | None:
    edits = edits_of(finding) if finding.fix else []
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
