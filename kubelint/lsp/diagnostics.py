"""Findings as diagnostics."""

from __future__ import annotations

from lsprotocol import types

from kubelint.catalogue import url
from kubelint.finding import Finding, Severity
from kubelint.lsp.mirror import Mirror
from kubelint.report._inert import versions

SOURCE = "kubelint"
_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}


def diagnostics(mirror: Mirror, name: str) -> list[types.Diagnostic]:
    """What there is to say of a file."""
    return [diagnostic(mirror, finding) for finding in mirror.findings([name])[name]]


def diagnostic(mirror: Mirror, finding: Finding) -> types.Diagnostic:
    """A finding, as the editor shows it."""
    return types.Diagnostic(
        range=mirror.range(finding.location),
        severity=_SEVERITIES[finding.severity],
        code=finding.rule,
        code_description=types.CodeDescription(page) if (page := url(finding.rule)) else None,
        source=SOURCE,
        message=finding.message + versions(finding),
        tags=_tags(finding.rule),
        related_information=[
            types.DiagnosticRelatedInformation(
                types.Location(mirror.uri(other.location.file), mirror.range(other.location)), other.message
            )
            for other in finding.related
        ],
    )


def _tags(rule: str) -> list[types.DiagnosticTag] | None:
    if rule.startswith("unused-"):
        return [types.DiagnosticTag.Unnecessary]
    return [types.DiagnosticTag.Deprecated] if rule.startswith("deprecated-") else None
