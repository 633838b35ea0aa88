"""The Pod Security Standards: every control at both ends of the versions that changed it."""

from __future__ import annotations

from typing import Any

import pytest

from kubelint.kube.kinds import BarePod
from kubelint.kube.objects import objects_in
from kubelint.kube.pod_security import CONTROLS, breaches_of
from kubelint.kube.pods import Pod
from kubelint.manifest import read_text

HARDENED: dict[str, Any] = {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}}
RESTRICTED = {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}}


def pod(spec: dict[str, Any] | None = None, container: dict[str, Any] | None = None, **metadata: Any) -> Pod:
    """A pod that the level ``restricted`` admits, but for what is given."""
    import json

    app = {"name": "web", "image": "web:1", "securityContext": HARDENED, **(container or {})}
    whole = {"securityContext": RESTRICTED, "containers": [app], **(spec or {})}
    text = json.dumps({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", **metadata}, "spec": whole})
    (found,) = objects_in(read_text(text, "pod.json").documents[0])
    assert isinstance(found, BarePod)
    assert found.pod is not None
    return found.pod


def security(**fields: Any) -> dict[str, Any]:
    """A container's security context, hardened but for the fields given."""
    return {"securityContext": {**HARDENED, **fields}}


def pod_security(**fields: Any) -> dict[str, Any]:
    """A pod's security context, hardened but for the fields given."""
    return {"securityContext": {**RESTRICTED, **fields}}


def levels(judged: Pod, minor: int = 37) -> str:
    """The strictest level that admits a pod."""
    if breaches_of(judged, "baseline", minor):
        return "privileged"
    return "baseline" if breaches_of(judged, "restricted", minor) else "restricted"


def test_the_hardened_pod_is_admitted_everywhere() -> None:
    assert {levels(pod(), minor) for minor in range(25, 38)} == {"restricted"}


@pytest.mark.parametrize(
    "judged",
    [
        pod(container=security(privileged=True)),
        pod({"initContainers": [{"name": "i", "securityContext": {**HARDENED, "privileged": True}}]}),
        pod(pod_security(windowsOptions={"hostProcess": True})),
        pod({"hostPID": True}),
        pod({"hostIPC": True}),
        pod({"hostNetwork": True}),
        pod(container={"ports": [{"containerPort": 80, "hostPort": 80}]}),
        pod({"volumes": [{"name": "a", "hostPath": {"path": "/data"}}]}),
        pod(container=security(capabilities={"drop": ["ALL"], "add": ["NET_RAW"]})),
        pod(pod_security(seccompProfile={"type": "Unconfined"})),
        pod(container=security(appArmorProfile={"type": "Unconfined"})),
        pod(annotations={"container.apparmor.security.beta.kubernetes.io/web": "unconfined"}),
        pod(container=security(seLinuxOptions={"type": "spc_t"})),
        pod(pod_security(seLinuxOptions={"user": "system_u"})),
        pod(container=security(procMount="Unmasked")),
        pod(pod_security(sysctls=[{"name": "kernel.msgmax", "value": "1"}])),
        pod(container={"livenessProbe": {"httpGet": {"host": "example.com", "port": 80}}}),
        pod(container={"lifecycle": {"preStop": {"httpGet": {"host": "example.com", "port": 80}}}}),
    ],
)
def test_what_baseline_refuses(judged: Pod) -> None:
    assert levels(judged) == "privileged"


@pytest.mark.parametrize(
    "judged",
    [
        pod(container={"securityContext": {"capabilities": {"drop": ["ALL"]}}}),
        pod(container=security(allowPrivilegeEscalation=True)),
        pod(container={"securityContext": {"allowPrivilegeEscalation": False}}),
        pod(container=security(capabilities={"drop": ["ALL"], "add": ["CHOWN"]})),
        pod({"securityContext": {"seccompProfile": {"type": "RuntimeDefault"}}}),
        pod({"securityContext": {"runAsNonRoot": True}}),
        pod(pod_security(runAsUser=0)),
        pod(container=security(runAsNonRoot=False)),
        pod({"volumes": [{"name": "a", "nfs": {"server": "nfs.example.com", "path": "/"}}]}),
    ],
)
def test_what_restricted_refuses(judged: Pod) -> None:
    assert levels(judged) == "baseline"


@pytest.mark.parametrize(
    ("judged", "minor", "level"),
    [
        (pod(container={"livenessProbe": {"tcpSocket": {"host": "a", "port": 1}}}), 33, "restricted"),
        (pod(container={"livenessProbe": {"tcpSocket": {"host": "a", "port": 1}}}), 34, "privileged"),
        (pod(pod_security(seLinuxOptions={"type": "container_engine_t"})), 30, "privileged"),
        (pod(pod_security(seLinuxOptions={"type": "container_engine_t"})), 31, "restricted"),
        (pod(pod_security(sysctls=[{"name": "net.ipv4.ip_local_reserved_ports"}])), 26, "privileged"),
        (pod(pod_security(sysctls=[{"name": "net.ipv4.ip_local_reserved_ports"}])), 27, "restricted"),
        (pod(pod_security(sysctls=[{"name": "net.ipv4.tcp_keepalive_time"}])), 28, "privileged"),
        (pod(pod_security(sysctls=[{"name": "net/ipv4/tcp_keepalive_time"}])), 29, "restricted"),
        (pod(pod_security(sysctls=[{"name": "net.ipv4.tcp_rmem"}])), 31, "privileged"),
        (pod(pod_security(sysctls=[{"name": "net.ipv4.tcp_rmem"}])), 32, "restricted"),
        (pod({"hostUsers": False, **pod_security(runAsNonRoot=None)}), 34, "baseline"),
        (pod({"hostUsers": False, **pod_security(runAsNonRoot=None, runAsUser=0)}), 35, "restricted"),
        (pod({"hostUsers": False}, security(procMount="Unmasked")), 34, "privileged"),
        (pod({"hostUsers": False}, security(procMount="Unmasked")), 35, "baseline"),
        (
            pod({"os": {"name": "windows"}, "securityContext": {"runAsNonRoot": True}}, {"securityContext": {}}),
            25,
            "restricted",
        ),
        (
            pod({"os": {"name": "windows"}, "securityContext": {"runAsNonRoot": True}}, {"securityContext": {}}),
            24,
            "baseline",
        ),
    ],
)
def test_versions_of_the_policy(judged: Pod, minor: int, level: str) -> None:
    assert levels(judged, minor) == level


def test_controls_have_names_of_their_own() -> None:
    names = [control.name for control in CONTROLS]
    assert len(names) == len(set(names))


def test_what_is_missing_is_gathered_at_the_container() -> None:
    found = breaches_of(pod(container={"securityContext": {}}), "restricted", 37)
    assert {place.path: len(messages) for place, messages in found.items()} == {("spec", "containers", 0): 2}
