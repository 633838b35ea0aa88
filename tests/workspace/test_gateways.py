"""Which listeners take which routes, and what the Gateway API's objects add up to."""

from __future__ import annotations

import pytest

from kubelint.workspace.entries import State
from kubelint.workspace.gateways import parents
from kubelint.workspace.hosts import covers, intersect, public
from tests.workspace.given import named, workspace_of

GATEWAY = """
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {{name: edge, namespace: {namespace}}}
spec:
  gatewayClassName: {name}
  listeners:
    - {{name: http, port: 80, protocol: HTTP, hostname: "*.example.com", {allowed}}}
    - {{name: https, port: 443, protocol: HTTPS, hostname: "*.example.com", {allowed}}}
    - {{name: tls, port: 8443, protocol: TLS, {allowed}}}
"""
ROUTE = """---
apiVersion: gateway.networking.k8s.io/v1
kind: {kind}
metadata: {{name: shop, namespace: web}}
spec:
  parentRefs: [{{name: edge, namespace: infra{parent}}}]
  hostnames: [{host}]
  rules: [{rule}]
"""
SERVE = "{backendRefs: [{name: shop, port: 80}]}"
REDIRECT = "{filters: [{type: RequestRedirect, requestRedirect: {scheme: https}}]}"
ALL = "allowedRoutes: {namespaces: {from: All}}"


def given(
    parent: str = "",
    host: str = "shop.example.com",
    allowed: str = ALL,
    kind: str = "HTTPRoute",
    rule: str = SERVE,
    name: str = "cilium",
) -> str:
    gateway = GATEWAY.format(namespace="infra", allowed=allowed, name=name)
    return gateway + ROUTE.format(parent=parent, host=host, kind=kind, rule=rule)


@pytest.mark.parametrize(
    ("text", "taken", "fault"),
    [
        (given(), ["http", "https"], ""),
        (given(", sectionName: https"), ["https"], ""),
        (given(", port: 80"), ["http"], ""),
        (given(", sectionName: web"), [], "has no listener `web`"),
        (given(", port: 81"), [], "has no listener on port 81"),
        (given(host="shop.example.org"), [], "serves `*.example.com`"),
        (given(host='"*.shop.example.com"'), ["http", "https"], ""),
        (given(kind="TLSRoute"), ["tls"], ""),
        (given(kind="UDPRoute"), [], "has no listener that takes a UDPRoute"),
        (given(kind="GRPCRoute"), ["http", "https"], ""),
        (given(allowed=""), [], "takes no routes from namespace `web`"),
        (
            given(allowed="allowedRoutes: {namespaces: {from: Selector, selector: {matchLabels: {a: b}}}}"),
            ["http", "https"],
            "",
        ),
    ],
)
def test_attachment(text: str, taken: list[str], fault: str) -> None:
    workspace = workspace_of(text)
    route = next(obj for obj in workspace.objects if obj.kind.endswith("Route"))
    (parent,) = parents(route, workspace)  # type: ignore[arg-type]
    assert [item.name for item in parent.listeners] == taken
    assert parent.fault.startswith(fault)
    assert bool(parent.fault) == bool(fault)


def states(text: str) -> dict[str, State]:
    workspace = workspace_of(text)
    gateway = named(workspace, "Gateway", "edge")
    entries = workspace.traffic.entries_of(gateway)
    return {str(gateway.get(*entry.place.path)["name"]): entry.state for entry in entries if entry.hosts}


def test_a_route_without_section_is_open_by_http() -> None:
    assert states(given()) == {"http": State.BOTH_OPEN, "https": State.HTTPS_ONLY}


def test_a_route_of_the_https_listener_alone() -> None:
    assert states(given(", sectionName: https")) == {"https": State.HTTPS_ONLY}


def test_a_route_that_redirects() -> None:
    assert states(given(", sectionName: http", rule=REDIRECT)) == {"http": State.REDIRECTED}


def test_a_challenge_may_be_served_by_http() -> None:
    challenge = SERVE.replace("{backend", "{matches: [{path: {value: /.well-known/acme-challenge/}}], backend", 1)
    assert states(given(", sectionName: http", rule=challenge)) == {"http": State.REDIRECTED}


def test_a_redirect_beside_a_path_that_stays_open_is_deliberate() -> None:
    health = SERVE.replace("{backend", "{matches: [{path: {value: /health}}], backend", 1)
    assert states(given(", sectionName: http", rule=f"{health}, {REDIRECT}")) == {"http": State.REDIRECTED}


def test_the_more_specific_host_name_decides() -> None:
    for_all = ROUTE.format(parent=", sectionName: http", host="", kind="HTTPRoute", rule=REDIRECT)
    for_all = for_all.replace("hostnames: []", "").replace("name: shop,", "name: redirect,")
    assert states(given() + for_all) == {"http": State.BOTH_OPEN, "https": State.HTTPS_ONLY}
    assert states(given(", sectionName: https") + for_all)["http"] is State.REDIRECTED


def test_without_an_https_listener_there_is_no_tls() -> None:
    text = given(", sectionName: http").replace("protocol: HTTPS", "protocol: TCP")
    assert states(text) == {"http": State.HTTP_ONLY}


@pytest.mark.parametrize("name", ["gke-l7-rilb", "cilium-internal", "istio-waypoint"])
def test_internal_gateways(name: str) -> None:
    workspace = workspace_of(given(name=name))
    assert {entry.scope for entry in workspace.traffic.entries} == {"inside"}


def test_a_route_whose_gateway_is_not_given_is_unknown() -> None:
    workspace = workspace_of(ROUTE.format(parent="", host="shop.example.com", kind="HTTPRoute", rule=SERVE))
    (entry,) = workspace.traffic.entries
    assert entry.state is State.UNKNOWN
    assert [backend.name for backend in entry.backends] == ["shop"]


def test_hosts() -> None:
    assert covers("*.example.com", "shop.example.com")
    assert not covers("*.example.com", "a.shop.example.com")
    assert not covers("*.example.com", "example.com")
    assert intersect("*.example.com", "a.shop.example.com")
    assert not intersect("shop.example.com", "news.example.com")
    assert intersect("", "shop.example.com")
    assert public("shop.example.com")
    assert public("")
    assert not any(map(public, ("localhost", "shop.local", "shop", "shop.home.arpa")))
