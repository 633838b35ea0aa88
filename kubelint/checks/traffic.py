"""Traffic: moving gradually from an old setup to a new one, by weights and canaries."""

from __future__ import annotations

from collections.abc import Iterator

from kubelint.finding import Problem, Related, Severity
from kubelint.kube.kinds import Ingress
from kubelint.kube.objects import Object
from kubelint.workspace import Workspace
from kubelint.workspace.entries import Route
from kubelint.workspace.ingresses import annotation_place, flag, routes
from kubelint.workspace.splits import managed, splits

_CANARY = "nginx.ingress.kubernetes.io/canary"


def traffic_split_weights(obj: Object) -> Iterator[Problem]:
    """Weights that do not add up as the technology requires."""
    for split in splits(obj):
        numbers = [weight for weight, _ in split.weights]
        place = split.weights[0][1]
        outside = [(weight, at) for weight, at in split.weights if not split.least <= weight <= split.most]
        if outside:
            number, at = outside[0]
            yield Problem(at, f"weight {number} is outside {split.least} to {split.most}")
        elif split.total is not None and sum(numbers) != split.total:
            added = " + ".join(str(number) for number in numbers)
            yield Problem(place, f"the weights add up to {sum(numbers)} ({added}), expected {split.total}")
        elif split.total is None and len(numbers) > 1 and not any(numbers):
            yield Problem(place, f"all weights are 0: {split.nothing}")


def starved_backend(obj: Object, workspace: Workspace) -> Iterator[Problem]:
    """A backend of a split gets nothing, or all."""
    found = [split for split in splits(obj) if len(split.weights) > 1 or split.whole]
    if not found or managed(obj, workspace):
        return
    for split in found:
        numbers = [weight for weight, _ in split.weights]
        for weight, place in split.weights:
            if split.whole and weight == split.whole:
                yield Problem(place, "this canary gets all the traffic: the main Ingress gets none")
            elif weight == 0 and (split.whole or any(numbers)):
                yield Problem(place, "weight 0: this backend gets no traffic")


def orphan_canary(ingress: Ingress, workspace: Workspace) -> Iterator[Problem]:
    """A canary Ingress without the main Ingress that it would split from."""
    if flag(ingress, _CANARY) is not True:
        return
    others = [other for other in workspace.of(Ingress) if flag(other, _CANARY) is not True]
    beside = [other for other in others if workspace.index.beside(ingress, other)]
    here = [other for other in beside if workspace.index.together(other, ingress)]
    ours = [route for route in routes(ingress, "") if route.path_type != "default"]
    for route in ours:
        if any(_same(route, main) for other in here for main in routes(other, "")):
            return
    yield from _orphan(ingress, ours, here, beside)


def _orphan(ingress: Ingress, ours: list[Route], here: list[Ingress], beside: list[Ingress]) -> Iterator[Problem]:
    place = annotation_place(ingress, _CANARY)
    for route in ours:
        for other in beside:
            for main in routes(other, ""):
                if main.hosts == route.hosts and (other in here or main.path == route.path):
                    where = "in another namespace" if other not in here else f"for path `{main.path}` alone"
                    message = f"no main Ingress for `{_url(route)}`; Ingress `{other.name}` has the host {where}"
                    yield Problem(place, message, (Related(main.place, "the nearest"),))
                    return
    if here and ours:
        message = f"no main Ingress for `{_url(ours[0])}` among those given"
        yield Problem(place, message, severity=Severity.WARNING)


def _same(route: Route, main: Route) -> bool:
    return route.hosts == main.hosts and route.path == main.path


def _url(route: Route) -> str:
    return f"{route.hosts[0] or '*'}{route.path}"
