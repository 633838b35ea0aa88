"""Which kustomizations of a run are built: the outermost ones, and inner ones where no outer one can be."""

from __future__ import annotations

import posixpath
from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any

from kubelint.finding import Place, Problem
from kubelint.inputs.kustomization import FILE_NAMES
from kubelint.inputs.rendering import kustomize
from kubelint.inputs.rendering.fields import problems_of
from kubelint.inputs.rendering.files import Tree
from kubelint.inputs.rendering.graph import Graph, Kustomization
from kubelint.inputs.rendering.model import BrokenError, FailedError, Memory, RefusedError, Renderings, Skipped
from kubelint.inputs.rendering.remembering import key_of, remembered
from kubelint.kube.objects import dig
from kubelint.location import WholeDocument


def render_kustomizations(
    files: Iterable[str], tree: Tree, found: Renderings, memory: Memory | None, remote: bool
) -> None:
    """Build the kustomizations among the files, by their real paths."""
    graph = Graph(tree, remote)
    folders = [posixpath.dirname(file) for file in files if posixpath.basename(file) in FILE_NAMES]
    given = [kustomization for folder in folders if (kustomization := graph.at(folder))]
    for kustomization in given:
        found.problems.extend(problems_of(kustomization, graph))
    _Builder(graph, found, memory).build(given)


class _Builder:
    def __init__(self, graph: Graph, found: Renderings, memory: Memory | None) -> None:
        self.graph, self.found, self.memory = graph, found, memory
        self.tool = kustomize.tool()
        self.built: set[str] = set()

    def build(self, given: list[Kustomization]) -> None:
        """Build what nothing else includes; where that fails, what it includes."""
        included = {folder for each in given for folder in self.graph.included(each)}
        waiting = deque(each for each in given if each.folder not in included and not each.component)
        tried: set[str] = set()
        while waiting:
            kustomization = waiting.popleft()
            if kustomization.folder in tried or kustomization.folder in self.built:
                continue
            tried.add(kustomization.folder)
            if not self._built(kustomization):
                waiting.extend(self._inner(kustomization, given))

    def _inner(self, kustomization: Kustomization, given: list[Kustomization]) -> Iterator[Kustomization]:
        for folder in self.graph.included(kustomization):
            each = self.graph.at(folder)
            if each in given and each is not None and not each.component:
                yield each

    def _built(self, kustomization: Kustomization) -> bool:
        name = self.graph.tree.shown(kustomization.file)
        try:
            self._render(kustomization)
        except BrokenError:
            return False
        except FailedError as error:
            place = Place(WholeDocument(kustomization.document))
            self.found.problems.append(("unrendered-source", Problem(place, f"cannot be built: {error}")))
            return False
        except RefusedError as error:
            self.found.skipped.append(Skipped(name, f"not built: {error}"))
            return False
        return True

    def _render(self, kustomization: Kustomization) -> None:
        inside, files = self.graph.reach(kustomization.folder)
        if self.tool is None:
            raise RefusedError(kustomize.MISSING)
        tool, graph = self.tool, self.graph
        named = [*files, *(each.file for each in inside.values())]
        key = key_of(f"{kustomization.folder} {tool.identity}", {f: graph.tree.content(f) or b"" for f in named})

        def build() -> list[Any]:
            return list(kustomize.build(kustomization.folder, inside, files, graph, tool))

        made = remembered(None if graph.remote else self.memory, key, build, _secret)
        self.built |= inside.keys()
        built = kustomize.Build(*made)
        self.found.made.append(kustomize.rendering(kustomization.folder, built, graph, inside, files))


def _secret(made: Any) -> bool:
    return any(dig(data, "kind") == "Secret" and bool(dig(data, "data") or dig(data, "stringData")) for data in made[0])
