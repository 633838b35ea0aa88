"""YAML as Kubernetes reads it: manifests (files), documents, spans. Knows nothing of Kubernetes' kinds."""

from kubelint.manifest.document import Document, Manifest, Note
from kubelint.manifest.reader import read_bytes, read_text

__all__ = ["Document", "Manifest", "Note", "read_bytes", "read_text"]
