"""Fixes as code actions: for one finding, for all of a file, and the comment that silences a finding."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from lsprotocol import types

from kubelint.finding import Edit, Finding, Span
from kubelint.fixer import edits_of
from kubelint.lsp.diagnostics import diagnostic
from kubelint.lsp.ignoring import ignoring
from kubelint.lsp.mirror import Mirror
from kubelint.lsp.server import Server

FIX_ALL = "source.fixAll.kubelint"
OPTIONS = types.CodeActionOptions([types.CodeActionKind.QuickFix, FIX_ALL])


def actions(server: Server, params: types.CodeActionParams) -> list[types.CodeAction]:
    """What can be done at a range."""
    mirror = server.mirror
    name = mirror.name(params.text_document.uri)
    found: list[types.CodeAction] = []
    if _asked(params.context.only, types.CodeActionKind.QuickFix):
        for finding in mirror.findings([name])[name]:
            if _touches(mirror.range(finding.location), params.range):
                found += _of_finding(mirror, finding)
    if _asked(params.context.only, FIX_ALL):
        found += _fix_all(mirror, name)
    return found


def _asked(only: Sequence[types.CodeActionKind | str] | None, kind: str) -> bool:
    """Whether a kind is wanted: everything, where nothing is said, else the kind itself or one above it."""
    wanted = [one.value if isinstance(one, types.CodeActionKind) else one for one in only or ()]
    return only is None or any(one == "" or kind == one or kind.startswith(f"{one}.") for one in wanted)


def _touches(one: types.Range, other: types.Range) -> bool:
    return _order(one.start) <= _order(other.end) and _order(other.start) <= _order(one.end)


def _order(position: types.Position) -> tuple[int, int]:
    return position.line, position.character


def _of_finding(mirror: Mirror, finding: Finding) -> Iterator[types.CodeAction]:
    about = [diagnostic(mirror, finding)]
    edits = edits_of(finding)
    if finding.fix and edits:
        safe = finding.fix.safe
        yield types.CodeAction(
            title=f"{finding.fix.title} ({'safe' if safe else 'unsafe'}: {finding.rule})",
            kind=types.CodeActionKind.QuickFix,
            diagnostics=about,
            is_preferred=safe,
            edit=_edit(mirror, edits),
        )
    comment = ignoring(mirror.manifest(finding.file), finding)
    if comment is not None:
        title = f"ignore {finding.rule} here, with a reason"
        edit = _text_edit(mirror, finding.file, *comment)
        yield types.CodeAction(
            title, types.CodeActionKind.QuickFix, about, edit=_document_edits(mirror, {finding.file: [edit]})
        )


def _edit(mirror: Mirror, edits: Iterable[Edit]) -> types.WorkspaceEdit:
    found: dict[str, list[types.TextEdit]] = defaultdict(list)
    for edit in edits:
        lines = mirror.lines(edit.file)
        range_ = types.Range(lines.place(edit.start), lines.place(edit.end))
        found[edit.file].append(types.TextEdit(range_, edit.text))
    return _document_edits(mirror, found)


def _document_edits(mirror: Mirror, found: dict[str, list[types.TextEdit]]) -> types.WorkspaceEdit:
    """Edits that hold for the versions that were looked at, and for no others."""
    changes = []
    for name, edits in found.items():
        opened = mirror.open.get(name)
        which = types.OptionalVersionedTextDocumentIdentifier(mirror.uri(name), opened.version if opened else None)
        changes.append(types.TextDocumentEdit(which, list(edits)))
    return types.WorkspaceEdit(document_changes=changes)


def _text_edit(mirror: Mirror, name: str, span: Span, text: str) -> types.TextEdit:
    return types.TextEdit(mirror.spanned(name, span), text)


def _fix_all(mirror: Mirror, name: str) -> Iterator[types.CodeAction]:
    """All safe fixes of a file, round after round until nothing is left to mend."""
    if not any(finding.fix and finding.fix.safe for finding in mirror.findings([name])[name]):
        return
    changed = {file: [_text_edit(mirror, file, *change)] for file, change in mirror.mended(name).items()}
    if changed:
        yield types.CodeAction("apply all safe fixes (kubelint)", FIX_ALL, edit=_document_edits(mirror, changed))
