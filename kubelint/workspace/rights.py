"""Rights: which roles reach which ServiceAccount, and so what a pod may do in the cluster."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from kubelint.kube.kinds import Role, RoleBinding, ServiceAccount
from kubelint.kube.objects import Object, mapping, sequence
from kubelint.kube.pods import Pod
from kubelint.kube.policy_rules import PolicyRule, policy_rules

if TYPE_CHECKING:
    from kubelint.workspace.workspace import Workspace

Account = tuple[str, str]
"""Namespace and name of a ServiceAccount; the name ``*`` means all of the namespace, the namespace ``*`` all."""

_GROUP = "rbac.authorization.k8s.io"

EVERYTHING = PolicyRule((), ("*",), ("*",), ("*",), (), ("*",))
"""What ``cluster-admin`` grants."""


class Grant(NamedTuple):
    """A binding that reaches an account."""

    binding: RoleBinding
    role: Object | None
    """The role, where it is in the set."""
    role_name: str
    namespace: str | None
    """Where it holds; None for the whole cluster."""


class Rights:
    """Accounts, bindings and roles, related once."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace

    def account(self, pod: Pod) -> Account:
        """The ServiceAccount that a pod runs under."""
        name = pod.spec.get("serviceAccountName") or pod.spec.get("serviceAccount") or "default"
        return self.workspace.namespace(pod.owner), str(name)

    def account_object(self, pod: Pod) -> ServiceAccount | None:
        """The ServiceAccount that a pod runs under, where it is applied with the pod."""
        namespace, name = self.account(pod)
        found = self.workspace.find("", "ServiceAccount", name, pod.owner, namespace)
        if isinstance(found, ServiceAccount) and self.workspace.index.beside(pod.owner, found):
            return found
        return None

    def grants_of(self, pod: Pod) -> list[Grant]:
        """The bindings, of those that are applied with a pod, that reach it."""
        beside = self.workspace.index.beside
        return [grant for grant in self.grants(self.account(pod)) if beside(pod.owner, grant.binding)]

    def grants(self, account: Account) -> list[Grant]:
        """The bindings that reach an account, by its own name or by one of its groups."""
        namespace, _ = account
        reached = (account, (namespace, "*"), ("*", "*"))
        return [grant for subject in reached for grant in self._grants.get(subject, ())]

    def rules(self, account: Account) -> list[tuple[PolicyRule, Grant]]:
        """What an account may effectively do, as far as its roles are in the set or known."""
        return [(rule, grant) for grant in self.grants(account) for rule in self.rules_of(grant)]

    def idle(self, pod: Pod) -> bool:
        """Whether nothing that is applied with a pod gives it any right; a role that is not given may well do."""
        return not any(grant.role is None or self.rules_of(grant) for grant in self.grants_of(pod))

    def rules_of(self, grant: Grant) -> list[PolicyRule]:
        """The rules behind a binding; those that an aggregated ClusterRole collects are among them."""
        if grant.role is not None:
            return self.effective(grant.role)
        return [EVERYTHING] if grant.role_name == "cluster-admin" else []

    def effective(self, role: Object) -> list[PolicyRule]:
        """A role's rules; of an aggregated ClusterRole those of the roles that its selectors find."""
        selectors = sequence(mapping(role.get("aggregationRule")).get("clusterRoleSelectors"))
        if not selectors:
            return policy_rules(role)
        return [
            rule
            for other in self.workspace.of(Role)
            if other.kind == "ClusterRole" and other is not role
            for rule in (policy_rules(other) if any(_selects(s, other) for s in selectors) else ())
        ]

    def users(self, role: Object) -> list[Pod]:
        """The pods of the set that run under an account that a role reaches."""
        return self._users.get(id(role), [])

    def holders(self, role: Object) -> set[Account]:
        """The accounts that a role reaches."""
        return {account for account, grants in self._grants.items() if any(grant.role is role for grant in grants)}

    @cached_property
    def _grants(self) -> dict[Account, list[Grant]]:
        found: dict[Account, list[Grant]] = defaultdict(list)
        for binding in self.workspace.of(RoleBinding):
            grant = self._grant(binding)
            for account in self._subjects(binding):
                found[account].append(grant)
        return found

    def _grant(self, binding: RoleBinding) -> Grant:
        kind, name = binding.get("roleRef", "kind"), str(binding.get("roleRef", "name") or "")
        namespace = None if binding.kind == "ClusterRoleBinding" else self.workspace.namespace(binding)
        role = self.workspace.find(_GROUP, str(kind), name, binding, namespace)
        return Grant(binding, role, name, namespace)

    def _subjects(self, binding: RoleBinding) -> Iterator[Account]:
        for subject in map(mapping, sequence(binding.get("subjects"))):
            account = self._subject(binding, subject)
            if account is not None:
                yield account

    def _subject(self, binding: RoleBinding, subject: dict[str, Any]) -> Account | None:
        kind, name = subject.get("kind"), str(subject.get("name") or "")
        if kind == "ServiceAccount":
            own = self.workspace.namespace(binding) if binding.kind == "RoleBinding" else ""
            return str(subject.get("namespace") or own), name
        parts = name.split(":")
        if kind == "User" and parts[:2] == ["system", "serviceaccount"] and len(parts) == 4:
            return parts[2], parts[3]
        if kind == "Group" and parts[:2] == ["system", "serviceaccounts"]:
            return (parts[2], "*") if len(parts) == 3 else ("*", "*")
        return None

    @cached_property
    def _users(self) -> dict[int, list[Pod]]:
        found: dict[int, list[Pod]] = defaultdict(list)
        for pod in self.workspace.pods():
            for role in {id(grant.role) for grant in self.grants_of(pod) if grant.role is not None}:
                found[role].append(pod)
        return found


def _selects(selector: Any, role: Object) -> bool:
    wanted = mapping(mapping(selector).get("matchLabels"))
    return bool(wanted) and wanted.items() <= role.labels.items()
