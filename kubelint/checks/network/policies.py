"""Network: what NetworkPolicies admit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from kubelint.finding import Fix, Operation, Patch, Place, Problem, Related
from kubelint.kube.hooks import is_test
from kubelint.kube.kinds import NetworkPolicy, Service
from kubelint.kube.objects import mapping, sequence
from kubelint.kube.placeholders import unrendered
from kubelint.kube.pods import Pod
from kubelint.kube.ports import target
from kubelint.workspace import Workspace
from kubelint.workspace.policies import Direction, PodPort, governs, names_port, other_policies, over, peers, rules

_DIRECTIONS: tuple[Direction, Direction] = ("ingress", "egress")
_DNS = (PodPort(53, "UDP"), PodPort(53))
_NAME_LABEL = "kubernetes.io/metadata.name"
"""The label that every Namespace carries, with its own name."""


def policy_blocks_service(service: Service, workspace: Workspace) -> Iterator[Problem]:
    """The policies over a Service's pods admit nobody to the port that it sends to."""
    pods: list[tuple[Pod, list[NetworkPolicy]]] = []
    for pod in workspace.pods_of(service):
        pods.append((pod, over(pod, "ingress", workspace)))
        if not any(workspace.index.beside(service, policy) for policy in pods[-1][1]):
            return
    if not pods or other_policies(workspace):
        return
    for number, port in enumerate(map(mapping, sequence(service.spec.get("ports")))):
        found = [_blocked(pod, policies, port, workspace) for pod, policies in pods]
        if all(found):
            place, pod_port = found[0] or (service.at(), None)
            if pod_port:
                yield Problem(
                    place,
                    f"admits nobody to port {pod_port.number}/{pod_port.protocol} of the pods, to which the Service "
                    f"`{service.name}` sends its port {port.get('port')}",
                    related=(Related(service.at("spec", "ports", number), "the Service's port"),),
                )


def _blocked(
    pod: Pod, policies: list[NetworkPolicy], port: dict[str, Any], workspace: Workspace
) -> tuple[Place, PodPort] | None:
    """Where a pod's policies keep everybody from a port of a Service, None where they do not."""
    number = target(port, pod).number
    if number is None or any(workspace.overwritten(policy, "ingress", "ports") for policy in policies):
        return None
    wanted = PodPort(number, port.get("protocol") or "TCP")
    given = [(policy, place, rule) for policy in policies for place, rule in rules(policy, "ingress")]
    if any(names_port(rule, wanted, pod) or _unclear(rule) for _, _, rule in given):
        return None
    if given:
        policy, rule_number, _ = given[0]
        return policy.key("spec", "ingress", rule_number, "ports"), wanted
    return policies[0].key("spec", "ingress"), wanted


def _unclear(rule: dict[str, Any]) -> bool:
    return any(unrendered(mapping(entry).get("port")) for entry in sequence(rule.get("ports")))


def blocked_dns_egress(policy: NetworkPolicy, workspace: Workspace) -> Iterator[Problem]:
    """Pods may reach other pods, but not the port of DNS."""
    if not governs(policy, "egress") or not any(_to_pods(rule) for _, rule in rules(policy, "egress")):
        return
    if other_policies(workspace) or workspace.overwritten(policy, "egress"):
        return
    for pod in workspace.coverage.pods(policy):
        if pod.spec.get("dnsPolicy") in ("Default", "None") or pod.spec.get("hostNetwork") is True:
            continue
        given = [rule for each in over(pod, "egress", workspace) for _, rule in rules(each, "egress")]
        if not any(_admits_dns(rule) for rule in given):
            yield Problem(
                policy.key("spec", "egress"),
                f"the pods of {pod.owner.kind} `{pod.owner.name}` may reach other pods, but not port 53 (UDP and TCP): "
                "they cannot look up a name",
                fix=_allow_dns(policy),
            )
            return


def _to_pods(rule: dict[str, Any]) -> bool:
    found = peers(rule, "egress")
    return not found or any("podSelector" in peer or "namespaceSelector" in peer for peer in found)


def _admits_dns(rule: dict[str, Any]) -> bool:
    """Whether a rule may let a pod ask for names: it speaks of port 53, or of every port of peers among which a
    name server may be.
    """
    if rule.get("ports"):
        return any(names_port(rule, port) for port in _DNS) or _unclear(rule)
    found = peers(rule, "egress")
    return not found or any(map(_may_be_name_server, found))


def _may_be_name_server(peer: dict[str, Any]) -> bool:
    if "ipBlock" in peer:
        return True
    if "namespaceSelector" not in peer:
        return False
    named = mapping(mapping(peer["namespaceSelector"]).get("matchLabels")).get(_NAME_LABEL)
    return named is None or named in ("kube-system", "openshift-dns") or unrendered(named)


def _allow_dns(policy: NetworkPolicy) -> Fix:
    ports = [{"port": port.number, "protocol": port.protocol} for port in _DNS]
    add = Operation("add", ("spec", "egress", "-"), {"ports": ports})
    return Fix("let the pods ask for names", (Patch(policy, (add,)),), safe=False)


def ignored_policy_direction(policy: NetworkPolicy) -> Iterator[Problem]:
    """Rules of a direction that ``policyTypes`` leaves out."""
    for direction in _DIRECTIONS:
        if policy.spec.get(direction) and not governs(policy, direction):
            name = direction.capitalize()
            add = Operation("add", ("spec", "policyTypes", "-"), name)
            yield Problem(
                policy.key("spec", direction),
                f"`policyTypes` leaves `{name}` out, so these rules have no effect",
                fix=Fix(f"add `{name}` to `policyTypes`", (Patch(policy, (add,)),), safe=False),
            )


class MissingNetworkPolicyOptions(NamedTuple):
    """Options of missing-network-policy."""

    directions: tuple[str, ...] = ("ingress",)
    """The directions that have to be restricted."""


def missing_network_policy(pod: Pod, workspace: Workspace, options: MissingNetworkPolicyOptions) -> Iterator[Problem]:
    """No policy selects the pods."""
    if pod.spec.get("hostNetwork") is True or is_test(pod.owner):
        return
    open_ones = [each for each in _DIRECTIONS if each in options.directions and not over(pod, each, workspace)]
    if open_ones and not other_policies(workspace):
        yield Problem(
            pod.owner.at(), f"no NetworkPolicy restricts the {' and '.join(open_ones)} of its pods: all is admitted"
        )


def allow_all_policy(policy: NetworkPolicy) -> Iterator[Problem]:
    """A rule that admits everybody."""
    for direction in _DIRECTIONS:
        for number, rule in rules(policy, direction) if governs(policy, direction) else ():
            why = _everybody(rule, direction, policy)
            if why:
                whom = "admits everybody" if direction == "ingress" else "lets the pods reach everything"
                yield Problem(policy.at("spec", direction, number), f"{why}: {whom}")


def _everybody(rule: dict[str, Any], direction: Direction, policy: NetworkPolicy) -> str | None:
    found = peers(rule, direction)
    if not found:
        if not rule.get("ports"):
            return "an empty rule"
        return None if policy.spec.get("podSelector") else "no selector in the policy, and none in its rule"
    for peer in found:
        address = mapping(peer.get("ipBlock"))
        if address.get("cidr") in ("0.0.0.0/0", "::/0") and not address.get("except") and not rule.get("ports"):
            return f"`{address['cidr']}` without ports"
    return None
