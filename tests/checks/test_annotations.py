"""Annotations: every known one is known, a slip in any of them is found."""

from __future__ import annotations

import re

import pytest

from kubelint.checks.ingress.annotations import _meant
from kubelint.config import Settings
from kubelint.engine import lint
from kubelint.kube.names import annotation_key
from kubelint.kube.nearness import nearest
from kubelint.manifest import read_text
from kubelint.workspace.families import IngressFamily, ingress_families
from tests.pages import NOW

FAMILIES = [family for family in ingress_families() if family.known]


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_known_annotations_are_never_misspelt(family: IngressFamily) -> None:
    assert [key for key in family.known if _meant(key, family.name)] == []
    assert [key for key in family.known if annotation_key(key)] == []


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_a_letter_too_few_is_found(family: IngressFamily) -> None:
    for key in family.known:
        slip = key[:-3] + key[-2:]
        if slip not in family.known and nearest(slip, family.known) == key:
            assert _meant(slip, family.name) == key


def test_families_own_their_prefixes_alone() -> None:
    owners = [(prefix, family.name) for family in ingress_families() for prefix in family.prefixes]
    clashes = [(a, b) for a in owners for b in owners if a[1] != b[1] and a[0].startswith(b[0])]
    assert clashes == []


def said(key: str, value: str, rule: str, name: str = "nginx") -> list[str]:
    text = f"""
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
  annotations:
    {key}: {value}
spec:
  ingressClassName: {name}
  tls: [{{hosts: [shop.example.com], secretName: shop-tls}}]
  rules: [{{host: shop.example.com}}]
"""
    found = lint([read_text(text, "given.yaml")], Settings(rules=frozenset({rule}), now=NOW)).findings
    return [f"{finding.severity}: {finding.message}" for finding in found]


N = "nginx.ingress.kubernetes.io/"


@pytest.mark.parametrize(
    ("key", "value", "severity"),
    [
        (N + "configuration-snippet", "proxy_buffering off;", "warning"),
        (N + "server-snippet", "access_by_lua_block { os.execute('id') }", "error"),
        (N + "server-snippet", "location /x { alias /var/run/secrets/; }", "error"),
        (N + "auth-tls-match-cn", '"CN=a;"', "error"),
        (N + "mirror-target", '"https://a.example.com/\\nroot /;"', "error"),
        ("nginx.org/server-snippets", "proxy_buffering off;", "warning"),
        ("haproxy.org/backend-config-snippet", "http-send-name-header x", "warning"),
        (N + "auth-tls-match-cn", "CN=(alice|bob)", ""),
        (N + "rewrite-target", "/$2", ""),
        (N + "permanent-redirect", "https://shop.example.com$request_uri", ""),
        ("example.com/note", "a; b", ""),
    ],
)
def test_injectable(key: str, value: str, severity: str) -> None:
    found = said(key, value, "injectable-annotation")
    assert [text.partition(":")[0] for text in found] == ([severity] if severity else [])


@pytest.mark.parametrize(
    ("key", "name", "reported"),
    [
        ("alb.ingress.kubernetes.io/scheme", "nginx", True),
        ("networking.gke.io/managed-certificates", "traefik", True),
        ("kubernetes.io/ingress.allow-http", "nginx", True),
        ("kubernetes.io/ingress.allow-http", "contour", False),
        ("nginx.org/hsts", "nginx", False),
        ("haproxy-ingress.github.io/cert-signer", "haproxy", False),
        ("ingress.kubernetes.io/force-ssl-redirect", "kong", False),
        ("alb.ingress.kubernetes.io/scheme", "house-made", False),
        ("cert-manager.io/cluster-issuer", "nginx", False),
        ("cert-manager.io/cluster-issuer", "alb", True),
    ],
)
def test_ineffective(key: str, name: str, reported: bool) -> None:
    assert bool(said(key, "x", "ineffective-annotation", name)) is reported


def test_messages_name_both_controllers() -> None:
    (message,) = said("alb.ingress.kubernetes.io/scheme", "internal", "ineffective-annotation")
    assert re.search("AWS Load Balancer Controller.*served by ingress-nginx", message)
