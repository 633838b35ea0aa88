"""Bindings that hand rights to the wrong people, and tokens that nobody needs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kubelint.finding import Fix, Place, Problem, Related, Severity
from kubelint.kube.kinds import RoleBinding, ServiceAccount
from kubelint.kube.objects import Object, sequence
from kubelint.kube.pods import Pod
from kubelint.workspace import Workspace
from kubelint.workspace.exemptions import GITOPS_ACCOUNTS
from kubelint.workspace.mending import with_field

_EVERYBODY = {
    "system:anonymous": Severity.ERROR,
    "system:unauthenticated": Severity.ERROR,
    "system:authenticated": Severity.WARNING,
    "system:masters": Severity.WARNING,
}
_DISCOVERY = frozenset(
    [
        "system:discovery",
        "system:basic-user",
        "system:public-info-viewer",
        "system:service-account-issuer-discovery",
        "system:cluster-trust-bundle-discovery",
    ]
)
"""Roles that Kubernetes itself binds to everybody. Source: its bootstrap policy."""
_TOKEN = "automountServiceAccountToken"  # noqa: S105
_TOKEN_READERS = ("vault.hashicorp.com/agent-inject", "bank-vaults.dev/vault-addr", "vault.security.banzaicloud.io/")


def cluster_admin_binding(binding: RoleBinding) -> Iterator[Problem]:
    """The binding hands out ``cluster-admin``."""
    if binding.get("roleRef", "name") != "cluster-admin" or binding.get("roleRef", "kind") == "Role":
        return
    subjects = [subject for _, subject in _subjects(binding)]
    if not subjects or all(_own(subject) for subject in subjects):
        return
    where = "in the whole cluster" if binding.kind == "ClusterRoleBinding" else "in its namespace"
    names = ", ".join(f"`{subject.get('name')}`" for subject in subjects)
    yield Problem(binding.at("roleRef", "name"), f"lets {names} do everything {where}; bind a role of what is needed")


def _own(subject: dict[str, Any]) -> bool:
    name = subject.get("name")
    if subject.get("kind") == "ServiceAccount":
        return name in GITOPS_ACCOUNTS
    return name in ("system:masters", "kubeadm:cluster-admins")


def _subjects(binding: RoleBinding) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, subject in enumerate(sequence(binding.get("subjects"))):
        if isinstance(subject, dict):
            yield number, subject


def system_group_binding(binding: RoleBinding) -> Iterator[Problem]:
    """The binding reaches everybody, or those whom nobody can stop."""
    role = str(binding.get("roleRef", "name"))
    if role in _DISCOVERY or role.startswith("kubeadm:") or binding.name == "cluster-admin":
        return
    for number, subject in _subjects(binding):
        name = subject.get("name")
        severity = _EVERYBODY.get(name) if isinstance(name, str) else None
        if severity is not None and subject.get("kind") in ("User", "Group"):
            yield Problem(binding.at("subjects", number, "name"), _reach(str(name), role), severity=severity)


def _reach(name: str, role: str) -> str:
    if name == "system:masters":
        return f"`{name}` passes every check already, and cannot be taken away; bind `{role}` to a group of your own"
    who = "everybody who has an account" if name == "system:authenticated" else "everybody, without any account,"
    return f"`{role}` for `{name}`: {who} holds it"


def default_account_binding(binding: RoleBinding, workspace: Workspace) -> Iterator[Problem]:
    """The rights reach every pod that names no account of its own."""
    for number, subject in _subjects(binding):
        if subject.get("kind") == "ServiceAccount" and subject.get("name") == "default":
            namespace = str(subject.get("namespace") or workspace.namespace(binding))
            role = binding.get("roleRef", "name")
            message = f"`{role}` for the account `default` reaches every pod of `{namespace}` that names no other"
            yield Problem(binding.at("subjects", number, "name"), message, _holders(namespace, workspace))


def _holders(namespace: str, workspace: Workspace) -> tuple[Related, ...]:
    rights = workspace.rights
    owners = [pod.owner for pod in workspace.pods(namespace) if rights.account(pod)[1] == "default"][:3]
    return tuple(Related(Place(owner, ("metadata", "name")), f"{owner.kind} `{owner.name}` is one") for owner in owners)


def mounted_service_account_token(subject: Pod | ServiceAccount, workspace: Workspace) -> Iterator[Problem]:
    """A token for the API lies in a pod that has nothing to say to it."""
    if isinstance(subject, ServiceAccount):
        if subject.name == "default" and subject.get(_TOKEN) is not False:
            message = f"pods that name no account get a token of `default`: `{_TOKEN}: false` is not said"
            yield Problem(subject.at(_TOKEN), message, fix=_without(subject, (_TOKEN,)))
    elif (why := _needless(subject, workspace)) is not None:
        path = (*subject.path, "spec", _TOKEN)
        yield Problem(subject.at(_TOKEN), f"a token for the API is mounted, {why}", fix=_without(subject.owner, path))


def _needless(pod: Pod, workspace: Workspace) -> str | None:
    """Why nobody needs the token; None where it is not mounted, or may well be needed."""
    account = workspace.rights.account(pod)
    found = workspace.rights.account_object(pod)
    mounted = pod.spec.get(_TOKEN)
    if mounted is None and found is not None:
        mounted = found.get(_TOKEN)
    if mounted is False or any(key.startswith(_TOKEN_READERS) for key in pod.annotations):
        return None
    if account[1] == "default":
        return "of the account `default`"
    idle = found is not None and workspace.rights.idle(pod)
    return f"and nothing gives the account `{account[1]}` a right" if idle else None


def _without(obj: Object, path: tuple[str | int, ...]) -> Fix:
    return with_field(obj, path, False, f"set `{_TOKEN}` to false", safe=False)
