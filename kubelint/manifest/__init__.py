"""YAML as Kubernetes reads it: manifests (files), documents, spans. Knows nothing of Kubernetes' kinds."""

from kubelint.manifest.document import Comment, Document, Manifest, Note, Raw, Surprise
from kubelint.manifest.reader import read_bytes, read_text, unreadable

__all__ = ["Comment", "Document", "Manifest", "Note", "Raw", "Surprise", "read_bytes", "read_text", "unreadable"]
