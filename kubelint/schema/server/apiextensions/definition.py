"""Custom resource definitions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kubelint.finding import Fault
from kubelint.kube import names
from kubelint.kube.objects import mapping
from kubelint.schema.scalars import is_pending
from kubelint.schema.server import facts
from kubelint.schema.server.registry import Context, fields, items, judges

EXTENSIONS = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1."
APPROVAL = "api-approved.kubernetes.io"
_label = facts.syntax(names.dns_1035_label)


def _group(value: str) -> str | None:
    problem = names.dns_subdomain(value)
    return problem or (None if "." in value else "must be a domain, with a dot")


def _kind(value: str) -> str | None:
    return names.dns_1035_label(value.lower())


fields(EXTENSIONS + "CustomResourceDefinitionSpec", group=facts.syntax(_group))
fields(
    EXTENSIONS + "CustomResourceDefinitionSpec",
    scope=facts.one_of("Cluster", "Namespaced", empty=False),
)
fields(
    EXTENSIONS + "CustomResourceDefinitionNames",
    plural=_label,
    singular=facts.syntax(names.dns_1035_label, empty=True),
    kind=facts.syntax(_kind),
    listKind=facts.syntax(_kind, empty=True),
    shortNames=items(_label),
    categories=items(_label),
)
fields(EXTENSIONS + "CustomResourceDefinitionVersion", name=_label)
fields(
    EXTENSIONS + "CustomResourceColumnDefinition",
    name=facts.filled,
    jsonPath=facts.syntax(lambda value: None if value.startswith(".") else "must begin with `.`, as in `.spec.size`"),
    type=facts.one_of("boolean", "date", "integer", "number", "string", empty=False),
    format=facts.one_of("int32", "int64", "float", "double", "byte", "date", "date-time", "password"),
)
facts.at_most_one(EXTENSIONS + "WebhookClientConfig", "service", "url")
fields(EXTENSIONS + "ServiceReference", port=facts.port_number, name=facts.filled, namespace=facts.filled)
fields(EXTENSIONS + "CustomResourceConversion", strategy=facts.one_of("None", "Webhook", empty=False))


@judges(EXTENSIONS + "CustomResourceDefinition")
def definition(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """Named as plural and group; groups of Kubernetes' own need its approval."""
    spec, metadata = mapping(value.get("spec")), mapping(value.get("metadata"))
    group, plural = spec.get("group"), mapping(spec.get("names")).get("plural")
    name = metadata.get("name")
    if group and plural and name and name != f"{plural}.{group}" and not is_pending(name):
        yield facts.invalid(f"`{name}` must be the plural and the group, `{plural}.{group}`", "metadata", "name")
    official = group and (group in ("k8s.io", "kubernetes.io") or group.endswith((".k8s.io", ".kubernetes.io")))
    if official:
        yield from _approval(mapping(metadata.get("annotations")).get(APPROVAL), group)


def _approval(approval: str | None, group: Any) -> Iterator[Fault]:
    """Where a group of Kubernetes' own was approved, or that it was not."""
    path = ("metadata", "annotations", APPROVAL)
    if not approval:
        yield Fault("missing-field", path, f"lacks the annotation `{APPROVAL}`, which the group `{group}` needs")
    elif "://" not in approval and not approval.startswith("unapproved") and not is_pending(approval):
        yield Fault("invalid-value", path, f"`{approval}` must be a URL, or begin with `unapproved`")


@judges(EXTENSIONS + "CustomResourceDefinitionSpec")
def specification(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """One version is stored; no field is kept unknown."""
    versions = value.get("versions", [])
    if value.get("preserveUnknownFields") is True:
        yield facts.invalid("may not be `true` in `v1`", "preserveUnknownFields")
    yield from facts.below("versions", facts.repeated(versions, "name", "version"))
    stored = [index for index, version in enumerate(versions) if version.get("storage") is True]
    if "versions" in value and not stored:
        yield facts.invalid("has no version with `storage: true`, expected exactly one", "versions")
    for index in stored[1:]:
        yield facts.invalid("`storage: true` may only be set on one version", "versions", index, "storage")
    for index, version in enumerate(versions):
        if "openAPIV3Schema" not in mapping(version.get("schema")):
            yield Fault("missing-field", ("versions", index, "schema"), "lacks `schema.openAPIV3Schema`")


@judges(EXTENSIONS + "CustomResourceDefinitionNames")
def definition_names(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """The kind of a list is another one."""
    if value.get("kind") and value.get("kind") == value.get("listKind"):
        yield facts.invalid("must differ from `kind`", "listKind")


@judges(EXTENSIONS + "CustomResourceSubresourceScale")
def scale(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """Paths under the spec, and under the status."""
    starts = {
        "specReplicasPath": (".spec.",),
        "statusReplicasPath": (".status.",),
        "labelSelectorPath": (".spec.", ".status."),
    }
    for member, allowed in starts.items():
        path = value.get(member)
        if path and not path.startswith(allowed):
            expected = " or ".join(f"`{start[:-1]}`" for start in allowed)
            yield facts.invalid(f"`{path}` must lie under {expected}", member)


@judges(EXTENSIONS + "CustomResourceConversion")
def conversion(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """A webhook with an address, and only with its strategy."""
    webhook = value.get("webhook")
    if value.get("strategy") == "Webhook":
        if not mapping(webhook).get("clientConfig"):
            yield Fault("missing-field", ("webhook", "clientConfig"), "lacks `clientConfig`, which `Webhook` needs")
        elif webhook is not None:
            yield from facts.below("webhook", _reviews(webhook.get("conversionReviewVersions")))
    elif webhook is not None and value.get("strategy") == "None":
        yield facts.forbidden("`webhook` may not stand beside strategy `None`", "webhook")


def _reviews(versions: Any) -> Iterator[Fault]:
    """The webhook speaks a version of the review that the server speaks."""
    if versions == []:
        yield Fault("missing-field", ("conversionReviewVersions",), "`conversionReviewVersions` is empty")
    elif versions and not {"v1", "v1beta1"} & set(versions):
        yield facts.invalid("names neither `v1` nor `v1beta1`", "conversionReviewVersions")


@judges(EXTENSIONS + "CustomResourceDefinitionVersion")
def version(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """A warning of deprecation, only where there is one."""
    if "deprecationWarning" in value and value.get("deprecated") is not True:
        yield facts.forbidden("`deprecationWarning` needs `deprecated: true`", "deprecationWarning")
