"""Metadata of every object, label selectors."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kubelint.finding import Fault
from kubelint.kube import names
from kubelint.schema.apis import is_namespaced
from kubelint.schema.scalars import is_pending
from kubelint.schema.server import facts
from kubelint.schema.server.labels import annotation_faults, label_faults
from kubelint.schema.server.registry import OBJECT, Context, fields, items, judges

META = "io.k8s.apimachinery.pkg.apis.meta.v1."
RBAC = ("Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding")
FINALIZERS = frozenset({"orphan", "foregroundDeletion", "kubernetes"})

fields(META + "LabelSelectorRequirement", key=facts.label_key, values=items(facts.label_value))
fields(META + "OwnerReference", apiVersion=facts.filled, kind=facts.filled, name=facts.filled, uid=facts.filled)


@judges(OBJECT)
def identity(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """``metadata.name`` by the kind's syntax, ``namespace`` a label."""
    metadata = value.get("metadata")
    if not isinstance(metadata, dict):
        metadata = {}
    name = metadata.get("name")
    if name:
        problem = _name_syntax(ctx)(name)
        if problem and not is_pending(name):
            yield facts.invalid(f"`{name}` {problem}", "metadata", "name")
    elif not metadata.get("generateName"):
        yield Fault("missing-field", ("metadata",) if "metadata" in value else (), "lacks `name`")
    namespace = metadata.get("namespace")
    if namespace and is_namespaced(ctx.group, ctx.kind) is not False:
        problem = names.dns_label(namespace)
        if problem and not is_pending(namespace):
            yield facts.invalid(f"`{namespace}` {problem}", "metadata", "namespace")


def _name_syntax(ctx: Context) -> names.Syntax:
    match ctx.group, ctx.kind:
        case "", "Service":
            return names.dns_label if ctx.minor >= 36 else names.dns_1035_label
        case ("", "Namespace") | ("apps", "StatefulSet"):
            return names.dns_label
        case ("rbac.authorization.k8s.io", _) | ("policy", "PodDisruptionBudget"):
            return names.path_segment
        case "batch", "CronJob":
            return _cron_job
        case "networking.k8s.io", "IPAddress":
            return names.ip_address
        case "apiregistration.k8s.io", "APIService":
            return names.path_segment
    return names.dns_subdomain


def _cron_job(name: str) -> str | None:
    """A CronJob's name: its Jobs get eleven characters more, and a label of their name."""
    return names.dns_subdomain(name) or names.too_long(name, 52)


@judges(OBJECT)
def described(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """Labels, annotations, owners and finalizers of the object itself."""
    metadata = value.get("metadata")
    if not isinstance(metadata, dict):
        return
    if "labels" in metadata:
        yield from label_faults(metadata["labels"], "metadata", "labels")
    if "annotations" in metadata:
        yield from annotation_faults(metadata["annotations"], "metadata", "annotations")
    if metadata.get("resourceVersion"):
        yield facts.forbidden(
            "`resourceVersion` may not be set on an object to be created", "metadata", "resourceVersion"
        )
    if "ownerReferences" in metadata:
        yield from _owners(metadata["ownerReferences"])
    if "finalizers" in metadata:
        yield from _finalizers(metadata["finalizers"], ctx)


def _owners(owners: list[dict[str, Any]]) -> Iterator[Fault]:
    controllers = 0
    for index, owner in enumerate(owners):
        path = ("metadata", "ownerReferences", index)
        if owner.get("apiVersion") == "v1" and owner.get("kind") == "Event":
            yield Fault("invalid-value", (*path, "kind"), "an `Event` may not own objects")
        controllers += owner.get("controller") is True
        if controllers > 1 and owner.get("controller") is True:
            yield Fault("invalid-value", (*path, "controller"), "only one owner may be the controller")


def _finalizers(finalizers: list[str], ctx: Context) -> Iterator[Fault]:
    path = ("metadata", "finalizers")
    for index, finalizer in enumerate(finalizers):
        problem = names.label_key(finalizer)
        if not problem and not ctx.group and "/" not in finalizer and finalizer not in FINALIZERS:
            problem = "has no domain before it, as in `example.com/cleanup`"
        if problem:
            yield Fault("invalid-value", (*path, index), f"`{finalizer}` {problem}")
    if "orphan" in finalizers and "foregroundDeletion" in finalizers:
        yield Fault("invalid-value", path, "`orphan` and `foregroundDeletion` exclude each other")


@judges(META + "LabelSelector")
def label_selector(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """``matchLabels``; each requirement speaks for itself."""
    if "matchLabels" in value:
        yield from label_faults(value["matchLabels"], "matchLabels")


_OPERATORS = facts.one_of("In", "NotIn", "Exists", "DoesNotExist", empty=False)


@judges(META + "LabelSelectorRequirement")
def label_requirement(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """Operator and number of values."""
    yield from requirement(value, _OPERATORS, ctx)


def requirement(value: dict[str, Any], operators: Any, ctx: Context) -> Iterator[Fault]:
    """A requirement of a label, node or scope selector: the operator says how many values there are."""
    operator, values = value.get("operator"), value.get("values")
    if operator is None:
        return
    if verdict := operators(operator, ctx.minor):
        yield verdict.fault(("operator",))
    elif operator in ("In", "NotIn") and not values:
        yield facts.missing(value, "values", f", which operator `{operator}` needs")
    elif operator in ("Exists", "DoesNotExist") and values:
        yield facts.forbidden(f"operator `{operator}` takes no `values`", "values")
    elif operator in ("Gt", "Lt") and len(values or ()) != 1:
        yield facts.invalid(f"operator `{operator}` takes exactly one of `values`", "values")
