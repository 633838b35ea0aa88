"""The rules of RBAC roles: what they grant on which resources."""

from __future__ import annotations

from typing import Any, NamedTuple

from kubelint.finding import Path
from kubelint.kube.objects import Object, mapping, sequence


class PolicyRule(NamedTuple):
    """One rule of a Role or ClusterRole, with its path in the role."""

    path: Path
    groups: tuple[str, ...]
    resources: tuple[str, ...]
    verbs: tuple[str, ...]
    names: tuple[str, ...]
    """``resourceNames``: empty for all."""
    urls: tuple[str, ...]

    def allows(self, *verbs: str) -> bool:
        """Whether one of these verbs is granted."""
        return any(verb in self.verbs for verb in (*verbs, "*"))

    def covers(self, group: str, resource: str) -> bool:
        """Whether the rule is about a resource, by name or by wildcard."""
        if group not in self.groups and "*" not in self.groups:
            return False
        base, _, sub = resource.partition("/")
        return bool({resource, "*"} & {*self.resources}) or (bool(sub) and f"{base}/*" in self.resources)


def policy_rules(role: Object) -> list[PolicyRule]:
    """The rules that a role states, in its own words."""
    return [_rule(("rules", number), mapping(rule)) for number, rule in enumerate(sequence(role.get("rules")))]


def _rule(path: Path, rule: dict[str, Any]) -> PolicyRule:
    fields = ("apiGroups", "resources", "verbs", "resourceNames", "nonResourceURLs")
    groups, resources, verbs, names, urls = (_texts(rule.get(field)) for field in fields)
    return PolicyRule(path, groups, resources, verbs, names, urls)


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(item if isinstance(item, str) else "" for item in sequence(value))


def is_system(role: Object) -> bool:
    """Whether a role is Kubernetes' own, or filled by the cluster from others (``aggregationRule``)."""
    return role.name.startswith("system:") or bool(mapping(role.get("aggregationRule")))
