"""Priority and fairness of requests: FlowSchemas and priority levels."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kubelint.finding import Fault
from kubelint.kube import names
from kubelint.kube.objects import mapping
from kubelint.schema.server import facts
from kubelint.schema.server.registry import Context, fields, items, judges

FLOWCONTROL = "io.k8s.api.flowcontrol.v1."
EXEMPT = "exempt"
"""The one priority level, and the one FlowSchema, that nothing holds back."""
_SUBJECTS = {"User": "user", "Group": "group", "ServiceAccount": "serviceAccount"}
_VERBS = ("get", "list", "create", "update", "delete", "deletecollection", "patch", "watch", "proxy", "*")
_RULES = {
    "ResourcePolicyRule": ("verbs", "apiGroups", "resources"),
    "NonResourcePolicyRule": ("verbs", "nonResourceURLs"),
}


def _name_or_all(syntax: names.Syntax) -> names.Syntax:
    return lambda value: None if value == "*" else syntax(value)


def _url(value: str) -> str | None:
    if value in ("*", "/"):
        return None
    if not value.startswith("/") or " " in value or "//" in value:
        return "must be a path that begins with `/`, without blanks and `//`"
    return None if "*" not in value.removesuffix("/*") else "may hold `*` only at its end, as `/*`"


fields(FLOWCONTROL + "FlowSchemaSpec", matchingPrecedence=facts.number(1, 10000, zero="unset"))
fields(FLOWCONTROL + "FlowDistinguisherMethod", type=facts.one_of("ByNamespace", "ByUser", empty=False))
fields(FLOWCONTROL + "PriorityLevelConfigurationReference", name=facts.subdomain)
fields(FLOWCONTROL + "Subject", kind=facts.one_of(*_SUBJECTS, empty=False))
fields(FLOWCONTROL + "UserSubject", FLOWCONTROL + "GroupSubject", name=facts.filled)
fields(
    FLOWCONTROL + "ServiceAccountSubject",
    name=facts.syntax(_name_or_all(names.dns_subdomain)),
    namespace=facts.label,
)
fields(
    FLOWCONTROL + "ResourcePolicyRule",
    FLOWCONTROL + "NonResourcePolicyRule",
    verbs=items(facts.one_of(*_VERBS, empty=False)),
)
fields(FLOWCONTROL + "ResourcePolicyRule", namespaces=items(facts.syntax(_name_or_all(names.dns_label))))
fields(FLOWCONTROL + "NonResourcePolicyRule", nonResourceURLs=items(facts.syntax(_url)))
facts.needs(FLOWCONTROL + "PolicyRulesWithSubjects", "subjects")
fields(FLOWCONTROL + "PriorityLevelConfigurationSpec", type=facts.one_of("Exempt", "Limited", empty=False))
fields(
    FLOWCONTROL + "LimitedPriorityLevelConfiguration",
    nominalConcurrencyShares=facts.not_negative,
    lendablePercent=facts.number(0, 100),
    borrowingLimitPercent=facts.not_negative,
)
fields(FLOWCONTROL + "LimitResponse", type=facts.one_of("Queue", "Reject", empty=False))
fields(
    FLOWCONTROL + "QueuingConfiguration",
    queues=facts.number(1, 10_000_000, zero="unset"),
    handSize=facts.number(1, zero="unset"),
    queueLengthLimit=facts.number(1, zero="unset"),
)


@judges(FLOWCONTROL + "FlowSchema")
def flow_schema(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """The first place is taken."""
    precedence = mapping(value.get("spec")).get("matchingPrecedence")
    if precedence == 1 and mapping(value.get("metadata")).get("name") != EXEMPT:
        message = f"`1` is reserved for the FlowSchema `{EXEMPT}`"
        yield facts.invalid(message, "spec", "matchingPrecedence")


@judges(FLOWCONTROL + "PolicyRulesWithSubjects")
def rules(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """Requests of one sort at least."""
    if not value.get("resourceRules") and not value.get("nonResourceRules"):
        yield Fault("missing-field", (), "says nothing: expected one of `resourceRules`, `nonResourceRules`")


@judges(*(FLOWCONTROL + name for name in _RULES))
def rule(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """What it is about, in each respect; a star stands alone."""
    of_resources = "nonResourceURLs" not in value
    for member in _RULES["ResourcePolicyRule" if of_resources else "NonResourcePolicyRule"]:
        if value.get(member) == []:
            yield facts.missing(value, member)
    for member, given in value.items():
        if isinstance(given, list) and "*" in given and len(given) > 1:
            yield facts.invalid("`*` must stand alone", member)
    if of_resources and not value.get("namespaces") and value.get("clusterScope") is not True:
        yield facts.missing(value, "namespaces", ", which a rule without `clusterScope: true` needs")


@judges(FLOWCONTROL + "Subject")
def subject(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """Exactly the member that the kind names."""
    kind = value.get("kind", "")
    expected = _SUBJECTS.get(kind)
    if expected and expected not in value:
        yield facts.missing(value, expected, f", which kind `{kind}` needs")
    for member in _SUBJECTS.values():
        if expected and member != expected and member in value:
            yield facts.forbidden(f"`{member}` may not stand beside kind `{kind}`", member)


@judges(FLOWCONTROL + "PriorityLevelConfiguration")
def priority_level(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """``Exempt`` is one level only."""
    kind, name = mapping(value.get("spec")).get("type"), mapping(value.get("metadata")).get("name")
    if kind in ("Exempt", "Limited") and name and (kind == "Exempt") != (name == EXEMPT):
        yield facts.invalid(f"`Exempt` is for the level `{EXEMPT}`, and for no other", "spec", "type")


@judges(FLOWCONTROL + "PriorityLevelConfigurationSpec")
def level(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """``limited`` goes with its type."""
    yield from _goes_with(value, "limited", "Limited", "Exempt")


@judges(FLOWCONTROL + "LimitResponse")
def response(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """``queuing`` goes with its type."""
    yield from _goes_with(value, "queuing", "Queue", "Reject")


def _goes_with(value: dict[str, Any], member: str, needing: str, refusing: str) -> Iterator[Fault]:
    if value.get("type") == needing and member not in value:
        yield facts.missing(value, member, f", which type `{needing}` needs")
    if value.get("type") == refusing and member in value:
        yield facts.forbidden(f"`{member}` may not stand beside type `{refusing}`", member)


@judges(FLOWCONTROL + "QueuingConfiguration")
def queuing(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """A hand is dealt from the queues that there are, 64 unless it is said."""
    hand, queues = value.get("handSize") or 8, value.get("queues") or 64
    if hand > queues > 0:
        yield facts.invalid(
            f"`{hand}` is more than the queues, {queues}", "handSize" if "handSize" in value else "queues"
        )
