"""The decision list for public Services, row by row; who is reached from where."""

from __future__ import annotations

import pytest

from kubelint.config import Settings
from kubelint.engine import Session, lint
from kubelint.fixer import mend
from kubelint.manifest import read_text
from kubelint.workspace.balancers import internal
from tests.pages import NOW
from tests.workspace.given import named, workspace_of

RULES = frozenset({"http-load-balancer", "open-source-ranges"})
HTTP = "[{port: 80}]"


def said(spec: str, annotations: str = "", name: str = "shop", namespace: str = "web") -> list[tuple[str, str]]:
    meta = f"{{name: {name}, namespace: {namespace}, annotations: {{{annotations}}}}}"
    text = f"apiVersion: v1\nkind: Service\nmetadata: {meta}\nspec: {{type: LoadBalancer, {spec}}}\n"
    report = lint([read_text(text, "given.yaml")], Settings(rules=RULES, now=NOW))
    return [(finding.rule, str(finding.severity)) for finding in report.findings]


WEB = [("http-load-balancer", "warning")]
MILD = [("http-load-balancer", "info")]
OPEN = [("open-source-ranges", "info")]
CERTIFICATE = "service.beta.kubernetes.io/aws-load-balancer-ssl-cert: arn"


@pytest.mark.parametrize(
    ("spec", "annotations", "expected"),
    [
        (f"ports: {HTTP}", "", WEB),
        ("ports: [{port: 12000, targetPort: 8080}]", "", WEB),
        ("ports: [{name: grpc, port: 9999}]", "", WEB),
        ("ports: [{port: 443}]", "", WEB),
        (f"ports: {HTTP}, loadBalancerClass: metallb.universe.tf/metallb", "", WEB),
        (f"ports: {HTTP}, loadBalancerSourceRanges: [203.0.113.0/24]", "", MILD),
        (f"ports: {HTTP}, loadBalancerSourceRanges: [203.0.113.0/24, 0.0.0.0/0]", "", WEB),
        (f"ports: {HTTP}", CERTIFICATE, MILD),
        ("ports: [{port: 80, protocol: UDP}]", "", OPEN),
        ("ports: [{port: 5432}]", "", OPEN),
        ("ports: [{port: 5432}]", "metallb.io/address-pool: lan", []),
        ("ports: [{port: 80, name: tcp-game}]", "", OPEN),
        ("ports: [{port: 33333}]", "", OPEN),
        ("ports: [{port: 33333}], loadBalancerSourceRanges: [203.0.113.7/32]", "", []),
        (f"ports: {HTTP}, selector: {{app.kubernetes.io/name: traefik}}", "", []),
        (f"ports: {HTTP}, selector: {{istio: ingressgateway}}", "", []),
        (f"ports: {HTTP}, selector: {{istio: ingress}}", "", []),
        (f"ports: {HTTP}, loadBalancerClass: tailscale", "", []),
        (f"ports: {HTTP}, loadBalancerClass: service.k8s.aws/nlb", "", []),
    ],
)
def test_decision_list(spec: str, annotations: str, expected: list[tuple[str, str]]) -> None:
    assert said(spec, annotations) == expected


def test_the_namespace_of_a_controller_is_enough() -> None:
    assert said(f"ports: {HTTP}", namespace="ingress-nginx") == []
    assert said(f"ports: {HTTP}", name="cilium-gateway-edge") == []


def test_a_controller_is_known_by_its_pods() -> None:
    text = """
apiVersion: v1
kind: Service
metadata: {name: edge}
spec: {type: LoadBalancer, selector: {app: edge}, ports: [{port: 80}]}
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: edge}
spec:
  selector: {matchLabels: {app: edge}}
  template:
    metadata: {labels: {app: edge}}
    spec: {containers: [{name: edge, image: "registry.k8s.io/ingress-nginx/controller:v1.15.0"}]}
"""
    assert lint([read_text(text, "given.yaml")], Settings(rules=RULES, now=NOW)).findings == []
    other = text.replace("registry.k8s.io/ingress-nginx/controller:v1.15.0", "example.com/shop:1.0")
    assert len(lint([read_text(other, "given.yaml")], Settings(rules=RULES, now=NOW)).findings) == 1


