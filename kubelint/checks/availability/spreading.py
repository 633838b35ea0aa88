"""Availability: where a workload's pods stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from kubelint.finding import Fix, Operation, Patch, Path, Problem
from kubelint.kube.hooks import is_test
from kubelint.kube.kinds import Deployment, Rollout, StatefulSet
from kubelint.kube.nearness import one_edit
from kubelint.kube.objects import dig, mapping, sequence
from kubelint.kube.pods import Pod
from kubelint.kube.selectors import requirements, selects
from kubelint.workspace import Workspace


class UnspreadReplicasOptions(NamedTuple):
    """Options of unspread-replicas."""

    node_affinity: bool = False
    """Whether a word on the kind of node is wanted too."""


def unspread_replicas(
    workload: Deployment | StatefulSet | Rollout, workspace: Workspace, options: UnspreadReplicasOptions
) -> Iterator[Problem]:
    """Several replicas that may all stand on one node."""
    pod, count = workload.pod, workspace.scaling.least(workload)
    if pod is None or count is None or count < 2 or is_test(workload):
        return
    affinity = mapping(pod.spec.get("affinity"))
    if not affinity.get("podAntiAffinity") and not pod.spec.get("topologySpreadConstraints"):
        lack = "neither `podAntiAffinity` nor `topologySpreadConstraints`: all may stand on one node"
    elif _keeps_from_others_only(pod):
        lack = "a `podAntiAffinity` that keeps away from other pods only: all may stand on one node"
    elif options.node_affinity and not affinity.get("nodeAffinity"):
        lack = "no `nodeAffinity`"
    else:
        return
    path = ("spec", "replicas") if "replicas" in workload.spec else ("spec",)
    yield Problem(workload.at(*path), f"{count} replicas and {lack}", fix=_spread(pod) if not affinity else None)


def _keeps_from_others_only(pod: Pod) -> bool:
    """Whether no constraint spreads the pods, and no anti-affinity can mean their own labels."""
    if pod.spec.get("topologySpreadConstraints") or not pod.labels:
        return False
    selectors = [selector for _, selector in _anti_affinities(pod)]
    return bool(selectors) and not any(selects(selector, pod.labels) for selector in selectors)


def _spread(pod: Pod) -> Fix | None:
    """The scheduler's own soft spreading over nodes, in so many words and as evenly as it can."""
    selector = pod.owner.get("spec", "selector", "matchLabels")
    if not isinstance(selector, dict) or pod.spec.get("topologySpreadConstraints"):
        return None
    constraint = {
        "maxSkew": 1,
        "topologyKey": "kubernetes.io/hostname",
        "whenUnsatisfiable": "ScheduleAnyway",
        "labelSelector": {"matchLabels": dict(selector)},
    }
    add = Operation("add", pod.at("topologySpreadConstraints").path, [constraint])
    return Fix("spread over the nodes", (Patch(pod.owner, (add,)),), safe=False)


def ineffective_spread(pod: Pod, workspace: Workspace) -> Iterator[Problem]:
    """A spread constraint or an anti-affinity that does not reach the workload's own pods."""
    if not pod.labels or is_test(pod.owner):
        return
    for number, constraint in enumerate(map(mapping, sequence(pod.spec.get("topologySpreadConstraints")))):
        yield from _constraint(pod, ("topologySpreadConstraints", number), constraint.get("labelSelector"))
    for path, selector in _anti_affinities(pod):
        if _all_but_own(pod, selector, workspace):
            yield Problem(
                pod.at(*path, "labelSelector"),
                f"keeps away from pods labelled {_words(selector)}, and these are labelled {_own_words(pod, selector)}",
                fix=_own_selector(pod, path),
            )


def _constraint(pod: Pod, path: Path, selector: Any) -> Iterator[Problem]:
    if selector is None:
        message = "has no `labelSelector`, so it counts no pods and spreads nothing"
        yield Problem(pod.at(*path), message, fix=_own_selector(pod, path))
    elif not selects(selector, pod.labels):
        message = (
            f"selects {_words(selector)}, and these pods are labelled {_own_words(pod, selector)}: spreads nothing"
        )
        yield Problem(pod.at(*path, "labelSelector"), message, fix=_own_selector(pod, path))


def _anti_affinities(pod: Pod) -> Iterator[tuple[Path, Any]]:
    for kind in ("requiredDuringSchedulingIgnoredDuringExecution", "preferredDuringSchedulingIgnoredDuringExecution"):
        path: Path = ("affinity", "podAntiAffinity", kind)
        for number, term in enumerate(map(mapping, sequence(dig(pod.spec, *path)))):
            inner: Path = ("podAffinityTerm",) if kind.startswith("preferred") else ()
            where = mapping(dig(term, *inner))
            if not where.get("namespaces") and "namespaceSelector" not in where:
                yield (*path, number, *inner), where.get("labelSelector")


def _all_but_own(pod: Pod, selector: Any, workspace: Workspace) -> bool:
    """Whether one label alone keeps a selector from the pod's own labels, by one letter, and it selects no other."""
    failing = [condition for condition in requirements(selector) if not condition.holds(pod.labels)]
    if len(failing) != 1 or failing[0].operator != "In" or not failing[0].values:
        return False
    key, wanted = failing[0].key, failing[0].values
    own = pod.labels.get(key)
    near = isinstance(own, str) and any(isinstance(value, str) and one_edit(value, own) for value in wanted)
    if not near and not any(one_edit(key, other) and pod.labels[other] in wanted for other in pod.labels):
        return False
    others = workspace.pods(workspace.namespace(pod.owner))
    return not any(selects(selector, other.labels) for other in others)


def _words(selector: Any) -> str:
    conditions = [f"`{c.key}: {' or '.join(map(str, c.values)) or c.operator}`" for c in requirements(selector)]
    return ", ".join(conditions)


def _own_words(pod: Pod, selector: Any) -> str:
    keys = [c.key for c in requirements(selector) if c.key in pod.labels] or list(pod.labels)
    return ", ".join(f"`{key}: {pod.labels[key]}`" for key in keys)


def _own_selector(pod: Pod, path: Path) -> Fix | None:
    selector = pod.owner.get("spec", "selector", "matchLabels")
    if not isinstance(selector, dict):
        return None
    change = Operation("add", pod.at(*path, "labelSelector").path, {"matchLabels": dict(selector)})
    return Fix("select the workload's own pods", (Patch(pod.owner, (change,)),), safe=False)
