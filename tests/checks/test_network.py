"""Network policies beyond the pages: ports as policies count them, and policies that add up."""

from __future__ import annotations

import pytest

from tests.checks.judging import judged, service, together, web

POLICY = """apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {{name: {name}}}
spec:
  podSelector: {{matchLabels: {{app: web}}}}
  {body}
"""


def policy(body: str, name: str = "web") -> str:
    return POLICY.format(body=body, name=name)


@pytest.mark.parametrize(
    ("ports", "blocked"),
    [
        ("{port: 8080}", False),
        ("{port: 80}", True),
        ("{port: http}", False),
        ("{port: https}", True),
        ("{port: 8000, endPort: 8100}", False),
        ("{port: 8000, endPort: 8079}", True),
        ("{port: 8080, protocol: UDP}", True),
        ("{protocol: TCP}", False),
        ("{protocol: UDP}", True),
        ('{port: "$(PORT)"}', False),
    ],
)
def test_which_port_is_admitted(ports: str, blocked: bool) -> None:
    text = together(service(), web(), policy(f"ingress: [{{ports: [{ports}]}}]"))
    assert bool(judged("policy-blocks-service", text)) is blocked


def test_policies_add_up() -> None:
    wrong = policy("ingress: [{ports: [{port: 80}]}]")
    right = policy("ingress: [{ports: [{port: 8080}]}]", "more")
    assert len(judged("policy-blocks-service", together(service(), web(), wrong))) == 1
    assert judged("policy-blocks-service", together(service(), web(), wrong, right)) == []


@pytest.mark.parametrize(
    ("rules", "blocked"),
    [
        ("[{to: [{podSelector: {}}]}]", True),
        ("[{to: [{podSelector: {}}]}, {to: [{namespaceSelector: {}}]}]", False),
        ("[{to: [{podSelector: {}, namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: db}}}]}]", True),
        ("[{to: [{podSelector: {}}]}, {ports: [{port: 53, protocol: UDP}]}]", False),
        ("[{to: [{podSelector: {}}]}, {to: [{ipBlock: {cidr: 10.0.0.10/32}}], ports: [{port: 53}]}]", False),
        ("[{to: [{ipBlock: {cidr: 10.0.0.0/8}}], ports: [{port: 443}]}]", False),
        ("[{ports: [{port: 443}]}]", True),
        ("[{}]", False),
        ("[]", False),
    ],
)
def test_who_cannot_look_up_names(rules: str, blocked: bool) -> None:
    text = together(web(), policy(f"egress: {rules}"))
    assert bool(judged("blocked-dns-egress", text)) is blocked


def test_dns_may_be_admitted_by_another_policy() -> None:
    text = together(web(), policy("egress: [{to: [{podSelector: {}}]}]"), policy("egress: [{}]", "all"))
    assert judged("blocked-dns-egress", text) == []


def test_a_node_port_in_two_overlays_is_no_duplicate() -> None:
    claim = service(type_="NodePort").replace("port: 80", "port: 80, nodePort: 30080")
    other = claim.replace("name: web", "name: api")
    kustomization = "kind: Kustomization\nresources: [service.yaml]\n"
    apart = {
        "prod/kustomization.yaml": kustomization,
        "prod/service.yaml": claim,
        "staging/kustomization.yaml": kustomization,
        "staging/service.yaml": other,
    }
    assert judged("duplicate-node-port", apart) == []
    assert len(judged("duplicate-node-port", together(claim, other))) == 1


def test_a_number_that_is_no_port_is_told_as_such_alone() -> None:
    assert judged("duplicate-node-port", service().replace("port: 80", "port: 80, nodePort: 8080"))
    assert not judged("duplicate-node-port", service().replace("port: 80", "port: 80, nodePort: 70000"))
