"""Network: peers of policies that nobody is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from kubelint.finding import Path, Problem, Related
from kubelint.kube.kinds import Namespace, NetworkPolicy
from kubelint.kube.nearness import one_slip
from kubelint.kube.objects import Object
from kubelint.kube.placeholders import unrendered
from kubelint.kube.selectors import Requirement, requirements, selects
from kubelint.workspace import Workspace
from kubelint.workspace.homes import Space
from kubelint.workspace.misses import Search, miss
from kubelint.workspace.policies import PEERS, Direction, peers, rules

_DIRECTIONS: tuple[Direction, Direction] = ("ingress", "egress")
_NAME_LABEL = "kubernetes.io/metadata.name"


def policy_peer_matches_nothing(policy: NetworkPolicy, workspace: Workspace) -> Iterator[Problem]:
    """No pod or Namespace of the set is what a peer's selector means."""
    for direction in _DIRECTIONS:
        for number, rule in rules(policy, direction):
            for index, peer in enumerate(peers(rule, direction)):
                path: Path = ("spec", direction, number, PEERS[direction], index)
                space_problem = _namespaces(
                    policy, (*path, "namespaceSelector"), peer.get("namespaceSelector"), workspace
                )
                if space_problem is not None:
                    yield space_problem
                else:
                    yield from _pods(policy, path, peer, workspace)


def _pods(policy: NetworkPolicy, path: Path, peer: dict[str, Any], workspace: Workspace) -> Iterator[Problem]:
    selector = peer.get("podSelector")
    if not isinstance(selector, dict) or not any(selector.values()):
        return
    spaces: Sequence[Space] = [None] if "namespaceSelector" in peer else workspace.index.spaces(policy)
    if workspace.labels.select(selector, policy, spaces):
        return
    found = miss(Search(selector, policy, workspace.labels, spaces), workspace, beside=False)
    if found is not None:
        near = found.nearest
        related = (Related(near.place, f"{near.owner.kind} `{near.owner.name}`, the nearest"),) if near else ()
        place = policy.at(*path, "podSelector")
        yield Problem(place, f"selects no pod: {found.hint}", related=related, severity=found.severity)


def _namespaces(policy: NetworkPolicy, path: Path, selector: Any, workspace: Workspace) -> Problem | None:
    """A near miss of a selector among the Namespaces of the set; others of them may live elsewhere."""
    given = workspace.of(Namespace)
    if not isinstance(selector, dict) or not given or any(selects(selector, _labels(each)) for each in given):
        return None
    for space in given:
        failing = [condition for condition in requirements(selector) if not condition.holds(_labels(space))]
        hint = _hint(failing[0], space) if len(failing) == 1 else None
        if hint:
            related = Related(space.at("metadata", "name"), "the nearest Namespace")
            return Problem(policy.at(*path), f"selects no Namespace: {hint}", related=(related,))
    return None


def _labels(space: Object) -> dict[str, Any]:
    return {_NAME_LABEL: space.name, **space.labels}


def _hint(failing: Requirement, space: Object) -> str | None:
    """What a condition probably meant of a Namespace, None where it may mean another one."""
    labels, values = _labels(space), [value for value in failing.values if isinstance(value, str)]
    if failing.operator != "In" or len(values) != 1 or unrendered(values[0]):
        return None
    wanted, actual = values[0], labels.get(failing.key)
    if isinstance(actual, str) and one_slip(wanted, actual):
        return f"it asks for `{failing.key}: {wanted}`, `{space.name}` has `{failing.key}: {actual}`"
    if actual is None and wanted == space.name:
        return f"Namespace `{wanted}` has no label `{failing.key}`; every Namespace carries `{_NAME_LABEL}`"
    return None
