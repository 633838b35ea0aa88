"""What can be written at the cursor: fields, their values, and the names that the workspace has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lsprotocol import types

from kubelint.errors import UsageError
from kubelint.finding import Path
from kubelint.kube.objects import mapping
from kubelint.lsp.cursor import MARK, Cursor, cursor_at
from kubelint.lsp.mirror import Mirror
from kubelint.lsp.server import Server
from kubelint.lsp.vocabulary import label_keys, names_for
from kubelint.schema.fields import Described, Field, describe_at

OPTIONS = types.CompletionOptions(trigger_characters=[" ", ":", "/"])
_SCALARS = frozenset({"string", "integer", "number", "boolean", "any", "quantity", "int-or-string"})


class Candidate(NamedTuple):
    """A word that may be written."""

    text: str
    label: str
    kind: types.CompletionItemKind
    detail: str = ""
    description: str = ""
    first: bool = False
    """Whether it goes before the others."""


def complete(server: Server, params: types.CompletionParams) -> list[types.CompletionItem]:
    """What can be written at a position."""
    mirror = server.mirror
    name = mirror.name(params.text_document.uri)
    manifest = mirror.manifest(name)
    lines = mirror.lines(name)
    cursor = cursor_at(manifest, lines, lines.offset(params.position)) if manifest else None
    if cursor is None:
        return []
    found = _keys(mirror, cursor) if cursor.key else _values(mirror, cursor)
    range_ = lines.range(cursor.span)
    return [_item(candidate, range_) for candidate in {one.label: one for one in found}.values()]


def _item(candidate: Candidate, range_: types.Range) -> types.CompletionItem:
    return types.CompletionItem(
        candidate.label,
        kind=candidate.kind,
        detail=candidate.detail or None,
        documentation=candidate.description or None,
        sort_text=f"{not candidate.first:d}{candidate.label}",
        text_edit=types.TextEdit(range_, candidate.text),
    )


def _keys(mirror: Mirror, cursor: Cursor) -> Iterator[Candidate]:
    parent = cursor.path[:-1]
    taken = mapping(cursor.object.get(*parent)).keys() - {MARK}
    described = _described(mirror, cursor, parent)
    for field in described.fields if described else ():
        if field.name not in taken:
            yield _field(field)
    for key in label_keys(cursor, mirror.workspace) - taken:
        yield Candidate(f"{key}: ", key, types.CompletionItemKind.Property, "label of a pod template")


def _field(field: Field) -> Candidate:
    plain = not field.type[0].isupper() and not field.type.startswith(("list of", "map of", "object"))
    detail = f"{field.type}, required" if field.required else field.type
    text = f"{field.name}: " if plain else f"{field.name}:"
    return Candidate(text, field.name, types.CompletionItemKind.Field, detail, field.description, field.required)


def _values(mirror: Mirror, cursor: Cursor) -> Iterator[Candidate]:
    for word, detail in names_for(cursor, mirror.workspace):
        yield Candidate(word, word, types.CompletionItemKind.Reference, detail, first=True)
    described = _described(mirror, cursor, cursor.path)
    allowed: Iterable[str] = described.allowed if described else ()
    if described and described.type == "boolean":
        allowed = ("true", "false")
    for value in allowed:
        yield Candidate(value, value, types.CompletionItemKind.EnumMember)


def _described(mirror: Mirror, cursor: Cursor, path: Path) -> Described | None:
    obj = cursor.object
    try:
        return describe_at(obj.api_version, obj.kind, path, mirror.settings.versions.last)
    except (UsageError, KeyError):
        return None
