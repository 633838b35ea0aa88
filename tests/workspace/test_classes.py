"""Which controller serves an Ingress: the order of the evidence."""

from __future__ import annotations

import pytest

from kubelint.workspace.classes import Serving
from tests.workspace.given import named, workspace_of


def served(annotations: str = "", spec: str = "", more: str = "") -> Serving:
    text = f"""
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {{name: shop, annotations: {{{annotations}}}}}
spec: {{{spec}}}
{more}"""
    workspace = workspace_of(text)
    return workspace.traffic.controller_of(named(workspace, "Ingress", "shop"))


def ingress_class(name: str, controller: str, default: bool = False) -> str:
    marked = '{ingressclass.kubernetes.io/is-default-class: "true"}' if default else "{}"
    return f"""---
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: {{name: {name}, annotations: {marked}}}
spec: {{controller: {controller}}}
"""


NGINX, F5, TRAEFIK = "k8s.io/ingress-nginx", "nginx.org/ingress-controller", "traefik.io/ingress-controller"
GKE_OBJECT = "---\napiVersion: networking.gke.io/v1\nkind: ManagedCertificate\nmetadata: {name: shop}\nspec: {}\n"
OLD = "kubernetes.io/ingress.class"
COMMUNITY_KEY = "nginx.ingress.kubernetes.io/proxy-body-size: 8m"
F5_KEY = "nginx.org/proxy-buffering: 'on'"


@pytest.mark.parametrize(
    ("serving", "name"),
    [
        (served(spec="ingressClassName: nginx"), "ingress-nginx"),
        (served(spec="ingressClassName: nginx-public"), "ingress-nginx"),
        (served(spec="ingressClassName: external-nginx"), "ingress-nginx"),
        (served(f"{OLD}: nginx"), "ingress-nginx"),
        (served(f"{OLD}: azure/application-gateway"), "Application Gateway Ingress Controller"),
        (served(spec="ingressClassName: nginx", more=ingress_class("nginx", F5)), "NGINX Ingress Controller (F5)"),
        (served(spec="ingressClassName: edge", more=ingress_class("edge", TRAEFIK)), "Traefik"),
        (served(COMMUNITY_KEY, "ingressClassName: edge", ingress_class("edge", TRAEFIK)), "Traefik"),
        (served(F5_KEY, "ingressClassName: nginx"), "NGINX Ingress Controller (F5)"),
        (served(f"{F5_KEY}, {COMMUNITY_KEY}", "ingressClassName: nginx"), "ingress-nginx"),
        (served(COMMUNITY_KEY, "ingressClassName: house-made"), "ingress-nginx"),
        (served(more=ingress_class("edge", TRAEFIK, default=True)), "Traefik"),
        (served(COMMUNITY_KEY), "ingress-nginx"),
        (served(f"{COMMUNITY_KEY}, konghq.com/plugins: a"), None),
        (served(spec="ingressClassName: house-made"), None),
        (served(spec="ingressClassName: edge", more=ingress_class("edge", "example.com/own")), None),
        (served(), None),
    ],
)
def test_evidence(serving: Serving, name: str | None) -> None:
    assert (serving.family.name if serving.family else None) == name
    assert not serving.ignored


@pytest.mark.parametrize(
    ("serving", "why"),
    [
        (served(more=ingress_class("edge", TRAEFIK)), "none of the given classes"),
        (served(spec="ingressClassName: gce"), "GKE reads only the annotation"),
        (served(spec="ingressClassName: pubilc", more=ingress_class("public", NGINX)), "did you mean `public`?"),
    ],
)
def test_ignored(serving: Serving, why: str) -> None:
    assert why in serving.ignored


@pytest.mark.parametrize(
    "serving",
    [
        served(more=ingress_class("edge", TRAEFIK) + GKE_OBJECT),
        served(spec="ingressClassName: other", more=ingress_class("edge", TRAEFIK)),
        served(spec="ingressClassName: gce", more=ingress_class("gce", TRAEFIK)),
        served(spec="ingressClassName: nginx", more=ingress_class("nginx2", NGINX)),
        served(COMMUNITY_KEY, more=ingress_class("edge", TRAEFIK)),
    ],
    ids=["gke serves what has no class", "installed elsewhere", "given", "another version", "annotations speak"],
)
def test_what_may_be_served_is_not_ignored(serving: Serving) -> None:
    assert not serving.ignored


@pytest.mark.parametrize(("name", "inside"), [("nginx-internal", True), ("nginx", False), ("private", True)])
def test_classes_that_are_called_internal(name: str, inside: bool) -> None:
    assert served(spec=f"ingressClassName: {name}").inside is inside