AWS = "service.beta.kubernetes.io/aws-load-balancer-"


@pytest.mark.parametrize(
    ("annotations", "load_balancer_class", "expected"),
    [
        ({"networking.gke.io/load-balancer-type": "Internal"}, None, True),
        ({"cloud.google.com/load-balancer-type": "External"}, None, False),
        ({}, "networking.gke.io/l4-regional-internal", True),
        ({}, "networking.gke.io/l4-regional-external", False),
        ({AWS + "internal": "0.0.0.0/0"}, None, True),
        ({AWS + "internal": "false"}, None, False),
        ({AWS + "internal": "true", AWS + "scheme": "internet-facing"}, None, False),
        ({AWS + "type": "external"}, None, True),
        ({AWS + "type": "external", AWS + "scheme": "internet-facing"}, None, False),
        ({AWS + "type": "nlb"}, None, False),
        ({}, "eks.amazonaws.com/nlb", True),
        ({"service.beta.kubernetes.io/azure-load-balancer-internal": "true"}, None, True),
        ({"load-balancer.hetzner.cloud/disable-public-network": "true"}, None, True),
        ({"service.kubernetes.io/qcloud-loadbalancer-internal-subnetid": "subnet-1"}, None, True),
        ({"kubernetes.io/elb.autocreate": '{"type":"inner"}'}, None, True),
    ],
)
def test_internal_load_balancers(annotations: dict[str, str], load_balancer_class: str | None, expected: bool) -> None:
    assert internal(annotations, load_balancer_class) is expected


POD = """
apiVersion: apps/v1
kind: Deployment
metadata: {name: shop}
spec:
  selector: {matchLabels: {app: shop}}
  template:
    metadata: {labels: {app: shop}}
    spec: {containers: [{name: shop, image: "example.com/shop:1.0"}]}
---
apiVersion: v1
kind: Service
metadata: {name: shop}
spec: {selector: {app: shop}, ports: [{port: 80}]}
"""
INGRESS = """---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: shop, annotations: {kubernetes.io/ingress.class: CLASS}}
spec: {defaultBackend: {service: {name: shop, port: {number: 80}}}}
"""


@pytest.mark.parametrize(
    ("more", "expected"),
    [("", None), (INGRESS.replace("CLASS", "gce"), "outside"), (INGRESS.replace("CLASS", "gce-internal"), "inside")],
)
def test_exposed(more: str, expected: str | None) -> None:
    workspace = workspace_of(POD + more)
    pod = named(workspace, "Deployment", "shop").pod
    assert workspace.traffic.exposed(pod) == expected


def test_what_the_load_balancer_was_told_goes_with_it() -> None:
    text = """\
apiVersion: v1
kind: Service
metadata:
  name: shop
  annotations:
    cloud.google.com/neg: '{"ingress": true}'
    external-dns.alpha.kubernetes.io/hostname: shop.example.org
    service.beta.kubernetes.io/do-loadbalancer-name: shop
spec:
  type: LoadBalancer
  loadBalancerIP: 203.0.113.9
  externalTrafficPolicy: Local
  ports:
    - port: 80
      nodePort: 30080
"""
    session = Session(Settings(rules=RULES, now=NOW))
    session.put(read_text(text, "given.yaml"))
    ((_, mended),) = mend(session, unsafe=True).texts.values()
    service, ingress = (document.data for document in read_text(mended, "given.yaml").documents)
    assert service["spec"] == {"type": "ClusterIP", "ports": [{"port": 80}]}
    assert list(service["metadata"]["annotations"]) == ["cloud.google.com/neg"]
    assert ingress["spec"]["rules"][0]["host"] == "shop.example.org"


def test_a_service_that_has_a_route_gets_no_second_one() -> None:
    session = Session(Settings(rules=RULES, now=NOW))
    balancer = POD.replace(
        "spec: {selector: {app: shop}, ports", "spec: {type: LoadBalancer, selector: {app: shop}, ports"
    )
    session.put(read_text(balancer + INGRESS.replace("CLASS", "gce"), "given.yaml"))
    ((before, mended),) = mend(session, unsafe=True).texts.values()
    assert len(read_text(mended, "given.yaml").documents) == len(before.documents)
    assert "type: ClusterIP" in mended
