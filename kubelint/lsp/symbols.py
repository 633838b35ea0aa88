"""A file's outline: its objects, with the containers of their pods."""

from __future__ import annotations

from lsprotocol import types

from kubelint.finding import Path, Span
from kubelint.kube.kinds import Service, Workload
from kubelint.kube.objects import Object
from kubelint.kube.pods import Container
from kubelint.lsp.mirror import Mirror
from kubelint.lsp.server import Server
from kubelint.manifest.events import Refusal
from kubelint.manifest.nodes import child


def symbols(server: Server, params: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
    """The objects of a file."""
    mirror = server.mirror
    return [_object(mirror, obj) for obj in mirror.objects(mirror.name(params.text_document.uri))]


def _object(mirror: Mirror, obj: Object) -> types.DocumentSymbol:
    pod = obj.pod if isinstance(obj, Workload) else None
    inner = [_container(mirror, container) for container in (*pod.init_containers, *pod.containers)] if pod else []
    return _symbol(mirror, obj, (), obj.name or "(no name)", types.SymbolKind.Object, obj.kind, inner)


def _container(mirror: Mirror, container: Container) -> types.DocumentSymbol:
    path = (*container.pod.path, "spec", container.field, container.number)
    name = container.name or "(no name)"
    return _symbol(mirror, container.pod.owner, path, name, types.SymbolKind.Package, container.image, [])


def _symbol(
    mirror: Mirror,
    obj: Object,
    path: Path,
    name: str,
    kind: types.SymbolKind,
    detail: str,
    inner: list[types.DocumentSymbol],
) -> types.DocumentSymbol:
    whole = _whole(obj, obj.base + path)
    named = (*path, "name") if path else ("metadata", "name")
    chosen = obj.document.locate(obj.base + named)
    if not (whole.start <= chosen.start and chosen.end <= whole.end):
        chosen = Span(whole.start, whole.start)
    file = obj.file
    return types.DocumentSymbol(
        name, kind, mirror.spanned(file, whole), mirror.spanned(file, chosen), detail, children=inner
    )


def _whole(obj: Object, path: Path) -> Span:
    """All of a node, from its first to its last character."""
    text = obj.document.manifest.text
    try:
        node = obj.document.tree().root
        for step in path:
            found = child(node, step) if node else None
            node = found[1] if found else None
    except Refusal:
        node = None
    if node is None:
        return obj.document.locate(path)
    return Span(node.start, node.start + len(text[node.start : node.end].rstrip()))


def hints(server: Server, params: types.InlayHintParams) -> list[types.InlayHint]:
    """How many pod templates the Services of a range select."""
    mirror = server.mirror
    name = mirror.name(params.text_document.uri)
    services = [obj for obj in mirror.objects(name) if isinstance(obj, Service) and obj.spec.get("selector")]
    found = (_hint(mirror, service) for service in services)
    return [hint for hint in found if params.range.start.line <= hint.position.line <= params.range.end.line]


def _hint(mirror: Mirror, service: Service) -> types.InlayHint:
    count = len(mirror.workspace.pods_of(service))
    lines = mirror.lines(service.file)
    place = service.document.locate((*service.base, "spec", "selector"), key=True)
    end = lines.position(lines.line_of(place.start).end)
    label = f"selects {count} pod template{'' if count == 1 else 's'}"
    return types.InlayHint(end, label, padding_left=True)
