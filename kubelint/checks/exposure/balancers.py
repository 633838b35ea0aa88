"""Annotations that were to make a load balancer internal, and do not."""

from __future__ import annotations

from collections.abc import Iterator

from kubelint.finding import Fix, Operation, Patch, Place, Problem, Related
from kubelint.kube.kinds import Service
from kubelint.kube.nearness import nearest
from kubelint.kube.placeholders import unrendered
from kubelint.workspace import Workspace
from kubelint.workspace.balancers import cloud_of, internal_markers, meaningless
from kubelint.workspace.clouds import clouds_named


def ineffective_load_balancer_annotation(service: Service, workspace: Workspace) -> Iterator[Problem]:
    """An annotation for internal load balancers that does nothing."""
    if service.spec.get("type") != "LoadBalancer":
        return
    marked = [str(key) for key in service.annotations if str(key) in internal_markers()]
    for key in map(str, service.annotations):
        if key in marked:
            yield from _without_meaning(service, key)
        elif (meant := nearest(key, internal_markers())) and meant not in service.annotations:
            rename = Operation("rename", ("metadata", "annotations", key), meant)
            message = f"nobody reads `{key}`, so the load balancer is public; did you mean `{meant}`?"
            yield Problem(_at(service, key), message, fix=Fix(f"rename to `{meant}`", (Patch(service, (rename,)),)))
    yield from _elsewhere(service, marked, workspace)


def _at(service: Service, key: str) -> Place:
    return service.key("metadata", "annotations", key)


def _without_meaning(service: Service, key: str) -> Iterator[Problem]:
    value = service.annotations[key]
    expected = meaningless(key, value)
    if expected and not unrendered(value):
        message = f"`{key}` does not know the value `{value}`, so the load balancer is public; expected `{expected}`"
        yield Problem(_at(service, key), message)


def _elsewhere(service: Service, marked: list[str], workspace: Workspace) -> Iterator[Problem]:
    """Another cloud's annotation, where the rest of the set names one cloud alone."""
    clouds = {cloud_of(key) for key in map(str, service.annotations)} - {""}
    if len(marked) != 1 or len(clouds) != 1:
        return
    ours = clouds.pop()
    named = clouds_named(service, workspace)
    if len(named) == 1 and ours not in named:
        cloud, place = next(iter(named.items()))
        related = (Related(place, f"this speaks of {cloud}"),)
        message = f"`{marked[0]}` is {ours}'s, and the rest speaks of {cloud}, where the load balancer is public"
        yield Problem(_at(service, marked[0]), message, related)
