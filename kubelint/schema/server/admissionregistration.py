"""Webhooks and admission policies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kubelint.finding import Fault
from kubelint.kube import names
from kubelint.schema.scalars import is_pending
from kubelint.schema.server import facts
from kubelint.schema.server.registry import Context, fields, items, judges

GROUP = "io.k8s.api.admissionregistration."
VERSIONS = (GROUP + "v1.", GROUP + "v1beta1.", GROUP + "v1alpha1.")
_OPERATIONS = facts.one_of("CREATE", "UPDATE", "DELETE", "CONNECT", "*", empty=False)
_FAILURE = facts.one_of("Fail", "Ignore", empty=False)
_MATCH = facts.one_of("Exact", "Equivalent", empty=False)
_REINVOCATION = facts.one_of("Never", "IfNeeded", empty=False)


def _webhook_name(value: str) -> str | None:
    problem = names.dns_subdomain(value)
    if problem or value.count(".") >= 2:
        return problem
    return "is not fully qualified: at least three parts joined by dots, such as `check.example.com`"


def _path(value: str) -> str | None:
    return None if value.startswith("/") else "must begin with `/`"


_EFFECTS = facts.one_of("None", "NoneOnDryRun", empty=False)

# What expressions may speak of: of webhooks and conditions, and further in the body of a policy.
_REQUEST = ("object", "oldObject", "request", "authorizer", "namespaceObject", "params")
_POLICY = (*_REQUEST, "variables")

for _webhook in ("MutatingWebhook", "ValidatingWebhook"):
    fields(
        GROUP + "v1." + _webhook,
        name=facts.syntax(_webhook_name),
        failurePolicy=_FAILURE,
        matchPolicy=_MATCH,
        sideEffects=_EFFECTS,
        timeoutSeconds=facts.number(1, 30),
    )
fields(GROUP + "v1.MutatingWebhook", reinvocationPolicy=_REINVOCATION)
RULES = (GROUP + "v1.RuleWithOperations", *(version + "NamedRuleWithOperations" for version in VERSIONS))
for _rule in RULES:
    fields(_rule, operations=items(_OPERATIONS), scope=facts.one_of("Cluster", "Namespaced", "*", empty=False))
    facts.needs(_rule, "operations", "apiGroups", "apiVersions", "resources")
for _version in VERSIONS:
    fields(
        _version + "ValidatingAdmissionPolicySpec",
        _version + "MutatingAdmissionPolicySpec",
        failurePolicy=_FAILURE,
    )
    fields(_version + "MutatingAdmissionPolicySpec", reinvocationPolicy=_REINVOCATION)
    fields(_version + "MatchResources", matchPolicy=_MATCH)
    fields(
        _version + "ValidatingAdmissionPolicyBindingSpec",
        policyName=facts.subdomain,
        validationActions=items(facts.one_of("Deny", "Warn", "Audit", empty=False)),
    )
    fields(
        _version + "ParamRef",
        parameterNotFoundAction=facts.one_of("Allow", "Deny", empty=False),
    )
    fields(_version + "MatchCondition", name=facts.label_key, expression=facts.expression(*_REQUEST))
    fields(_version + "Validation", expression=facts.expression(*_POLICY))
    fields(_version + "Variable", expression=facts.expression(*_POLICY, condition=False))
    fields(_version + "AuditAnnotation", valueExpression=facts.expression(*_POLICY, condition=False))
fields(
    GROUP + "v1.ServiceReference",
    port=facts.port_number,
    path=facts.syntax(_path),
    name=facts.filled,
    namespace=facts.filled,
)
facts.at_most_one(GROUP + "v1.WebhookClientConfig", "service", "url")


@judges(GROUP + "v1.MutatingWebhookConfiguration", GROUP + "v1.ValidatingWebhookConfiguration")
def configuration(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """Each webhook's name once."""
    yield from facts.below("webhooks", facts.repeated(value.get("webhooks", []), "name", "webhook"))


@judges(GROUP + "v1.MutatingWebhook", GROUP + "v1.ValidatingWebhook")
def webhook(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """Speaks a version of the review that the server speaks."""
    versions = value.get("admissionReviewVersions")
    if versions == []:
        yield facts.missing(value, "admissionReviewVersions")
    elif versions and not {"v1", "v1beta1"} & set(versions):
        yield facts.invalid("names neither `v1` nor `v1beta1`", "admissionReviewVersions")


@judges(GROUP + "v1.WebhookClientConfig")
def client_config(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """An address of HTTPS, without a user and a query."""
    url = value.get("url")
    if not url or is_pending(url):
        return
    from urllib.parse import urlsplit

    parts = urlsplit(url)
    if parts.scheme != "https":
        yield facts.invalid(f"`{url}` must begin with `https://`", "url")
    if not parts.netloc:
        yield facts.invalid(f"`{url}` names no host", "url")
    if "@" in parts.netloc or parts.query or parts.fragment:
        yield facts.invalid("may hold neither a user nor a query nor a fragment", "url")


@judges(*(version + "ValidatingAdmissionPolicySpec" for version in VERSIONS))
def policy(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """What it looks at, and what it does there."""
    if not (value.get("matchConstraints") or {}).get("resourceRules"):
        yield Fault("missing-field", ("matchConstraints", "resourceRules"), "lacks `matchConstraints.resourceRules`")
    if not value.get("validations") and not value.get("auditAnnotations"):
        message = "lacks `validations` or `auditAnnotations`, one of which is needed"
        yield Fault("missing-field", ("validations",), message)


@judges(*RULES)
def rule(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """A star stands alone."""
    for member in ("operations", "apiGroups", "apiVersions"):
        given = value.get(member, ())
        if "*" in given and len(given) > 1:
            yield facts.invalid("`*` must stand alone", member)
    resources = value.get("resources", ())
    if len(resources) > 1 and "*/*" in resources:
        yield facts.invalid("`*/*` must stand alone", "resources")
    elif "*" in resources and any("/" not in resource and resource != "*" for resource in resources):
        yield facts.invalid("`*` stands for all resources, so it may only stand beside subresources", "resources")


@judges(*(version + "ValidatingAdmissionPolicyBindingSpec" for version in VERSIONS))
def binding(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """Actions, each once, that do not tell the same twice."""
    actions = value.get("validationActions")
    if actions == []:
        yield facts.missing(value, "validationActions")
    if actions and {"Deny", "Warn"} <= set(actions):
        yield facts.invalid("`Deny` and `Warn` tell the same twice", "validationActions")
    for index, action in enumerate(actions or ()):
        if action in (actions or ())[:index]:
            yield Fault("duplicate-item", ("validationActions", index), f"action `{action}` is named twice")
