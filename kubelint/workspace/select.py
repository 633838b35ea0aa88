"""Label selectors: which pod templates and objects they match."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kubelint.kube.kinds import Workload
from kubelint.kube.objects import Object, mapping
from kubelint.kube.pods import Pod
from kubelint.kube.selectors import requirements, selects
from kubelint.workspace.index import Home, Index, Register, Space, once


def pairs_of(selector: Mapping[str, Any]) -> dict[str, Any]:
    """The labels that a LabelSelector demands by value: its pairs, and expressions with a single value."""
    return {r.key: r.values[0] for r in requirements(selector) if r.operator == "In" and len(r.values) == 1}


class Labels:
    """Pod templates by each of their labels."""

    def __init__(self, workloads: Iterable[Workload], index: Index) -> None:
        self.index = index
        self._pods: Register[Pod] = Register()
        for workload in workloads:
            if workload.pod is not None:
                for home in index.homes.of(workload):
                    self._enter(workload.pod, home)

    def _enter(self, pod: Pod, home: Home) -> None:
        self._pods.enter((), home.space, pod)
        for key, value in pod.labels.items():
            if isinstance(value, str):
                self._pods.enter((key, value), home.space, pod)

    def at(self, pair: tuple[str, str] | tuple[()], space: Space) -> list[Pod]:
        """The pod templates with a label (all, for none) that live in a namespace, or may."""
        return list(self._pods.at(pair, space))

    def select(self, selector: Mapping[str, Any], near: Object, namespace: str | None = None) -> list[Pod]:
        """The pod templates that a LabelSelector matches: those in a bundle of ``near``, else those in the rest."""
        selector = self.written(selector, near)
        found = [
            pod
            for pod in self._candidates(pairs_of(selector).items(), self.index.spaces(near, namespace))
            if selects(selector, pod.labels)
        ]
        beside = [pod for pod in found if self.index.beside(near, pod.owner)]
        return beside or found

    def written(self, selector: Mapping[str, Any], near: Object) -> Mapping[str, Any]:
        """The selector without the labels that a kustomization gives to selectors and templates alike."""
        keys = frozenset[str]().union(*(home.bundle.labels for home in self.index.homes.of(near)))
        if not keys:
            return selector
        kept = {k: v for k, v in mapping(selector.get("matchLabels")).items() if k not in keys}
        return {**selector, "matchLabels": kept}

    def _candidates(self, pairs: Iterable[tuple[str, Any]], spaces: Iterable[Space]) -> Iterator[Pod]:
        """The pod templates of the rarest pair; all of the namespaces, where there is no pair."""
        rarest = min((p for p in pairs if isinstance(p[1], str)), key=self._pods.count, default=())
        return iter(once(pod for space in spaces for pod in self._pods.at(rarest, space)))
