"""Which kustomizations of a run are built: the outermost ones, and inner ones where no outer one can be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from kubelint.finding import Place, Problem
from kubelint.inputs.rendering import kustomize
from kubelint.inputs.rendering.deliveries import Delivery
from kubelint.inputs.rendering.graph import Graph, Kustomization
from kubelint.inputs.rendering.model import (
    FailedError,
    Memory,
    RefusedError,
    Rendering,
    Renderings,
    Skipped,
)
from kubelint.inputs.rendering.remembering import key_of, remembered
from kubelint.inputs.rendering.running import concurrently
from kubelint.kube.objects import dig
from kubelint.location import WholeDocument


def render_kustomizations(
    given: list[Kustomization],
    delivered: list[Delivery],
    graph: Graph,
    found: Renderings,
    memory: Memory | None,
) -> None:
    """Build the kustomizations, and those that are delivered."""
    namespaces: dict[str, str | None] = {}
    for each in delivered:
        same = namespaces.get(each.folder, each.namespace) == each.namespace
        namespaces[each.folder] = each.namespace if same else None
    _Builder(graph, namespaces, found, memory).build(given)


class _Builder:
    def __init__(
        self, graph: Graph, namespaces: dict[str, str | None], found: Renderings, memory: Memory | None
    ) -> None:
        self.namespaces = namespaces
        """Of the folders that something delivers."""
        self.graph, self.found, self.memory = graph, found, memory
        self.tool = kustomize.tool()
        self.built: set[str] = set()

    def build(self, given: list[Kustomization]) -> None:
        """Build what nothing else includes; where that fails, what it includes."""
        included = {folder for each in given for folder in self.graph.included(each)}
        outer = (each for each in given if each.folder not in included or each.folder in self.namespaces)
        wave = [each for each in outer if not each.component]
        tried: set[str] = set()
        while wave:
            tried |= {each.folder for each in wave}
            outcomes = list(zip(wave, concurrently(self._attempt, wave), strict=True))
            failed = [each for each, outcome in outcomes if not self._take(each, outcome)]
            inner = {found.folder: found for each in failed for found in self._inner(each, given)}
            wave = [each for each in inner.values() if each.folder not in tried | self.built]

    def _inner(self, kustomization: Kustomization, given: list[Kustomization]) -> Iterator[Kustomization]:
        for folder in self.graph.included(kustomization):
            each = self.graph.at(folder)
            if each in given and each is not None and not each.component:
                yield each

    def _attempt(self, kustomization: Kustomization) -> Rendering | RefusedError:
        try:
            return self._render(kustomization)
        except RefusedError as error:
            return error

    def _take(self, kustomization: Kustomization, outcome: Rendering | RefusedError) -> bool:
        """Take down what an attempt came to, and say whether it went well."""
        if isinstance(outcome, Rendering):
            self.built |= self.graph.reach(kustomization.folder)[0].keys()
            self.found.made.append(outcome)
        elif isinstance(outcome, FailedError):
            place = Place(WholeDocument(kustomization.document))
            self.found.problems.append(("unrendered-source", Problem(place, f"cannot be built: {outcome}")))
        else:
            name = self.graph.tree.shown(kustomization.file)
            self.found.skipped.append(Skipped(name, f"not built: {outcome}"))
        return isinstance(outcome, Rendering)

    def _render(self, kustomization: Kustomization) -> Rendering:
        inside, files = self.graph.reach(kustomization.folder)
        if self.tool is None:
            raise RefusedError(kustomize.MISSING)
        tool, graph = self.tool, self.graph
        named = [*files, *(each.file for each in inside.values())]
        key = key_of(f"{kustomization.folder} {tool.identity}", {f: graph.tree.content(f) or b"" for f in named})

        def build() -> list[Any]:
            return list(kustomize.build(kustomization.folder, inside, files, graph, tool))

        made = remembered(None if graph.remote else self.memory, key, build, _secret)
        built = kustomize.Build(*made)
        made_of = kustomize.rendering(kustomization.folder, built, graph, inside, files)
        return replace(made_of, namespace=self.namespaces.get(kustomization.folder))


def _secret(made: Any) -> bool:
    return any(dig(data, "kind") == "Secret" and bool(dig(data, "data") or dig(data, "stringData")) for data in made[0])
