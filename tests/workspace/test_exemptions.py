"""Node daemons and ingress controllers: which pods the rules on the node's own things spare."""

from __future__ import annotations

import pytest

from kubelint.kube.pods import Pod
from kubelint.workspace import Workspace
from kubelint.workspace.edges import is_edge_pod
from kubelint.workspace.exemptions import node_daemon
from tests.workspace.estate import workspace_of

NAMESPACE = (
    "---\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: {name}\n"
    "  labels: {{pod-security.kubernetes.io/enforce: {level}}}\n"
)


def workload(
    kind: str = "Deployment", namespace: str = "shop", image: str = "example.com/web:1", labels: str = "a: b"
) -> str:
    return (
        f"---\napiVersion: apps/v1\nkind: {kind}\nmetadata: {{name: web, namespace: {namespace}}}\n"
        f"spec:\n  selector: {{matchLabels: {{{labels}}}}}\n  template:\n    metadata: {{labels: {{{labels}}}}}\n"
        f"    spec: {{containers: [{{name: web, image: '{image}'}}]}}\n"
    )


def only_pod(files: dict[str, str]) -> tuple[Pod, Workspace]:
    workspace = workspace_of(files)
    (pod,) = workspace.pods()
    return pod, workspace


@pytest.mark.parametrize(
    ("text", "spared"),
    [
        (workload(), False),
        (workload("DaemonSet"), True),
        (workload(namespace="kube-system"), True),
        (workload(namespace="kube-systems"), False),
        (NAMESPACE.format(name="shop", level="privileged") + workload(), True),
        (NAMESPACE.format(name="shop", level="baseline") + workload(), False),
        (NAMESPACE.format(name="other", level="privileged") + workload(), False),
    ],
)
def test_node_daemons(text: str, spared: bool) -> None:
    assert node_daemon(*only_pod({"web.yaml": text})) is spared


def test_static_pods() -> None:
    text = (
        "apiVersion: v1\nkind: Pod\nmetadata: {name: etcd, namespace: infra}\n"
        "spec: {containers: [{name: e, image: 'e:1'}]}\n"
    )
    assert node_daemon(*only_pod({"etc/kubernetes/manifests/etcd.yaml": text}))
    assert not node_daemon(*only_pod({"kubernetes/manifests/etcd.yaml": text}))


@pytest.mark.parametrize(
    ("text", "controller"),
    [
        (workload(), False),
        (workload(image="traefik:v3"), True),
        (workload(image="registry.k8s.io/ingress-nginx/controller:v1"), True),
        (workload(image="example.com/web-traefik-stats:1"), False),
        (workload(labels="app.kubernetes.io/name: traefik"), True),
        (workload(labels="gateway.networking.k8s.io/gateway-name: public"), True),
    ],
)
def test_ingress_controllers(text: str, controller: bool) -> None:
    assert is_edge_pod(only_pod({"web.yaml": text})[0]) is controller
