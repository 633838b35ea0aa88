"""Metadata of every object, label selectors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from kubelint.finding import Fault
from kubelint.kube import names
from kubelint.schema.apis import is_namespaced
from kubelint.schema.scalars import is_pending
from kubelint.schema.server import facts
from kubelint.schema.server.labels import annotation_faults, label_faults
from kubelint.schema.server.registry import OBJECT, Context, fields, items, judges

META = "io.k8s.apimachinery.pkg.apis.meta.v1."
FINALIZERS = frozenset({"orphan", "foregroundDeletion", "kubernetes"})

fields(META + "LabelSelectorRequirement", key=facts.label_key, values=items(facts.label_value))


RBAC = ("Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding")


def _cron_job(name: str) -> str | None:
    """A CronJob's name: its Jobs get eleven characters more, and a label of their name."""
    return names.dns_subdomain(name) or names.too_long(name, 52)


_NAMES: dict[tuple[str, str], names.Syntax] = {
    ("", "Namespace"): names.dns_label,
    ("", "Service"): names.dns_label,
    ("apps", "StatefulSet"): names.dns_label,
    ("batch", "CronJob"): _cron_job,
    ("policy", "PodDisruptionBudget"): names.path_segment,
    ("networking.k8s.io", "IPAddress"): names.ip_address,
    ("certificates.k8s.io", "CertificateSigningRequest"): names.path_segment,
    ("apiregistration.k8s.io", "APIService"): names.path_segment,
    **dict.fromkeys((("rbac.authorization.k8s.io", kind) for kind in RBAC), names.path_segment),
}
"""The syntax of names by group and kind, where it is not the DNS subdomain of most."""
_DESCRIBING = frozenset({"labels", "annotations", "resourceVersion", "ownerReferences", "finalizers", "generation"})


@judges(OBJECT)
def identity(value: dict[str, Any], ctx: Context) -> Iterable[Fault]:
    """Name by the kind's syntax, ``namespace`` a label, and all else that ``metadata`` says."""
    metadata = value.get("metadata")
    if not isinstance(metadata, dict):
        return [Fault("missing-field", ("metadata", "name"), "lacks `metadata` with a `name`")]
    faults: list[Fault] = []
    name = metadata.get("name")
    if not name or _name_syntax(ctx)(name):
        faults += _named(metadata, ctx)
    namespace = metadata.get("namespace")
    if namespace and names.dns_label(namespace):
        faults += _placed(namespace, ctx)
    if not _DESCRIBING.isdisjoint(metadata):
        faults += _described(metadata, ctx)
    return faults


def _named(metadata: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    name = metadata.get("name")
    if name and not is_pending(name):
        yield facts.invalid(f"`{name}` {_name_syntax(ctx)(name)}", "metadata", "name")
    elif not name and not metadata.get("generateName"):
        yield facts.missing(metadata, "name")._replace(path=("metadata", "name"))


def _name_syntax(ctx: Context) -> names.Syntax:
    """1.36 gave Services the names of other objects."""
    if ctx.kind == "Service" and ctx.minor < 36 and not ctx.group:
        return names.dns_1035_label
    return _NAMES.get((ctx.group, ctx.kind), names.dns_subdomain)


def _placed(namespace: str, ctx: Context) -> Iterator[Fault]:
    """A namespace that is none; the server drops it from kinds that live in none."""
    if is_namespaced(ctx.group, ctx.kind) is not False and not is_pending(namespace):
        yield facts.invalid(f"`{namespace}` {names.dns_label(namespace)}", "metadata", "namespace")


def _described(metadata: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """Labels, annotations, owners and finalizers of the object itself."""
    if "labels" in metadata:
        yield from label_faults(metadata["labels"], "metadata", "labels")
    if "annotations" in metadata:
        yield from annotation_faults(metadata["annotations"], "metadata", "annotations")
    if metadata.get("resourceVersion"):
        message = "`resourceVersion` may not be set on an object to be created"
        yield facts.forbidden(message, "metadata", "resourceVersion")
    if metadata.get("generation", 0) < 0:
        yield facts.invalid(f"`{metadata['generation']}` is negative", "metadata", "generation")
    if "ownerReferences" in metadata:
        yield from _owners(metadata["ownerReferences"])
    if "finalizers" in metadata:
        yield from _finalizers(metadata["finalizers"], ctx)


def _owners(owners: list[dict[str, Any]]) -> Iterator[Fault]:
    controllers = 0
    for index, owner in enumerate(owners):
        path = ("metadata", "ownerReferences", index)
        for member in ("apiVersion", "kind", "name", "uid"):
            if owner.get(member) == "":
                yield Fault("missing-field", (*path, member), f"`{member}` is empty, expected a value")
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
def label_selector(value: dict[str, Any], ctx: Context) -> Iterable[Fault]:
    """``matchLabels``; each requirement speaks for itself."""
    return label_faults(value["matchLabels"], "matchLabels") if "matchLabels" in value else ()


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
