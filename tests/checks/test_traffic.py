"""Splits of every technology that has weights."""

from __future__ import annotations

import pytest

from kubelint.config import Settings
from kubelint.engine import lint
from kubelint.manifest import read_text
from tests.pages import NOW

RULES = frozenset({"traffic-split-weights", "starved-backend"})
WEIGHTS, STARVED = "traffic-split-weights", "starved-backend"
ALB = "alb.ingress.kubernetes.io/actions.split"


def said(api_version: str, kind: str, spec: str, annotations: str = "") -> list[str]:
    meta = f"{{name: shop, annotations: {{{annotations}}}}}"
    text = f"apiVersion: {api_version}\nkind: {kind}\nmetadata: {meta}\nspec: {spec}\n"
    return [f.rule for f in lint([read_text(text, "given.yaml")], Settings(rules=RULES, now=NOW)).findings]


def http_route(*weights: int) -> tuple[str, str, str]:
    refs = ", ".join(f"{{name: s{n}, port: 80, weight: {weight}}}" for n, weight in enumerate(weights))
    return "gateway.networking.k8s.io/v1", "HTTPRoute", f"{{rules: [{{backendRefs: [{refs}]}}]}}"


def virtual_service(*weights: int) -> tuple[str, str, str]:
    routes = ", ".join(f"{{destination: {{host: s{n}}}, weight: {weight}}}" for n, weight in enumerate(weights))
    return "networking.istio.io/v1", "VirtualService", f"{{hosts: [a], http: [{{route: [{routes}]}}]}}"


def virtual_server(*weights: int) -> tuple[str, str, str]:
    splits = ", ".join(f"{{weight: {weight}, action: {{pass: a}}}}" for weight in weights)
    return "k8s.nginx.org/v1", "VirtualServer", f"{{host: a, routes: [{{path: /, splits: [{splits}]}}]}}"


def openshift(first: int, second: int) -> tuple[str, str, str]:
    spec = f"{{to: {{name: a, weight: {first}}}, alternateBackends: [{{name: b, weight: {second}}}]}}"
    return "route.openshift.io/v1", "Route", spec


def traefik(*weights: int) -> tuple[str, str, str]:
    services = ", ".join(f"{{name: s{n}, port: 80, weight: {weight}}}" for n, weight in enumerate(weights))
    return "traefik.io/v1alpha1", "TraefikService", f"{{weighted: {{services: [{services}]}}}}"


def contour(*weights: int) -> tuple[str, str, str]:
    services = ", ".join(f"{{name: s{n}, port: 80, weight: {weight}}}" for n, weight in enumerate(weights))
    return "projectcontour.io/v1", "HTTPProxy", f"{{virtualhost: {{fqdn: a}}, routes: [{{services: [{services}]}}]}}"


def rollout(weight: int) -> tuple[str, str, str]:
    return "argoproj.io/v1alpha1", "Rollout", f"{{strategy: {{canary: {{steps: [{{setWeight: {weight}}}]}}}}}}"


def canary(weight: str, more: str = "") -> tuple[str, str, str, str]:
    prefix = "nginx.ingress.kubernetes.io/canary"
    annotations = f'{prefix}: "true", {prefix}-weight: "{weight}"{more}'
    return "networking.k8s.io/v1", "Ingress", "{rules: []}", annotations


def alb(*weights: int) -> tuple[str, str, str, str]:
    groups = ",".join(f'{{"serviceName":"s","servicePort":80,"weight":{weight}}}' for weight in weights)
    action = f'\'{{"type":"forward","forwardConfig":{{"targetGroups":[{groups}]}}}}\''
    return "networking.k8s.io/v1", "Ingress", "{rules: []}", f"{ALB}: {action}"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (http_route(90, 10), []),
        (http_route(9, 1), []),
        (http_route(0), []),
        (http_route(0, 0), [WEIGHTS]),
        (http_route(100, 0), [STARVED]),
        (virtual_service(90, 20), []),
        (virtual_service(0, 0), [WEIGHTS]),
        (virtual_service(100, 0), [STARVED]),
        (virtual_server(90, 10), []),
        (virtual_server(90, 20), [WEIGHTS]),
        (virtual_server(100, 0), [STARVED]),
        (openshift(256, 10), []),
        (openshift(300, 10), [WEIGHTS]),
        (openshift(100, 0), [STARVED]),
        (traefik(3, 1), []),
        (traefik(0, 1), [STARVED]),
        (contour(50, 50), []),
        (contour(0, 0), [WEIGHTS]),
        (rollout(20), []),
        (rollout(100), []),
        (rollout(0), []),
        (rollout(120), [WEIGHTS]),
        (canary("10"), []),
        (canary("0"), [STARVED]),
        (canary("100"), [STARVED]),
        (canary("100", ", nginx.ingress.kubernetes.io/canary-weight-total: '1000'"), []),
        (canary("0", ", nginx.ingress.kubernetes.io/canary-by-header: x"), []),
        (canary("101"), [WEIGHTS]),
        (alb(90, 10), []),
        (alb(1000, 10), [WEIGHTS]),
        (alb(90, 0), [STARVED]),
    ],
)
def test_split(given: tuple[str, ...], expected: list[str]) -> None:
    assert said(*given) == expected
