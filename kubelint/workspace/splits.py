"""Traffic splits: the weights in routes of all technologies, and what each demands of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from kubelint.finding import Path, Place
from kubelint.kube.objects import GroupKind, Object, dig, mapping, sequence
from kubelint.workspace.ingresses import annotation, annotation_place

if TYPE_CHECKING:
    from kubelint.workspace.workspace import Workspace

_NGINX = "nginx.ingress.kubernetes.io/"
_ALB = "alb.ingress.kubernetes.io/actions."
_GATEWAY = "gateway.networking.k8s.io"
_MOST = 1_000_000
_ERRORS = "every request is answered with an error"


class Split(NamedTuple):
    """The weights of one split, each with its place."""

    weights: tuple[tuple[int, Place], ...]
    least: int = 0
    most: int = _MOST
    total: int | None = None
    """What they must add up to; None where they are proportions."""
    nothing: str = _ERRORS
    """What happens when all are 0."""
    whole: int = 0
    """For a single weight: the number that means all traffic."""


def splits(obj: Object) -> Iterator[Split]:
    """The splits of an object, those with one weight that is no canary's left out."""
    reader = _READERS.get((obj.group, obj.kind))
    if reader is not None:
        yield from reader(obj)


def _listed(obj: Object, at: Path, absent: int | None = None) -> tuple[tuple[int, Place], ...]:
    """The weights of a list; ``absent`` stands for those that are not said, None leaves the split out."""
    found: list[tuple[int, Place]] = []
    for number, item in enumerate(sequence(dig(obj.data, *at))):
        weight = mapping(item).get("weight", absent)
        if not isinstance(weight, int) or isinstance(weight, bool):
            return ()
        found.append((weight, obj.at(*at, number, "weight")))
    return tuple(found)


def _gateway(obj: Object) -> Iterator[Split]:
    for number, _ in enumerate(sequence(obj.spec.get("rules"))):
        weights = _listed(obj, ("spec", "rules", number, "backendRefs"), 1)
        if len(weights) > 1:
            yield Split(weights)


def _istio(obj: Object) -> Iterator[Split]:
    for field in ("http", "tcp", "tls"):
        for number, _ in enumerate(sequence(obj.spec.get(field))):
            weights = _listed(obj, ("spec", field, number, "route"), 0)
            if len(weights) > 1 and any(
                "weight" in mapping(r) for r in sequence(obj.get("spec", field, number, "route"))
            ):
                yield Split(weights, nothing="Istio refuses it")


def _virtual_server(obj: Object) -> Iterator[Split]:
    for field in ("routes", "subroutes"):
        for number, route in enumerate(sequence(obj.spec.get(field))):
            at: Path = ("spec", field, number)
            inner = [(*at, "matches", m) for m, _ in enumerate(sequence(mapping(route).get("matches")))]
            for path in (at, *inner):
                weights = _listed(obj, (*path, "splits"))
                if weights:
                    yield Split(weights, 0, 100, 100)


def _http_proxy(obj: Object) -> Iterator[Split]:
    for number, _ in enumerate(sequence(obj.spec.get("routes"))):
        weights = _listed(obj, ("spec", "routes", number, "services"))
        if len(weights) > 1:
            yield Split(weights, nothing="Contour then shares traffic evenly")


def _ingress_route(obj: Object) -> Iterator[Split]:
    for number, _ in enumerate(sequence(obj.spec.get("routes"))):
        weights = _listed(obj, ("spec", "routes", number, "services"), 1)
        if len(weights) > 1:
            yield Split(weights)


def _traefik_service(obj: Object) -> Iterator[Split]:
    weights = _listed(obj, ("spec", "weighted", "services"), 1)
    if len(weights) > 1:
        yield Split(weights)


def _route(obj: Object) -> Iterator[Split]:
    others = _listed(obj, ("spec", "alternateBackends"), 100)
    first = mapping(obj.spec.get("to")).get("weight", 100)
    if others and isinstance(first, int):
        yield Split(((first, obj.at("spec", "to", "weight")), *others), 0, 256)


def _ingress(obj: Object) -> Iterator[Split]:
    yield from _canary(obj)
    for key, text in obj.annotations.items():
        if str(key).startswith(_ALB) and isinstance(text, str):
            weights = tuple((weight, annotation_place(obj, key)) for weight in _groups(text))
            if len(weights) > 1:
                yield Split(weights, 0, 999)


def _canary(obj: Object) -> Iterator[Split]:
    text = annotation(obj, _NGINX + "canary-weight")
    total = annotation(obj, _NGINX + "canary-weight-total") or "100"
    if annotation(obj, _NGINX + "canary") != "true" or text is None or not text.isdigit() or not total.isdigit():
        return
    steered = any(annotation(obj, _NGINX + f"canary-by-{way}") for way in ("header", "cookie"))
    if not (steered and text == "0"):
        weight = (int(text), annotation_place(obj, _NGINX + "canary-weight"))
        yield Split((weight,), 0, int(total), whole=int(total))


def _groups(text: str) -> list[int]:
    """The weights of a forwarding action of AWS' load balancers."""
    try:
        data = json.loads(text)
    except ValueError:
        return []
    folded = {str(key).lower(): value for key, value in mapping(data).items()}
    config = {str(key).lower(): value for key, value in mapping(folded.get("forwardconfig")).items()}
    groups = [{str(k).lower(): v for k, v in mapping(g).items()} for g in sequence(config.get("targetgroups"))]
    weights = [group.get("weight", 1) for group in groups]
    return weights if all(isinstance(weight, int) for weight in weights) else []


def _rollout(obj: Object) -> Iterator[Split]:
    canary = mapping(obj.get("spec", "strategy", "canary"))
    most = dig(canary, "trafficRouting", "maxTrafficWeight")
    for number, step in enumerate(sequence(canary.get("steps"))):
        weight = mapping(step).get("setWeight")
        if isinstance(weight, int):
            place = obj.at("spec", "strategy", "canary", "steps", number, "setWeight")
            yield Split(((weight, place),), 0, most if isinstance(most, int) else 100)


_READERS: Mapping[GroupKind, Callable[[Object], Iterator[Split]]] = {
    ("networking.k8s.io", "Ingress"): _ingress,
    ("extensions", "Ingress"): _ingress,
    ("networking.istio.io", "VirtualService"): _istio,
    ("k8s.nginx.org", "VirtualServer"): _virtual_server,
    ("k8s.nginx.org", "VirtualServerRoute"): _virtual_server,
    ("projectcontour.io", "HTTPProxy"): _http_proxy,
    ("traefik.io", "IngressRoute"): _ingress_route,
    ("traefik.io", "TraefikService"): _traefik_service,
    ("route.openshift.io", "Route"): _route,
    ("argoproj.io", "Rollout"): _rollout,
} | {(_GATEWAY, f"{protocol}Route"): _gateway for protocol in ("HTTP", "GRPC", "TLS", "TCP", "UDP")}


def managed(obj: Object, workspace: Workspace) -> bool:
    """Whether a progressive-delivery controller moves an object's weights: an Argo Rollout or a Flagger Canary."""
    rollouts = workspace.of_kind("argoproj.io", "Rollout")
    routing = [mapping(r.get("spec", "strategy", "canary", "trafficRouting")) for r in rollouts]
    if any(f"'{obj.name}'" in repr(item) for item in routing):
        return True
    canaries = workspace.of_kind("flagger.app", "Canary")
    return any(obj.name == mapping(c.spec.get("targetRef")).get("name") for c in canaries)
