"""What stands over a pod: budgets and network policies."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from kubelint.kube.kinds import NetworkPolicy, PodDisruptionBudget
from kubelint.kube.objects import Object
from kubelint.kube.pods import Pod

if TYPE_CHECKING:
    from kubelint.workspace.workspace import Workspace

Covering = PodDisruptionBudget | NetworkPolicy


class Coverage:
    """Which budgets and network policies stand over which pods, worked out once for each kind."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._pods: dict[int, list[Pod]] = {}
        self._over: dict[type[Object], dict[int, list[Any]]] = {}

    def pods(self, covering: Covering) -> list[Pod]:
        """The pod templates under a budget or a network policy (without a ``podSelector`` a policy takes all)."""
        found = self._pods.get(id(covering))
        if found is None:
            policy = isinstance(covering, NetworkPolicy)
            selector = covering.spec.get("podSelector") or {} if policy else covering.spec.get("selector")
            found = self._pods[id(covering)] = self.workspace.chosen(selector, covering)
        return found

    def budgets(self, pod: Pod) -> list[PodDisruptionBudget]:
        """The PodDisruptionBudgets over a pod template, in reading order."""
        return self._by_pod(PodDisruptionBudget).get(id(pod), [])

    def policies(self, pod: Pod) -> list[NetworkPolicy]:
        """The NetworkPolicies over a pod template, in reading order."""
        return self._by_pod(NetworkPolicy).get(id(pod), [])

    def _by_pod(self, kind: type[Any]) -> dict[int, list[Any]]:
        if kind not in self._over:
            over = self._over[kind] = defaultdict(list)
            for covering in self.workspace.of(kind):
                for pod in self.pods(covering):
                    over[id(pod)].append(covering)
        return self._over[kind]
