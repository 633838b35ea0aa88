"""A second opinion on mended text, by ruamel.yaml: the tools beside Kubernetes have to read it as well."""

from __future__ import annotations

from kubelint.manifest import Document, Manifest


def others_read(before: Manifest, after: Manifest) -> bool:
    """Whether another YAML reader takes each document that changed, unless it refused that file before."""
    known = {_text(document) for document in before.documents}
    changed = [document for document in after.documents if _text(document) not in known]
    return all(map(_reads, changed)) or not all(map(_reads, before.documents))


def _text(document: Document) -> str:
    return document.manifest.text[document.span.start : document.span.end]


def _reads(document: Document) -> bool:
    import warnings

    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        with warnings.catch_warnings(action="ignore"):  # of an anchor that is used again, say
            for _ in YAML(typ="rt").load_all(_text(document)):
                pass
    except (YAMLError, ValueError, RecursionError):
        return False
    return True
