"""Autoscalers and what they scale."""

from __future__ import annotations

from collections.abc import Iterator

from kubelint.finding import Fix, Operation, Patch, Path, Problem, Related
from kubelint.kube.kinds import HorizontalPodAutoscaler, ScaledObject, Workload
from kubelint.kube.objects import mapping
from kubelint.workspace import Answer, Workspace

_REFERENCE: Path = ("spec", "scaleTargetRef")


def dangling_scale_target(scaler: HorizontalPodAutoscaler | ScaledObject, workspace: Workspace) -> Iterator[Problem]:
    """An autoscaler whose workload provably does not exist."""
    reference = mapping(scaler.get(*_REFERENCE))
    name, kind = reference.get("name"), reference.get("kind") or "Deployment"
    group = str(reference.get("apiVersion") or "apps/v1").rpartition("/")[0]
    if not isinstance(name, str) or not isinstance(kind, str):
        return
    answer = workspace.resolve("apps" if group == "extensions" else group, kind, name, scaler, beside=True)
    if not answer.found:
        other = _of_other_kind(scaler, name, workspace)
        if other is not None:
            answer = Answer(wrong=True, nearest=other, hint=f"`{name}` is a {other.kind}")
    if answer.wrong:
        yield _problem(scaler, kind, name, answer)


def _of_other_kind(scaler: HorizontalPodAutoscaler | ScaledObject, name: str, workspace: Workspace) -> Workload | None:
    """The workload of that name beside it, which is of another kind."""
    found = (workload for cls in _SCALED for workload in workspace.index.look_up(*cls, name, scaler))
    return next((w for w in found if isinstance(w, Workload) and workspace.index.beside(scaler, w)), None)


_SCALED = (("apps", "Deployment"), ("apps", "StatefulSet"), ("argoproj.io", "Rollout"), ("apps", "DaemonSet"))


def _problem(scaler: HorizontalPodAutoscaler | ScaledObject, kind: str, name: str, answer: Answer) -> Problem:
    near = answer.nearest
    related = (Related(near.at("metadata", "name"), f"{near.kind} `{near.name}`, the nearest"),) if near else ()
    fix = None
    if near is not None and near.kind == kind and near.name != name:
        change = Operation("replace", (*_REFERENCE, "name"), near.name)
        fix = Fix(f"scale {kind} `{near.name}`", (Patch(scaler, (change,)),), safe=False)
    return Problem(
        scaler.at(*_REFERENCE, "name"),
        f"there is no {kind} `{name}` to scale: {answer.hint}",
        related,
        fix,
        severity=answer.severity,
    )
