"""What ServiceAccounts may do: bindings, groups, aggregated roles, and the pods that hold them."""

from __future__ import annotations

from kubelint.workspace import Workspace
from tests.workspace.estate import one, workspace_of

RBAC = "rbac.authorization.k8s.io"


def role(name: str, rules: str, kind: str = "ClusterRole", namespace: str = "", extra: str = "") -> str:
    where = f", namespace: {namespace}" if namespace else ""
    return f"---\napiVersion: {RBAC}/v1\nkind: {kind}\nmetadata: {{name: {name}{where}{extra}}}\nrules: {rules}\n"


def binding(name: str, ref: str, subjects: str, kind: str = "ClusterRoleBinding", namespace: str = "") -> str:
    where = f", namespace: {namespace}" if namespace else ""
    return (
        f"---\napiVersion: {RBAC}/v1\nkind: {kind}\nmetadata: {{name: {name}{where}}}\n"
        f"roleRef: {{apiGroup: {RBAC}, {ref}}}\nsubjects: {subjects}\n"
    )


def pod(name: str, account: str, namespace: str = "shop") -> str:
    return (
        f"---\napiVersion: v1\nkind: Pod\nmetadata: {{name: {name}, namespace: {namespace}}}\n"
        f"spec: {{serviceAccountName: {account}, containers: [{{name: app, image: 'app:1'}}]}}\n"
    )


READER = role("reader", "[{apiGroups: [''], resources: [pods], verbs: [get]}]")


def verbs(workspace: Workspace, account: str, namespace: str = "shop") -> list[tuple[tuple[str, ...], str | None]]:
    return [(rule.verbs, grant.namespace) for rule, grant in workspace.rights.rules((namespace, account))]


def test_by_name_and_in_one_namespace() -> None:
    bound = binding(
        "b", "kind: ClusterRole, name: reader", "[{kind: ServiceAccount, name: web}]", "RoleBinding", "shop"
    )
    workspace = workspace_of({"a.yaml": READER + bound})
    assert verbs(workspace, "web") == [(("get",), "shop")]
    assert verbs(workspace, "web", "other") == []


def test_by_group_and_by_user_name() -> None:
    everybody = binding("a", "kind: ClusterRole, name: reader", "[{kind: Group, name: 'system:serviceaccounts'}]")
    ours = binding("b", "kind: ClusterRole, name: reader", "[{kind: Group, name: 'system:serviceaccounts:shop'}]")
    user = binding("c", "kind: ClusterRole, name: reader", "[{kind: User, name: 'system:serviceaccount:shop:web'}]")
    workspace = workspace_of({"a.yaml": READER + everybody + ours + user})
    assert [len(verbs(workspace, *who)) for who in (("web", "shop"), ("api", "shop"), ("web", "other"))] == [3, 2, 1]


def test_cluster_admin_is_known_without_its_role() -> None:
    bound = binding(
        "b", "kind: ClusterRole, name: cluster-admin", "[{kind: ServiceAccount, name: web, namespace: shop}]"
    )
    workspace = workspace_of({"a.yaml": bound})
    ((rule, grant),) = workspace.rights.rules(("shop", "web"))
    assert rule.covers("apps", "deployments")
    assert rule.allows("delete")
    assert grant.role is None


def test_an_aggregated_role_collects_others() -> None:
    whole = (
        f"---\napiVersion: {RBAC}/v1\nkind: ClusterRole\nmetadata: {{name: whole}}\n"
        "aggregationRule: {clusterRoleSelectors: [{matchLabels: {part: 'yes'}}]}\nrules: []\n"
    )
    part = role("part", "[{apiGroups: [''], resources: [pods], verbs: [watch]}]", extra=", labels: {part: 'yes'}")
    bound = binding("b", "kind: ClusterRole, name: whole", "[{kind: ServiceAccount, name: web, namespace: shop}]")
    assert verbs(workspace_of({"a.yaml": whole + part + READER + bound}), "web") == [(("watch",), None)]


def test_the_pods_behind_a_role() -> None:
    bound = binding("b", "kind: ClusterRole, name: reader", "[{kind: ServiceAccount, name: web, namespace: shop}]")
    text = READER + bound + pod("one", "web") + pod("two", "other") + pod("three", "web", "elsewhere")
    workspace = workspace_of({"a.yaml": text})
    users = workspace.rights.users(one(workspace, "ClusterRole", "reader"))
    assert [found.owner.name for found in users] == ["one"]


def test_roles_and_cluster_roles_of_one_name_are_two() -> None:
    own = role("reader", "[{apiGroups: [''], resources: [secrets], verbs: [list]}]", "Role", "shop")
    bound = binding("b", "kind: Role, name: reader", "[{kind: ServiceAccount, name: web}]", "RoleBinding", "shop")
    assert verbs(workspace_of({"a.yaml": READER + own + bound}), "web") == [(("list",), "shop")]
