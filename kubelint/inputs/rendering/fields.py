"""Kustomization files themselves: unknown, removed and deprecated fields, and files that are not there.

Source: kustomize ``api/types/kustomization.go`` of v5.5 (``Kustomization``, and ``FixKustomizationPostUnmarshal``).
"""

from __future__ import annotations

import os
import pathlib
import posixpath
from collections.abc import Iterator

from kubelint.finding import Place, Problem, Severity
from kubelint.inputs.ignoring import Ignored
from kubelint.inputs.rendering.files import Tree
from kubelint.inputs.rendering.graph import Entry, Graph, Kustomization, far
from kubelint.location import WholeDocument
from kubelint.suggestion import suggestion

RULE = "broken-kustomization"
_KNOWN_NAMES = """
    apiVersion kind metadata openapi namePrefix nameSuffix namespace commonLabels labels commonAnnotations
    patchesStrategicMerge patchesJson6902 patches images replacements replicas vars sortOptions resources
    components crds bases configMapGenerator secretGenerator helmGlobals helmCharts
    helmChartInflationGenerator generatorOptions configurations generators transformers validators
    buildMetadata
"""
_KNOWN = frozenset(_KNOWN_NAMES.split())
_REMOVED = {"imageTags": "`images`"}
_DEPRECATED = {
    "bases": "`resources`",
    "patchesStrategicMerge": "`patches`",
    "patchesJson6902": "`patches`",
    "commonLabels": "`labels`",
    "vars": "`replacements`",
    "helmChartInflationGenerator": "`helmCharts`",
}


def problems_of(kustomization: Kustomization, graph: Graph) -> Iterator[tuple[str, Problem]]:
    """What is wrong with a kustomization file."""
    subject = WholeDocument(kustomization.document)
    for field in kustomization.data:
        if field in _DEPRECATED:
            text = f"`{field}` is deprecated: use {_DEPRECATED[field]}"
            yield RULE, Problem(Place(subject, (field,), key=True), text, severity=Severity.INFO)
        elif field not in _KNOWN:
            yield RULE, Problem(Place(subject, (field,), key=True), _unknown(field))
    for entry in {entry.target: entry for entry in reversed(list(kustomization.entries()))}.values():
        if text := _missing(kustomization, entry, graph):
            yield RULE, Problem(Place(subject, entry.path), text)


def _unknown(field: str) -> str:
    if field in _REMOVED:
        return f"kustomize no longer knows the field `{field}`: use {_REMOVED[field]}"
    return f"kustomize does not know the field `{field}`{suggestion(field, _KNOWN)}"


def _missing(kustomization: Kustomization, entry: Entry, graph: Graph) -> str:
    tree: Tree = graph.tree
    path = kustomization.resolve(entry.target)
    if far(entry.target) or not tree.inside(path, kustomization.folder):
        return ""
    target = pathlib.Path(path)
    if tree.content(path) is not None or target.is_file():
        return ""
    if entry.folder and target.is_dir():
        return "" if graph.at(path) else f"the folder `{entry.target}` has no kustomization"
    if _ignored(path):
        return ""
    return f"there is no file{' or folder' if entry.folder else ''} `{entry.target}`{_nearest(path)}"


def _ignored(path: str) -> bool:
    """Whether git does not keep the file, so that it is made before the kustomization is built."""
    folder, ignored = posixpath.dirname(path), Ignored("/", ())
    return ignored.ignores(path, False, ignored.within(folder, ignored.above(folder)))


def _nearest(path: str) -> str:
    folder, name = posixpath.split(path)
    try:
        return suggestion(name, [each.name for each in os.scandir(folder)])
    except OSError:
        return ""
