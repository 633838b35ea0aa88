"""Roles and their bindings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kubelint.finding import Fault
from kubelint.kube import names
from kubelint.schema.scalars import is_pending
from kubelint.schema.server import facts
from kubelint.schema.server.registry import Context, fields, judges

RBAC = "io.k8s.api.rbac.v1."
GROUP = "rbac.authorization.k8s.io"

_SUBJECTS = facts.one_of("ServiceAccount", "User", "Group", empty=False)
_GROUPS = facts.one_of(GROUP)
_NO_GROUP = 'may only be `""` for a ServiceAccount'
_CLUSTER_ROLE = facts.one_of("ClusterRole", empty=False)
_ANY_ROLE = facts.one_of("Role", "ClusterRole", empty=False)

fields(RBAC + "RoleRef", name=facts.syntax(names.path_segment), apiGroup=_GROUPS)
fields(RBAC + "Subject", kind=_SUBJECTS, name=facts.filled)
facts.needs(RBAC + "AggregationRule", "clusterRoleSelectors")


@judges(RBAC + "PolicyRule")
def policy_rule(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """Verbs, and either resources of groups or URLs."""
    if value.get("verbs") == []:
        yield facts.missing(value, "verbs")
    if value.get("nonResourceURLs"):
        if ctx.kind == "Role":
            yield facts.invalid("a Role cannot speak of URLs; a ClusterRole can", "nonResourceURLs")
        elif any(value.get(member) for member in ("apiGroups", "resources", "resourceNames")):
            yield facts.invalid("URLs and resources need rules of their own", "nonResourceURLs")
        return
    for member in ("apiGroups", "resources"):
        if not value.get(member):
            hint = '; the core group is `""`' if member == "apiGroups" else ""
            yield facts.missing(value, member, hint)


@judges(RBAC + "RoleRef")
def role_reference(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """A ClusterRoleBinding grants ClusterRoles only."""
    kind = value.get("kind")
    check = _CLUSTER_ROLE if ctx.kind == "ClusterRoleBinding" else _ANY_ROLE
    if kind is not None and (verdict := check(kind, ctx.minor)):
        yield verdict.fault(("kind",))


@judges(RBAC + "Subject")
def subject(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """What each kind of subject says of itself."""
    kind, group, name = value.get("kind"), value.get("apiGroup"), value.get("name")
    if kind == "ServiceAccount":
        if group:
            yield Fault("unsupported-value", ("apiGroup",), f"`{group}` {_NO_GROUP}")
        if name and (problem := names.dns_subdomain(name)) and not is_pending(name):
            yield facts.invalid(f"`{name}` {problem}", "name")
        if not value.get("namespace") and ctx.kind == "ClusterRoleBinding":
            yield facts.missing(value, "namespace", ", which a ServiceAccount in a ClusterRoleBinding needs")
    elif kind in ("User", "Group") and group and (verdict := _GROUPS(group, ctx.minor)):
        yield verdict.fault(("apiGroup",))
