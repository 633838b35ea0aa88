"""The drawings of the path of traffic."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree
from html.parser import HTMLParser
from pathlib import Path

import pytest

from kubelint.api import open_project
from kubelint.report._graph import draw, formats
from kubelint.workspace.graph import Graph

SHOP = """
apiVersion: apps/v1
kind: Deployment
metadata: {name: shop, namespace: web}
spec:
  replicas: 3
  selector: {matchLabels: {app: shop}}
  template:
    metadata: {labels: {app: shop}}
    spec: {containers: [{name: shop, image: "example.com/shop:1.2.3"}]}
---
apiVersion: v1
kind: Service
metadata: {name: shop, namespace: web}
spec: {selector: {app: shop}, ports: [{port: 80}]}
---
apiVersion: v1
kind: Service
metadata: {name: old, namespace: web}
spec: {type: LoadBalancer, selector: {app: shpo}, ports: [{port: 80}]}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: shop, namespace: web}
spec:
  ingressClassName: nginx
  tls: [{hosts: [shop.example.com], secretName: shop-tls}]
  rules:
    - host: shop.example.com
      http:
        paths:
          - {path: /, pathType: Prefix, backend: {service: {name: shop, port: {number: 80}}}}
          - {path: /api, pathType: Prefix, backend: {service: {name: shopp, port: {number: 80}}}}
"""


@pytest.fixture
def graph(tmp_path: Path) -> Graph:
    (tmp_path / "shop.yaml").write_text(SHOP)
    return open_project([str(tmp_path)]).graph()


def test_edges_lead_from_entry_points_to_workloads(graph: Graph) -> None:
    names = {node.id: f"{node.kind}/{node.name}" for node in graph.nodes}
    edges = {(names[edge.source], names[edge.target]): edge for edge in graph.edges}
    assert ("Ingress/shop", "Service/shop") in edges
    assert ("Service/shop", "Deployment/shop") in edges
    assert ("LoadBalancer/old", "Service/old") in edges
    assert not edges["Ingress/shop", "Service/shop"].broken


def test_broken_edges_say_what_is_wrong(graph: Graph) -> None:
    broken = sorted(edge.broken for edge in graph.edges if edge.broken)
    assert broken[1].endswith("did you mean `shop`?")
    assert "`app: shpo`" in broken[0]
    assert len(broken) == 2


def test_text_is_a_tree(graph: Graph) -> None:
    drawn = draw("text", graph)
    assert "Ingress web/shop  [HTTPS, HTTP redirected; ingress-nginx]" in drawn
    assert "  ├─ /:80 → Service web/shop (ClusterIP 80)" in drawn
    assert "  │  └─ Deployment web/shop (3 replicas)" in drawn
    assert "✗ there is no Service `shopp`" in drawn


def test_json_names_both_ends_of_every_edge(graph: Graph) -> None:
    data = json.loads(draw("json", graph))
    known = {node["id"] for node in data["nodes"]}
    assert {node["state"] for node in data["nodes"] if node["role"] == "entry"} == {"https-redirect", "http-only"}
    assert all({edge["from"], edge["to"]} <= known for edge in data["edges"])


def test_dot_and_mermaid_have_every_node_and_edge(graph: Graph) -> None:
    dot, mermaid = draw("dot", graph), draw("mermaid", graph)
    assert dot.count(" -> ") == len(graph.edges)
    assert dot.count('"') % 2 == 0
    assert len(re.findall(r"-->|\.->", mermaid)) == len(graph.edges)
    assert all(f"  {node.id}" in dot and f"  {node.id}" in mermaid for node in graph.nodes)


def test_html_is_self_contained_and_its_drawings_are_xml(graph: Graph) -> None:
    page = draw("html", graph)
    assert "prefers-color-scheme: dark" in page
    assert not re.search(r"""(?:src|href)=|@import|url\(|https?://(?!shop)""", page)
    for drawing in re.findall(r"<svg.*?</svg>", page, re.DOTALL):
        ElementTree.fromstring(drawing)  # noqa: S314 (our own text)


def test_html_escapes_names(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text(SHOP.replace("name: old", "name: '<script>alert(1)</script>'"))
    page = draw("html", open_project([str(tmp_path)]).graph())
    assert page.count("<script>") == 1
    HTMLParser().feed(page)


@pytest.mark.parametrize("name", formats())
def test_drawings_are_the_same_in_every_run_and_none_is_afraid_of_nothing(name: str, tmp_path: Path) -> None:
    assert draw(name, Graph((), ()))
    (tmp_path / "shop.yaml").write_text(SHOP)
    assert draw(name, open_project([str(tmp_path)]).graph()) == draw(name, open_project([str(tmp_path)]).graph())
