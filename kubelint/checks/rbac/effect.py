"""Rules of roles that grant nothing, because nobody asks the API server in those words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kubelint.finding import Fix, Path, Problem
from kubelint.kube.kinds import Role
from kubelint.kube.nearness import nearest
from kubelint.kube.placeholders import unrendered
from kubelint.kube.policy_rules import PolicyRule, policy_rules
from kubelint.kube.versions import VersionRange
from kubelint.schema.apis import apis, groups
from kubelint.workspace.mending import with_field

_OBJECT_VERBS = ("get", "list", "watch", "create", "update", "patch", "delete", "deletecollection", "proxy", "redirect")
_SPECIAL_VERBS = ("use", "bind", "escalate", "impersonate", "approve", "sign", "attest", "connect")
_VERBS = frozenset([*_OBJECT_VERBS, *_SPECIAL_VERBS, "*"])
_URL_VERBS = frozenset(["get", "put", "post", "head", "options", "delete", "patch", "*"])
_MEANT = {"read": "get", "view": "get", "write": "update", "edit": "update", "remove": "delete", "add": "create"}
_VERSION = re.compile(r"v\d+(?:(?:alpha|beta)\d+)?\Z").match


def ineffective_role_rule(role: Role, versions: VersionRange) -> Iterator[Problem]:
    """The rule grants nothing."""
    rules = policy_rules(role)
    for rule in rules:
        yield from _groups(role, rule)
        yield from _verbs(role, rule)
        yield from _resources(role, rule, rules, versions)


def _groups(role: Role, rule: PolicyRule) -> Iterator[Problem]:
    for number, group in enumerate(rule.groups):
        name, slash, version = group.rpartition("/")
        if _VERSION(version) and not unrendered(group):
            meant = name if slash else ""
            message = f"`{group}` names a version; an API group stands alone: `{meant or chr(34) * 2}`"
            yield _problem(role, (*rule.path, "apiGroups", number), message, meant)


def _problem(role: Role, path: Path, message: str, instead: str | None) -> Problem:
    fix: Fix | None = None
    if instead is not None:
        fix = with_field(role, path, instead, f"write `{instead or chr(34) * 2}`", safe=False)
    return Problem(role.at(*path), message, fix=fix)


def _verbs(role: Role, rule: PolicyRule) -> Iterator[Problem]:
    known = _URL_VERBS if rule.urls and not rule.resources else _VERBS
    for number, verb in enumerate(rule.verbs):
        if verb in known or ":" in verb or not verb or unrendered(verb):
            continue
        meant = _verb(verb, known, _built_in(rule))
        if meant is None and not _built_in(rule):
            continue  # custom resources may know verbs of their own
        hint = f"; did you mean `{meant}`?" if meant else ""
        yield _problem(role, (*rule.path, "verbs", number), f"`{verb}` is no verb of the API{hint}", meant)


def _verb(verb: str, known: frozenset[str], built_in: bool) -> str | None:
    """The verb that was meant; of custom resources only where a slip is plain."""
    lower = verb.lower()
    if lower in known:
        return lower
    if built_in:
        return nearest(verb, known) or _MEANT.get(lower)
    return nearest(verb, known) if len(verb) > 4 else None


def _built_in(rule: PolicyRule) -> bool:
    return bool(rule.groups) and {*rule.groups} <= groups()


def _resources(role: Role, rule: PolicyRule, rules: list[PolicyRule], versions: VersionRange) -> Iterator[Problem]:
    for number, resource in enumerate(rule.resources):
        base, slash, sub = resource.partition("/")
        if "*" in base or not base or unrendered(resource):
            continue
        path = (*rule.path, "resources", number)
        meant = _plural(base, rule)
        if meant is not None:
            whole = f"{meant}{slash}{sub}"
            yield _problem(role, path, f"`{resource}` is no resource; write `{whole}`", whole)
        elif _built_in(rule) and (message := _misplaced(base, rule, rules, versions)):
            yield _problem(role, path, message, None)


def _plural(base: str, rule: PolicyRule) -> str | None:
    """The resource that somebody meant by a kind or its singular."""
    if base in _homes():
        return None
    lower = base.lower()
    if lower != base and lower in _homes():
        return lower
    if lower == base and not _built_in(rule):
        return None  # a custom resource's plural may be anything
    return _kinds().get(lower)


@cache
def _homes() -> dict[str, frozenset[tuple[str, int, int]]]:
    """For each built-in resource: its groups, each with the first and last minor that serve it there."""
    found: dict[str, set[tuple[str, int, int]]] = {}
    for api in apis().values():
        span = (api.group, api.since or 0, (api.removed or 1000) - 1)
        found.setdefault(api.plural, set()).add(span)
    return {plural: frozenset(spans) for plural, spans in found.items()}


@cache
def _kinds() -> dict[str, str]:
    return {api.kind.lower(): api.plural for api in apis().values()}


def _misplaced(base: str, rule: PolicyRule, rules: list[PolicyRule], versions: VersionRange) -> str | None:
    homes = _homes().get(base)
    if homes is None:
        return None
    live = {group for group, first, last in homes if first <= versions.last and last >= versions.first}
    if live & {*rule.groups} or any(base in other.resources and {"*", *live} & {*other.groups} for other in rules):
        return None
    if not live:
        gone = all(last < versions.first for _, _, last in homes)
        return f"`{base}` is gone from Kubernetes 1.{versions.first}" if gone else None
    named = " and ".join(f"`{group or chr(34) * 2}`" for group in rule.groups)
    right = " or ".join(f"`{group or chr(34) * 2}`" for group in sorted(live))
    return f"`{base}` is not in the API group {named}; it is in {right}"
