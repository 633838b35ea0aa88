"""What is said when the mouse rests: of a finding its rule's page, of a field what Kubernetes knows of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lsprotocol import types

from kubelint.catalogue import page, rules, sections
from kubelint.errors import UsageError
from kubelint.finding import Finding
from kubelint.lsp.mirror import Mirror
from kubelint.lsp.server import Server
from kubelint.lsp.spots import Spot, spot_at
from kubelint.report._inert import versions
from kubelint.schema.fields import Described, Field, describe_at

_SHOWN = ("Why", "Fix")
_NAMES = re.compile(r"#\s*kubelint:\s*ignore(?:-object|-file)?\s*\[([^\]]*)\]")
_NAME = re.compile(r"[\w-]+")


def hover(server: Server, params: types.HoverParams) -> types.Hover | None:
    """What there is to say of a position."""
    mirror = server.mirror
    name = mirror.name(params.text_document.uri)
    offset = mirror.offset(name, params.position)
    position = (params.position.line, params.position.character)
    parts = [_finding(found) for found in mirror.findings([name])[name] if _holds(mirror, found, position)]
    parts += [_rule(rule) for rule in _named(mirror, name, offset)]
    spot = spot_at(mirror, name, offset)
    if spot and (words := _field(mirror, spot)):
        parts.append(words)
    if not parts:
        return None
    content = types.MarkupContent(types.MarkupKind.Markdown, "\n\n---\n\n".join(parts))
    return types.Hover(content, mirror.spanned(name, spot.span) if spot else None)


def _holds(mirror: Mirror, finding: Finding, position: tuple[int, int]) -> bool:
    where = mirror.range(finding.location)
    return (where.start.line, where.start.character) <= position <= (where.end.line, where.end.character)


def _finding(finding: Finding) -> str:
    return f"**{finding.severity}**: {finding.message}{versions(finding)}\n\n{_rule(finding.rule)}"


def _rule(name: str) -> str:
    found = sections(page(name))
    told = [f"**{title}.** {found[title].partition('```')[0].strip()}" for title in _SHOWN if title in found]
    return "\n\n".join((f"**`{name}`**: {rules()[name].summary}", *told))


def _named(mirror: Mirror, name: str, offset: int) -> Iterator[str]:
    """The rule that a suppression comment names at an offset."""
    lines = mirror.lines(name)
    line = lines.line_of(offset)
    for listed in _NAMES.finditer(lines.text, line.start, line.end):
        for word in _NAME.finditer(lines.text, *listed.span(1)):
            if word.start() <= offset <= word.end() and word[0] in rules():
                yield word[0]


def _field(mirror: Mirror, spot: Spot) -> str:
    names = [step for step in spot.path if isinstance(step, str)]
    if not names or not isinstance(spot.path[-1], str):
        return ""
    minor, obj = mirror.settings.versions.last, spot.object
    try:
        above = describe_at(obj.api_version, obj.kind, tuple(names[:-1]), minor)
    except (UsageError, KeyError):
        return ""
    field = next((field for field in above.fields if field.name == names[-1]), None)
    return _shown(above, field, minor) if field else ""


def _shown(above: Described, field: Field, minor: int) -> str:
    needed = ", required" if field.required else ""
    lines = [f"`{field.name}`: {field.type}{needed} ({above.api_version} {above.kind}, Kubernetes 1.{minor})"]
    if field.allowed:
        lines.append(f"One of {', '.join(f'`{value}`' for value in field.allowed)}.")
    return "\n\n".join((*lines, field.description) if field.description else lines)
