"""NetworkPolicies over pods: which ports they admit, together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from kubelint.kube.kinds import NetworkPolicy
from kubelint.kube.objects import mapping, sequence
from kubelint.kube.pods import Pod

if TYPE_CHECKING:
    from kubelint.workspace.workspace import Workspace

Direction = Literal["ingress", "egress"]
PEERS = {"ingress": "from", "egress": "to"}
_OTHER_KINDS = (
    ("cilium.io", "CiliumNetworkPolicy"),
    ("cilium.io", "CiliumClusterwideNetworkPolicy"),
    ("projectcalico.org", "NetworkPolicy"),
    ("projectcalico.org", "GlobalNetworkPolicy"),
    ("crd.projectcalico.org", "NetworkPolicy"),
    ("crd.projectcalico.org", "GlobalNetworkPolicy"),
    ("policy.networking.k8s.io", "AdminNetworkPolicy"),
    ("policy.networking.k8s.io", "BaselineAdminNetworkPolicy"),
    ("policy.networking.k8s.io", "ClusterNetworkPolicy"),
    ("crd.antrea.io", "NetworkPolicy"),
    ("crd.antrea.io", "ClusterNetworkPolicy"),
    ("networking.gke.io", "FQDNNetworkPolicy"),
    ("k8s.ovn.org", "EgressFirewall"),
)


class PodPort(NamedTuple):
    """A port as policies see it: the pod's number, after the Service's translation."""

    number: int
    protocol: str = "TCP"


def other_policies(workspace: Workspace) -> bool:
    """Whether the set holds policies of other kinds, which may admit what NetworkPolicies do not."""
    return any(workspace.of_kind(group, kind) for group, kind in _OTHER_KINDS)


def governs(policy: NetworkPolicy, direction: Direction) -> bool:
    """Whether a policy restricts a direction. Unless it says so, always ingress, and egress where it has rules for it
    (SetDefaults_NetworkPolicy).
    """
    types = policy.spec.get("policyTypes")
    if isinstance(types, list) and types:
        return direction.capitalize() in types
    return direction == "ingress" or "egress" in policy.spec


def rules(policy: NetworkPolicy, direction: Direction) -> Iterator[tuple[int, dict[str, Any]]]:
    """A policy's rules for a direction, numbered; none denies all."""
    for number, rule in enumerate(sequence(policy.spec.get(direction))):
        if isinstance(rule, dict):
            yield number, rule


def peers(rule: dict[str, Any], direction: Direction) -> list[dict[str, Any]]:
    """The peers that a rule speaks of; everybody, for none."""
    return [mapping(peer) for peer in sequence(rule.get(PEERS[direction]))]


def names_port(rule: dict[str, Any], port: PodPort, pod: Pod | None = None) -> bool:
    """Whether a rule admits a port. A name counts by what the pod's containers declare."""
    ports = sequence(rule.get("ports"))
    return not ports or any(_covers(mapping(entry), port, pod) for entry in ports)


def _covers(entry: dict[str, Any], port: PodPort, pod: Pod | None) -> bool:
    if (entry.get("protocol") or "TCP") != port.protocol:
        return False
    start, end = entry.get("port"), entry.get("endPort")
    if start is None:
        return True
    if isinstance(start, str):
        return port.number in _numbers(start, port.protocol, pod)
    return isinstance(start, int) and start <= port.number <= (end if isinstance(end, int) else start)


def _numbers(name: str, protocol: str, pod: Pod | None) -> Iterable[int]:
    declared = [port for container in pod.containers for port in container.ports] if pod else []
    return [
        port["containerPort"]
        for port in declared
        if port.get("name") == name and (port.get("protocol") or "TCP") == protocol and "containerPort" in port
    ]


def over(pod: Pod, direction: Direction, workspace: Workspace) -> list[NetworkPolicy]:
    """The policies that restrict a direction of a pod template; policies hardly reach pods on the node's network."""
    if pod.spec.get("hostNetwork") is True:
        return []
    return [policy for policy in workspace.coverage.policies(pod) if governs(policy, direction)]
