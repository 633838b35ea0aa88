"""Diagnostics asked for: of one document, or of the whole workspace."""

from __future__ import annotations

import hashlib

from lsprotocol import types

from kubelint.lsp.diagnostics import diagnostics
from kubelint.lsp.server import Server


def pull(server: Server, params: types.DocumentDiagnosticParams) -> types.DocumentDiagnosticReport:
    """Answer an editor that asks for one document's diagnostics."""
    found = diagnostics(server.mirror, server.mirror.name(params.text_document.uri))
    result = _digest(found)
    if params.previous_result_id == result:
        return types.RelatedUnchangedDocumentDiagnosticReport(result)
    return types.RelatedFullDocumentDiagnosticReport(found, result_id=result)


async def pull_all(server: Server, params: types.WorkspaceDiagnosticParams) -> types.WorkspaceDiagnosticReport:
    """Answer an editor that asks for the whole workspace, as some do at all times, once nobody types."""
    await server.publisher.rest()
    mirror = server.mirror
    known = {mirror.name(before.uri): before.value for before in params.previous_result_ids}
    names = list(dict.fromkeys((*mirror.names(), *known)))
    mirror.findings(names)
    return types.WorkspaceDiagnosticReport([_report(server, name, known.get(name)) for name in names])


def _report(server: Server, name: str, known: str | None) -> types.WorkspaceDocumentDiagnosticReport:
    mirror = server.mirror
    found, opened = diagnostics(mirror, name), mirror.open.get(name)
    result, version = _digest(found), opened.version if opened else None
    if known == result:
        return types.WorkspaceUnchangedDocumentDiagnosticReport(mirror.uri(name), result, version)
    return types.WorkspaceFullDocumentDiagnosticReport(mirror.uri(name), found, version, result_id=result)


def _digest(found: list[types.Diagnostic]) -> str:
    return hashlib.blake2b(repr(found).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
