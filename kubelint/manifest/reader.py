"""A first reader, to be replaced: documents through PyYAML's composer."""

from __future__ import annotations

from typing import Any

import yaml

from kubelint.finding import Path, Span
from kubelint.manifest.document import Document, Manifest, Note


def read_bytes(content: bytes, name: str) -> Manifest:
    """Read a file's bytes."""
    return read_text(content.decode("utf-8-sig"), name)


def read_text(text: str, name: str) -> Manifest:
    """Read a file's text."""
    manifest = Manifest(name, text)
    try:
        nodes = list(yaml.compose_all(text, yaml.CSafeLoader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        offset = mark.index if mark else 0
        note = Note("invalid-yaml", Span(offset, offset), str(error.problem))
        manifest.documents.append(Document(manifest, 0, Span(0, len(text)), None, [note]))
        return manifest
    for index, node in enumerate(nodes):
        data = yaml.CSafeLoader("").construct_document(node) if node else None
        span = Span(node.start_mark.index, node.end_mark.index) if node else Span(0, 0)
        document = Document(manifest, index, span, data, [])
        document._node = node  # type: ignore[attr-defined]
        manifest.documents.append(document)
    return manifest


def locate(document: Document, path: Path, key: bool) -> Span:
    """The span of a node."""
    node: Any = document._node  # type: ignore[attr-defined]
    key_node: Any = None
    for number, step in enumerate(path):
        found = None
        if isinstance(node, yaml.MappingNode):
            found = next(((k, v) for k, v in node.value if k.value == step), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            found = (None, node.value[step])
        if found is None:
            return locate(document, path[:number], False)
        key_node, node = found
    if not path and isinstance(node, yaml.MappingNode):
        key_node = next((k for k, _ in node.value if k.value == "kind"), None)
    if key_node is not None and (key or not isinstance(node, yaml.ScalarNode)):
        node = key_node
    return Span(node.start_mark.index, node.end_mark.index)
