"""Selectors that select nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kubelint.finding import Fix, Operation, Patch, Path, Problem, Related
from kubelint.kube.kinds import NetworkPolicy, PodDisruptionBudget, Service, ServiceMonitor
from kubelint.kube.objects import Object, mapping
from kubelint.workspace import Workspace
from kubelint.workspace.edges import is_edge
from kubelint.workspace.misses import Miss, Search, miss
from kubelint.workspace.monitoring import namespaces_of
from kubelint.workspace.select import Labels


def selector_matches_nothing(
    selecting: Service | PodDisruptionBudget | NetworkPolicy | ServiceMonitor, workspace: Workspace
) -> Iterator[Problem]:
    """A selector that no given object matches, although what it means is among the given."""
    path = _path(selecting)
    selector = _label_selector(selecting, path)
    if not selector or not any(selector.values()):
        return
    spaces = namespaces_of(selecting, workspace)
    labels = workspace.service_labels if selecting.kind == "ServiceMonitor" else workspace.labels
    if _selected(selecting, selector, workspace, labels, spaces):
        return
    search = Search(selector, selecting, labels, spaces)
    found = miss(search, workspace, _lives_beside(selecting, workspace))
    if found is not None:
        yield _problem(selecting, path, found)


def _lives_beside(selecting: Object, workspace: Workspace) -> bool:
    """Whether the pods usually come with it: not those of an ingress controller, which a chart of its own brings."""
    if isinstance(selecting, Service):
        return not is_edge(selecting, workspace)
    return isinstance(selecting, PodDisruptionBudget)


def _selected(
    selecting: Object, selector: Mapping[str, Any], workspace: Workspace, labels: Labels, spaces: Sequence[str | None]
) -> bool:
    if isinstance(selecting, ServiceMonitor):
        return bool(labels.select(selector, selecting, spaces))
    if isinstance(selecting, Service):
        return bool(workspace.pods_of(selecting))
    return bool(workspace.chosen(selector, selecting))


def _path(selecting: Object) -> Path:
    return ("spec", "podSelector" if isinstance(selecting, NetworkPolicy) else "selector")


def _label_selector(selecting: Object, path: Path) -> Mapping[str, Any]:
    written = mapping(selecting.get(*path))
    if not isinstance(selecting, Service):
        return written
    return {} if selecting.spec.get("type") == "ExternalName" else {"matchLabels": written}


def _problem(selecting: Object, path: Path, found: Miss) -> Problem:
    what = "Service" if selecting.kind == "ServiceMonitor" else "pod"
    near = found.nearest
    related: tuple[Related, ...] = ()
    if near:
        place = near.place.down(found.actual) if found.actual else near.place
        related = (Related(place, f"{near.owner.kind} `{near.owner.name}`, the nearest"),)
    return Problem(
        selecting.at(*path),
        f"selects no {what}: {found.hint}",
        related=related,
        fix=_repair(selecting, path, found),
        severity=found.severity,
    )


def _repair(selecting: Object, path: Path, found: Miss) -> Fix | None:
    """The selector's one label as the only near miss has it."""
    if not found.nearest or not found.wanted or not found.actual:
        return None
    inside: Path = path if isinstance(selecting, Service) else (*path, "matchLabels")
    if found.wanted not in mapping(selecting.get(*inside)):
        return None
    value = found.nearest.labels[found.actual]
    field = (*inside, found.wanted)
    if found.actual == found.wanted:
        change = Operation("replace", field, value)
    else:
        change = Operation("rename", field, found.actual)
    title = f"select `{found.actual}: {value}`, as {found.nearest.owner.kind} `{found.nearest.owner.name}` has it"
    return Fix(title, (Patch(selecting, (change,)),), safe=False)
