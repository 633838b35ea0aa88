"""What stands at a position: the object, the path in it, and the node."""

from __future__ import annotations

from typing import NamedTuple

from kubelint.finding import Path, Span
from kubelint.kube.objects import Object
from kubelint.lsp.mirror import Mirror
from kubelint.manifest import Document, Manifest
from kubelint.manifest.events import Refusal
from kubelint.manifest.nodes import Scalar, walk


class Node(NamedTuple):
    """A key or a scalar of a document."""

    path: Path
    """From the document's root."""
    span: Span
    key: bool


class Spot(NamedTuple):
    """A key or a scalar of an object."""

    object: Object
    path: Path
    """From the object's root."""
    span: Span
    key: bool


def document_at(manifest: Manifest, offset: int) -> Document | None:
    """The document that an offset stands in."""
    found = (document for document in manifest.documents if document.span.start <= offset <= document.span.end)
    return next(found, None)


def node_at(document: Document, offset: int) -> Node | None:
    """The key or scalar at an offset; None between them, and in a document that cannot be read."""
    try:
        root = document.tree().root
    except Refusal:
        return None
    for path, node, key in walk(root) if root else ():
        if isinstance(node, Scalar) and node.start <= offset <= node.end:
            return Node(path, Span(node.start, node.end), key)
    return None


def spot_at(mirror: Mirror, name: str, offset: int) -> Spot | None:
    """What stands at an offset of a file; None outside the objects of the workspace."""
    manifest = mirror.manifest(name)
    document = document_at(manifest, offset) if manifest else None
    node = node_at(document, offset) if document else None
    for obj in mirror.objects(name) if node else ():
        if node and obj.document is document and node.path[: len(obj.base)] == obj.base:
            return Spot(obj, node.path[len(obj.base) :], node.span, node.key)
    return None
