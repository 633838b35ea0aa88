"""Roles that grant too much."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kubelint.finding import Place, Problem, Related
from kubelint.kube.kinds import Role
from kubelint.kube.policy_rules import PolicyRule, is_system, policy_rules
from kubelint.schema.apis import groups
from kubelint.workspace import Workspace
from kubelint.workspace.exemptions import GITOPS_ACCOUNTS

_READ = ("get", "list", "watch")
_WRITE = ("create", "update", "patch", "delete", "deletecollection")
_SHOWN = 3
_HARMLESS = ("/status", "/finalizers")
"""Subresources on which every verb together grants little."""


class Power(NamedTuple):
    """A far-reaching right: these verbs on these resources."""

    group: str
    resources: tuple[str, ...]
    verbs: tuple[str, ...]
    what: str
    names: tuple[str, ...] = ()
    """Names of objects that make the right; empty where only a right without names counts."""


_CREATE = ("create", "update", "patch")
_RBAC = "rbac.authorization.k8s.io"
_POWERS: dict[str, tuple[Power, ...]] = {
    "secrets": (Power("", ("secrets",), _READ + _WRITE, "reads or writes every Secret"),),
    "workloads": (
        Power("", ("pods", "replicationcontrollers", "pods/ephemeralcontainers"), _CREATE, "starts pods"),
        Power("apps", ("deployments", "daemonsets", "statefulsets", "replicasets"), _CREATE, "starts pods"),
        Power("batch", ("jobs", "cronjobs"), _CREATE, "starts pods"),
    ),
    "exec": (Power("", ("pods/exec", "pods/attach"), ("create", "get"), "enters every container"),),
    "nodes-proxy": (Power("", ("nodes/proxy",), ("get", "create"), "commands every kubelet, past the audit log"),),
    "tokens": (Power("", ("serviceaccounts/token",), ("create",), "becomes any ServiceAccount"),),
    "rbac": (
        Power(
            _RBAC, ("roles", "clusterroles", "rolebindings", "clusterrolebindings"), _WRITE, "changes who may do what"
        ),
    ),
    "webhooks": (
        Power(
            "admissionregistration.k8s.io",
            ("mutatingwebhookconfigurations", "validatingwebhookconfigurations"),
            _CREATE,
            "reads and changes every object that is admitted",
        ),
    ),
    "csr-approval": (
        Power(
            "certificates.k8s.io",
            ("certificatesigningrequests/approval",),
            ("update", "patch"),
            "approves certificates for any user",
        ),
    ),
    "services-status": (Power("", ("services/status",), ("update", "patch"), "takes over traffic (CVE-2020-8554)"),),
    "configmaps": (Power("", ("configmaps",), _WRITE, "changes every app's configuration"),),
    "aws-auth": (Power("", ("configmaps",), _CREATE, "decides who is administrator on EKS", ("aws-auth",)),),
    "networking": (
        Power("", ("services", "endpoints"), _WRITE, "redirects traffic"),
        Power("discovery.k8s.io", ("endpointslices",), _WRITE, "redirects traffic"),
        Power("networking.k8s.io", ("ingresses", "networkpolicies"), _WRITE, "redirects or opens traffic"),
    ),
    "logs": (Power("", ("pods/log",), ("get", "delete", "deletecollection"), "reads or removes every log"),),
}


class PowerfulRoleOptions(NamedTuple):
    """Options of ``powerful-role``."""

    powers: Sequence[str] = tuple(_POWERS)
    """The powers to speak of."""


def wildcard_role(role: Role, workspace: Workspace) -> Iterator[Problem]:
    """The role grants all resources or verbs, or all groups."""
    for rule in () if is_system(role) else policy_rules(role):
        if (stars := _stars(rule)) and not _for_gitops(role, workspace):
            place = role.at(*rule.path, *stars[0][1])
            message = f"grants all {', all '.join(what for what, _ in stars)}: name those that are needed"
            yield Problem(place, message, _users(role, workspace))


def _stars(rule: PolicyRule) -> list[tuple[str, tuple[str | int, ...]]]:
    """The wildcards of a rule that reach into Kubernetes' own groups."""
    if not ({"*"} | groups()) & {*rule.groups} or (rule.names and "*" not in rule.resources):
        return []
    if all(resource.endswith(_HARMLESS) for resource in rule.resources):
        return []
    fields = (("resources", rule.resources), ("verbs", rule.verbs), ("apiGroups", rule.groups))
    words = {"apiGroups": "API groups"}
    return [(words.get(field, field), (field, values.index("*"))) for field, values in fields if "*" in values]


def _for_gitops(role: Role, workspace: Workspace) -> bool:
    """Whether nobody but a GitOps engine, which applies whatever its repository holds, is given the role."""
    holders = workspace.rights.holders(role)
    return bool(holders) and all(name in GITOPS_ACCOUNTS for _, name in holders)


def escalating_role(role: Role, workspace: Workspace) -> Iterator[Problem]:
    """The role lets its holder become anybody."""
    for rule in () if role.name.startswith("system:") else policy_rules(role):
        for number, verb in enumerate(rule.verbs):
            if not rule.names and _escalates(rule, verb):
                message = f"`{verb}` without `resourceNames` is as good as cluster-admin"
                yield Problem(role.at(*rule.path, "verbs", number), message, _users(role, workspace))


def _escalates(rule: PolicyRule, verb: str) -> bool:
    if verb in ("escalate", "bind"):
        return rule.covers(_RBAC, "roles") or rule.covers(_RBAC, "clusterroles")
    return verb == "impersonate" and any(rule.covers("", who) for who in ("users", "groups", "serviceaccounts"))


def powerful_role(role: Role, workspace: Workspace, options: PowerfulRoleOptions) -> Iterator[Problem]:
    """The role grants a far-reaching right."""
    for rule in () if is_system(role) else policy_rules(role):
        for number, resource in enumerate(rule.resources):
            found = {
                name: power for name in options.powers for power in _POWERS.get(name, ()) if _has(rule, resource, power)
            }
            if found:
                what = ", ".join(f"{power.what} (`{name}`)" for name, power in found.items())
                place = role.at(*rule.path, "resources", number)
                where = "" if role.kind == "ClusterRole" else ", in its namespace"
                yield Problem(place, f"whoever holds it {what}{where}", _users(role, workspace))


def _has(rule: PolicyRule, resource: str, power: Power) -> bool:
    if power.group not in rule.groups and "*" not in rule.groups:
        return False
    if not rule.allows(*power.verbs) or (rule.names and not {*power.names} & {*rule.names}):
        return False
    if power.names and not rule.names:
        return False
    return any(
        resource in (known, f"{known.partition('/')[0]}/*" if "/" in known else known) for known in power.resources
    )


def _users(role: Role, workspace: Workspace) -> tuple[Related, ...]:
    """The workloads that hold the role, as further places."""
    owners = [pod.owner for pod in workspace.rights.users(role)][:_SHOWN]
    return tuple(
        Related(Place(owner, ("metadata", "name")), f"{owner.kind} `{owner.name}` holds it") for owner in owners
    )
