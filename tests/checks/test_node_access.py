"""Which paths of the node, capabilities, powers and flags the rules speak of."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kubelint.config import Settings
from kubelint.engine import lint
from kubelint.manifest import read_text


def found(rule: str, data: dict[str, Any], **options: Any) -> list[str]:
    """The paths that a rule reports in an object."""
    settings = Settings(rules=frozenset({rule}), options={rule: options})
    return [f.location.path for f in lint([read_text(json.dumps(data), "example.json")], settings).findings]


def deployment(spec: dict[str, Any], container: dict[str, Any] | None = None) -> dict[str, Any]:
    """A Deployment of one container."""
    app = {"name": "web", "image": "example.com/web:1", **(container or {})}
    template = {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [app], **spec}}
    selector = {"matchLabels": {"app": "web"}}
    whole = {"selector": selector, "template": template}
    return {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"}, "spec": whole}


def mounted(path: str, read_only: bool = False) -> dict[str, Any]:
    """A Deployment that mounts a path of the node."""
    mount = {"name": "host", "mountPath": "/host", "readOnly": read_only}
    return deployment({"volumes": [{"name": "host", "hostPath": {"path": path}}]}, {"volumeMounts": [mount]})


@pytest.mark.parametrize(
    ("path", "rule"),
    [
        ("/var/run/docker.sock", "container-runtime-socket"),
        ("/run/docker.sock", "container-runtime-socket"),
        ("/run/user/1000/docker.sock", "container-runtime-socket"),
        ("/run/containerd/containerd.sock", "container-runtime-socket"),
        ("/run/k3s/containerd", "container-runtime-socket"),
        ("/var/run/crio/crio.sock", "container-runtime-socket"),
        ("/run/podman/podman.sock", "container-runtime-socket"),
        ("/var/run", "container-runtime-socket"),
        ("/var/run/", "container-runtime-socket"),
        ("\\\\.\\pipe\\docker_engine", "container-runtime-socket"),
        ("/", "sensitive-host-path"),
        ("//", "sensitive-host-path"),
        ("/etc/", "sensitive-host-path"),
        ("/etc/../etc", "sensitive-host-path"),
        ("/etc/kubernetes/pki", "sensitive-host-path"),
        ("/var/lib/etcd", "sensitive-host-path"),
        ("/var/lib/rancher/k3s/server", "sensitive-host-path"),
        ("/lib/modules", "sensitive-host-path"),
        ("/etc/localtime", "host-path-mount"),
        ("/dev/fuse", "host-path-mount"),
        ("/var/lib/etcd-backup", "host-path-mount"),
        ("/run/systemd", "host-path-mount"),
        ("/data", "host-path-mount"),
    ],
)
def test_each_path_has_one_rule(path: str, rule: str) -> None:
    rules = ("container-runtime-socket", "sensitive-host-path", "host-path-mount")
    assert [name for name in rules if found(name, mounted(path))] == [rule]


def test_kernel_modules_read_only_are_no_danger() -> None:
    assert not found("sensitive-host-path", mounted("/lib/modules", read_only=True))
    assert found("host-path-mount", mounted("/lib/modules", read_only=True))


@pytest.mark.parametrize(
    ("name", "allowed", "dangerous"),
    [
        ("NET_BIND_SERVICE", "restricted", False),
        ("CAP_NET_BIND_SERVICE", "restricted", False),
        ("CHOWN", "baseline", False),
        ("CHOWN", "restricted", True),
        ("NET_RAW", "baseline", True),
        ("cap_sys_admin", "baseline", True),
        ("ALL", "baseline", True),
        ("SYS_PTRACE", ["CAP_SYS_PTRACE"], False),
        ("CHOWN", [], True),
    ],
)
def test_capabilities(name: str, allowed: Any, dangerous: bool) -> None:
    data = deployment({}, {"securityContext": {"capabilities": {"add": [name]}}})
    assert bool(found("dangerous-capability", data, allowed=allowed)) is dangerous


@pytest.mark.parametrize(
    ("power", "group", "resource", "verb"),
    [
        ("secrets", "", "secrets", "list"),
        ("workloads", "batch", "cronjobs", "patch"),
        ("workloads", "", "pods/ephemeralcontainers", "update"),
        ("exec", "", "pods/*", "create"),
        ("exec", "", "pods/attach", "get"),
        ("nodes-proxy", "", "nodes/proxy", "get"),
        ("tokens", "", "serviceaccounts/token", "create"),
        ("rbac", "rbac.authorization.k8s.io", "rolebindings", "create"),
        ("webhooks", "admissionregistration.k8s.io", "mutatingwebhookconfigurations", "update"),
        ("csr-approval", "certificates.k8s.io", "certificatesigningrequests/approval", "update"),
        ("services-status", "", "services/status", "patch"),
        ("configmaps", "", "configmaps", "delete"),
        ("networking", "networking.k8s.io", "networkpolicies", "delete"),
        ("logs", "", "pods/log", "get"),
    ],
)
def test_powers(power: str, group: str, resource: str, verb: str) -> None:
    def role(**changed: Any) -> dict[str, Any]:
        rule = {"apiGroups": [group], "resources": [resource], "verbs": [verb], **changed}
        kinds = {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole"}
        return {**kinds, "metadata": {"name": "web"}, "rules": [rule]}

    assert found("powerful-role", role(), powers=[power]) == ["/rules/0/resources/0"]
    assert found("powerful-role", role(verbs=["*"]), powers=[power])
    assert not found("powerful-role", role(resourceNames=["one"]), powers=[power])
    assert not found("powerful-role", role(apiGroups=["example.com"]), powers=[power])
    assert not found("powerful-role", role(verbs=["deletecollections"]), powers=[power])


def test_the_administrators_of_eks() -> None:
    rule = {"apiGroups": [""], "resources": ["configmaps"], "verbs": ["patch"], "resourceNames": ["aws-auth"]}
    kinds = {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role"}
    role = {**kinds, "metadata": {"name": "web", "namespace": "kube-system"}, "rules": [rule]}
    assert found("powerful-role", role, powers=["aws-auth"]) == ["/rules/0/resources/0"]


@pytest.mark.parametrize(
    ("program", "argument"),
    [
        ("kube-apiserver", "--anonymous-auth=true"),
        ("kube-apiserver", "--authorization-mode=AlwaysAllow,Node,RBAC"),
        ("kube-apiserver", "--token-auth-file=/etc/tokens"),
        ("kube-apiserver", "--audit-log-maxage=7"),
        ("kube-apiserver", "--disable-admission-plugins=ServiceAccount"),
        ("kube-controller-manager", "--use-service-account-credentials=false"),
        ("kube-scheduler", "--bind-address=0.0.0.0"),
        ("etcd", "--auto-tls"),
        ("etcd", "--client-cert-auth=false"),
        ("kubelet", "--read-only-port=10255"),
    ],
)
def test_flags_of_the_control_plane(program: str, argument: str) -> None:
    data = deployment({}, {"command": [f"/usr/local/bin/{program}"], "args": ["--v=2", argument]})
    paths = found("insecure-control-plane-flag", data)
    assert "/spec/template/spec/containers/0/args/1" in paths
    assert "/spec/template/spec/containers/0/args/0" not in paths


def test_a_kubelet_with_a_file_of_its_own_says_little_by_flags() -> None:
    data = deployment({}, {"command": ["kubelet", "--config=/etc/kubelet.yaml", "--read-only-port=10255"]})
    assert not found("insecure-control-plane-flag", data)
