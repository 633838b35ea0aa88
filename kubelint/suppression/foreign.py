"""Suppressions written for other linters, honoured through the table of aliases and no wider than they meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kubelint.finding import Path
from kubelint.kube.objects import Object
from kubelint.manifest import Document, Manifest
from kubelint.pattern import regex
from kubelint.suppression.aliases import rules_of_alias
from kubelint.suppression.annotations import annotated, written
from kubelint.suppression.comments import block_below
from kubelint.suppression.suppression import Scope, Suppression

_KUBE_LINTER = "ignore-check.kube-linter.io/"
_CHECKOV = "checkov.io/skip"
_POLARIS = regex(r"polaris\.fairwinds\.com/(.+)-exempt$")
_TRIVY = regex(r"#\s*trivy:ignore:([\w-]+)(.*)")
_PREFIXES = (
    "ignore-check.kube-linter.io/",
    "kube-linter.io/",
    "kube-score/",
    "polaris.fairwinds.com/",
    "checkov.io/skip",
)

Alias = tuple[str, str]
"""A peer's name and its id of a check; the id ``*`` stands for all that the peer checks."""


def foreign_annotations(obj: Object) -> Iterator[Suppression]:
    """What other linters' annotations on an object and its pod template silence."""
    for within, path, mapping in annotated(obj):
        for key, value in mapping.items():
            if key.startswith(_PREFIXES):
                for peer, name, reason in _meant(key, value):
                    yield from _suppressions(obj, within, (*path, key), (peer, name), reason)


def _meant(key: str, value: Any) -> Iterator[tuple[str, str, str]]:
    """The peer, the id of its check and the reason, for each check that an annotation silences."""
    text = str(value)
    if key.startswith(_KUBE_LINTER):
        yield "kube-linter", key.removeprefix(_KUBE_LINTER), text
    elif key == "kube-linter.io/ignore-all":
        yield "kube-linter", "*", text
    elif key == "kube-score/ignore":
        yield from (("kube-score", name.strip(), "") for name in text.split(",") if name.strip())
    elif key.startswith(_CHECKOV):
        name, _, reason = text.partition("=")
        yield "checkov", name.strip(), reason
    elif key.startswith("polaris.fairwinds.com/") and text.lower() == "true":
        match = _POLARIS.match(key)
        if key == "polaris.fairwinds.com/exempt":
            yield "polaris", "*", ""
        elif match:
            yield "polaris", match[1], ""


def _suppressions(obj: Object, within: Path, path: Path, alias: Alias, reason: str) -> Iterator[Suppression]:
    for rule, words in rules_of_alias(*alias):
        found = written(obj, path, (rule,), Scope(obj.file, subject=obj, within=within, words=words), reason)
        found.origin = "foreign"
        yield found


def foreign_comments(manifest: Manifest) -> Iterator[Suppression]:
    """What other linters' comments in a file silence."""
    if "trivy:ignore:" in manifest.text:
        for document in manifest.documents:
            yield from _in_document(document)


def _in_document(document: Document) -> Iterator[Suppression]:
    manifest = document.manifest
    for comment in document.comments():
        match = _TRIVY.match(comment.text)
        if match is None:
            continue
        line = manifest.position(comment.span.start).line
        lines = block_below(manifest.text.splitlines(), line) if comment.own_line else (line, line)
        until = re.search(r"exp:(\d{4}-\d{2}-\d{2})", match[2])
        for rule, words in rules_of_alias("trivy", match[1]):
            scope = Scope(manifest.name, lines=lines, words=words)
            reason = f"until={until[1]}" if until else ""
            yield Suppression((rule,), scope, document, comment.span, reason, "foreign")
