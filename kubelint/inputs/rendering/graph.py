"""Kustomizations and all that they name, looked at before any tool is started: what is missing, foreign or remote."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from kubelint.finding import Path
from kubelint.inputs.kustomization import FILE_NAMES
from kubelint.inputs.rendering.files import Tree
from kubelint.inputs.rendering.model import BrokenError, RefusedError
from kubelint.kube.objects import dig, mapping, sequence
from kubelint.manifest import Document, read_bytes

_FAR = re.compile(r"://|::|[@?]|^\w[\w.-]*:[^=]|^(github\.com|gh:)|\.git(/|$)|_git/", re.IGNORECASE)
"""What kustomize may take for an address: told by its form, since it asks the form before it looks at the disk."""
_FOLDERS = ("resources", "bases", "components")
_CONFIGURED = ("generators", "transformers", "validators")
_FILES = ("crds", "configurations")
_FOREIGN = {
    "helmCharts": "inflates Helm charts, for which kustomize runs helm",
    "helmChartInflationGenerator": "inflates Helm charts, for which kustomize runs helm",
    "generators": "has generators, which are plugins",
    "validators": "has validators, which are plugins",
}
_HARMLESS_NAMES = """
    LabelTransformer AnnotationsTransformer PrefixTransformer SuffixTransformer PrefixSuffixTransformer
    NamespaceTransformer ReplicaCountTransformer ImageTagTransformer
"""
_HARMLESS = frozenset(_HARMLESS_NAMES.split())


class Entry(NamedTuple):
    """A file or folder that a kustomization names, and where."""

    path: Path
    target: str
    folder: bool = False
    """Whether it may be a folder with a kustomization of its own."""


class Kustomization(NamedTuple):
    """A kustomization file as it was read."""

    folder: str
    file: str
    document: Document
    data: dict[str, Any]

    @property
    def component(self) -> bool:
        """Whether it is a part that others include."""
        return self.data.get("kind") == "Component"

    def entries(self) -> Iterator[Entry]:
        """Every file and folder that it names."""
        for field in (*_FOLDERS, *_CONFIGURED, *_FILES, "patchesStrategicMerge"):
            for number, target in enumerate(sequence(self.data.get(field))):
                if isinstance(target, str) and target and "\n" not in target.strip():
                    yield Entry((field, number), target, field in (*_FOLDERS, *_CONFIGURED))
        for field in ("patches", "patchesJson6902", "replacements"):
            for number, item in enumerate(sequence(self.data.get(field))):
                if isinstance(target := dig(item, "path"), str) and target:
                    yield Entry((field, number, "path"), target)
        if isinstance(target := dig(self.data, "openapi", "path"), str) and target:
            yield Entry(("openapi", "path"), target)
        yield from self._generated()

    def _generated(self) -> Iterator[Entry]:
        for field in ("configMapGenerator", "secretGenerator"):
            for number, item in enumerate(sequence(self.data.get(field))):
                for name in ("files", "envs"):
                    for position, target in enumerate(sequence(mapping(item).get(name))):
                        if isinstance(target, str) and target:
                            plain = target.partition("=")[2] if name == "files" and "=" in target else target
                            yield Entry((field, number, name, position), plain)
                if isinstance(target := dig(item, "env"), str) and target:
                    yield Entry((field, number, "env"), target)

    def resolve(self, target: str) -> str:
        """The path of a file or folder that it names."""
        return posixpath.normpath(posixpath.join(self.folder, target))


class Graph:
    """The kustomizations of a run and those that they reach."""

    def __init__(self, tree: Tree, remote: bool = False) -> None:
        """``remote`` lets entries stand that lie elsewhere."""
        self.tree = tree
        self.remote = remote
        self._known: dict[str, Kustomization | None] = {}

    def at(self, folder: str) -> Kustomization | None:
        """The kustomization of a folder."""
        if folder not in self._known:
            self._known[folder] = self._read(folder)
        return self._known[folder]

    def _read(self, folder: str) -> Kustomization | None:
        for name in FILE_NAMES:
            file = posixpath.join(folder, name)
            if self.tree.content(file) is not None:
                documents = [d for d in self.tree.manifest(file).documents if isinstance(d.data, dict)]
                return Kustomization(folder, file, documents[0], documents[0].data) if documents else None
        return None

    def included(self, kustomization: Kustomization) -> list[str]:
        """The folders of the kustomizations that one includes."""
        targets = (kustomization.resolve(e.target) for e in kustomization.entries() if e.folder and not far(e.target))
        return [target for target in targets if self.at(target)]

    def reach(self, folder: str) -> tuple[dict[str, Kustomization], set[str]]:
        """The kustomizations that one is built of, itself first, and all files that they name.

        Raises:
            RefusedError: something in it is missing, remote, foreign, or outside the repository.
        """
        inside: dict[str, Kustomization] = {}
        files: set[str] = set()
        waiting = [folder]
        while waiting:
            kustomization = self.at(waiting.pop())
            if kustomization and kustomization.folder not in inside:
                inside[kustomization.folder] = kustomization
                self._vet(kustomization)
                waiting += self.included(kustomization)
                files.update(self._files(kustomization))
        return inside, files

    def _vet(self, kustomization: Kustomization) -> None:
        name = self.tree.shown(kustomization.file)
        if kustomization.document.notes or len(kustomization.document.manifest.documents) != 1:
            raise BrokenError(f"`{name}` cannot be read without doubt")
        for field, reason in _FOREIGN.items():
            if kustomization.data.get(field):
                raise RefusedError(f"`{name}` {reason}")
        for entry in kustomization.entries():
            self._vet_entry(kustomization, entry, name)
        for item in sequence(kustomization.data.get("transformers")):
            if not self._harmless(kustomization, str(item)):
                raise RefusedError(f"`{name}` has a transformer that may be a plugin")

    def _vet_entry(self, kustomization: Kustomization, entry: Entry, name: str) -> None:
        if far(entry.target):
            if self.remote:
                return
            raise RefusedError(f"`{name}` takes in `{entry.target}`, which is remote")
        path = kustomization.resolve(entry.target)
        if not self.tree.inside(path, kustomization.folder):
            raise RefusedError(f"`{name}` takes in `{entry.target}`, which lies outside the repository")
        if self.tree.content(path) is None and not (entry.folder and self.at(path)):
            raise BrokenError(f"`{name}` takes in `{entry.target}`, which is not there")

    def _harmless(self, kustomization: Kustomization, item: str) -> bool:
        """Whether a transformer's configuration is one of kustomize's own, for labels, names and the like."""
        content = item.encode() if "\n" in item else self.tree.content(kustomization.resolve(item))
        documents = read_bytes(content, item).documents if content else []
        return bool(documents) and all(
            dig(document.data, "apiVersion") == "builtin"
            and dig(document.data, "kind") in _HARMLESS
            and not dig(document.data, "metadata", "annotations")
            and not document.notes
            for document in documents
        )

    def _files(self, kustomization: Kustomization) -> Iterator[str]:
        for entry in kustomization.entries():
            path = kustomization.resolve(entry.target)
            if self.tree.content(path) is not None:
                yield path


def given_in(files: Iterable[str], graph: Graph) -> list[Kustomization]:
    """The kustomizations among the files, by their real paths."""
    folders = [posixpath.dirname(file) for file in files if posixpath.basename(file) in FILE_NAMES]
    return [kustomization for folder in folders if (kustomization := graph.at(folder))]


def far(target: str) -> bool:
    """Whether kustomize may take an entry for a remote one."""
    return _FAR.search(target) is not None
