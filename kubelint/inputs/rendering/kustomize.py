"""Kustomizations, built by ``kustomize`` or ``kubectl kustomize`` in a scratch copy of the files that they name."""

from __future__ import annotations

import json
import pathlib
import posixpath
from collections.abc import Iterable
from typing import Any, NamedTuple

from kubelint.inputs.rendering.graph import Graph, Kustomization
from kubelint.inputs.rendering.layers import Layers
from kubelint.inputs.rendering.model import FailedError, Rendering
from kubelint.inputs.rendering.running import find, run
from kubelint.kube.objects import mapping
from kubelint.manifest import read_bytes

MISSING = (
    "neither `kustomize` nor `kubectl` is on the PATH: see https://kubectl.docs.kubernetes.io/installation/kustomize"
)
ORIGIN = "config.kubernetes.io/origin"


class Tool(NamedTuple):
    """The program that builds."""

    command: tuple[str, ...]
    identity: str
    """What tells its version, told without starting it."""


def tool() -> Tool | None:
    """The program on the PATH, None where there is none."""
    for name, rest in (("kustomize", ("build",)), ("kubectl", ("kustomize",))):
        if found := find(name):
            return Tool((str(found), *rest), f"{name} {found.stat().st_size} {found.stat().st_mtime_ns}")
    return None


class Build(NamedTuple):
    """What came out of a kustomization: objects, and the origin that kustomize gives each."""

    objects: list[dict[str, Any]]
    origins: list[dict[str, Any]]


def build(folder: str, kustomizations: dict[str, Kustomization], files: Iterable[str], graph: Graph, by: Tool) -> Build:
    """Build a kustomization that was vetted.

    Raises:
        FailedError: the tool failed, took too long, or wrote what nobody can read.
    """
    import tempfile

    with tempfile.TemporaryDirectory(prefix="kubelint-") as name:
        scratch = pathlib.Path(name)
        tree = graph.tree
        root = tree.root(folder)
        for file in files:
            _copy(scratch / "tree" / posixpath.relpath(file, root), tree.content(file) or b"")
        for each in kustomizations.values():
            data = {**each.data, "buildMetadata": ["originAnnotations"]} if each.folder == folder else each.data
            target = scratch / "tree" / posixpath.relpath(each.file, root)
            _copy(target, json.dumps(data).encode("utf-8", "replace"))
        output = run(
            [*by.command, str(scratch / "tree" / posixpath.relpath(folder, root))], scratch, remote=graph.remote
        )
    return _read(output)


def _copy(target: pathlib.Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)


def _read(output: bytes) -> Build:
    found = Build([], [])
    for document in read_bytes(output, "").documents:
        if document.notes:
            raise FailedError(f"the output cannot be read: {document.notes[0].message}")
        if isinstance(document.data, dict):
            found.objects.append(document.data)
            found.origins.append(_taken_out(document.data))
    return found


def _taken_out(data: dict[str, Any]) -> dict[str, Any]:
    """The annotation that was asked for beside the output, which is no part of the object."""
    metadata = mapping(data.get("metadata"))
    annotations = mapping(metadata.get("annotations"))
    read = read_bytes(str(annotations.pop(ORIGIN, "")).encode(), "").documents
    if not annotations:
        metadata.pop("annotations", None)
    return mapping(read[0].data if read else None)


def rendering(folder: str, built: Build, graph: Graph, inside: dict[str, Kustomization], files: set[str]) -> Rendering:
    """The rendering of a kustomization that was built."""
    tree = graph.tree
    shown = tree.shown(folder)
    name = posixpath.join("" if shown == "." else shown, "<kustomize build>")
    text = "".join(f"{json.dumps(data)}\n" for data in built.objects)
    layers = Layers(folder, graph, inside, built.origins)
    covers = frozenset(map(tree.shown, [*files, *(each.file for each in inside.values())]))
    return Rendering(name, shown, "kustomize", text, layers, covers)
