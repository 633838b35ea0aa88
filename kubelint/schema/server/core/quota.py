"""ResourceQuotas and LimitRanges."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kubelint.finding import Fault
from kubelint.kube import names
from kubelint.kube.quantity import ONE, nanos
from kubelint.schema.server import facts
from kubelint.schema.server.meta import requirement
from kubelint.schema.server.quantities import CONTAINER, STANDARD, quantity, resource_name
from kubelint.schema.server.registry import Context, Verdict, fields, items, judges

CORE = "io.k8s.api.core.v1."
_SCOPES = facts.one_of(
    "Terminating",
    "NotTerminating",
    "BestEffort",
    "NotBestEffort",
    "PriorityClass",
    "CrossNamespacePodAffinity",
    "VolumeAttributesClass",
    empty=False,
)
_OPERATORS = facts.one_of("In", "NotIn", "Exists", "DoesNotExist", empty=False)
_PODS = frozenset({"pods"})
_OF_PODS = _PODS | {f"{side}{name}" for side in ("", "requests.", "limits.") for name in ("cpu", "memory")}
_ONLY_EXISTS = frozenset({"Terminating", "NotTerminating", "BestEffort", "NotBestEffort", "CrossNamespacePodAffinity"})
_POD_SCOPES = _ONLY_EXISTS | {"PriorityClass"}
_OPPOSITES = (("Terminating", "NotTerminating"), ("BestEffort", "NotBestEffort"))
fields(CORE + "ResourceQuotaSpec", scopes=items(_SCOPES))
fields(CORE + "ScopedResourceSelectorRequirement", scopeName=_SCOPES)


@judges(CORE + "ResourceQuotaSpec")
def resource_quota(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """Known names, amounts that are not negative, scopes that do not exclude each other."""
    for name, amount in value.get("hard", {}).items():
        if problem := resource_name(name):
            yield Fault("invalid-value", ("hard", name), f"`{name}` {problem}", key=True)
        yield from quantity(name, amount, "hard", name)
    scopes = value.get("scopes", [])
    for one, other in _OPPOSITES:
        if one in scopes and other in scopes:
            yield facts.invalid(f"`{one}` and `{other}` exclude each other", "scopes")
    for index, scope in enumerate(scopes):
        yield from _fitting(scope, value, "scopes", index)
    for index, item in enumerate((value.get("scopeSelector") or {}).get("matchExpressions", ())):
        yield from _fitting(item.get("scopeName"), value, "scopeSelector", "matchExpressions", index, "scopeName")


def _fitting(scope: str | None, quota: dict[str, Any], *path: str | int) -> Iterator[Fault]:
    """A scope of pods limits what pods use, and ``BestEffort`` only their number."""
    known = _PODS if scope == "BestEffort" else _OF_PODS
    unfit = [name for name in quota.get("hard", ()) if name in STANDARD - known and name != "storage"]
    if unfit and scope in _POD_SCOPES:
        listed = ", ".join(f"`{name}`" for name in unfit)
        yield facts.invalid(f"`{scope}` does not apply to {listed}, expected resources of pods", *path)


@judges(CORE + "ScopedResourceSelectorRequirement")
def scope(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """Operator and number of values."""
    yield from requirement(value, _OPERATORS, ctx)
    if value.get("scopeName") in _ONLY_EXISTS and value.get("operator") in ("In", "NotIn", "DoesNotExist"):
        message = f"`{value['operator']}` is not supported with scope `{value['scopeName']}`, expected `Exists`"
        yield facts.invalid(message, "operator")


def _limit_type(value: Any, minor: int) -> Verdict | None:
    if value in ("Container", "Pod", "PersistentVolumeClaim") or ("/" in value and names.label_key(value) is None):
        return None
    return _LIMITS(value, minor)


_LIMITS = facts.one_of("Container", "Pod", "PersistentVolumeClaim", empty=False)
fields(CORE + "LimitRangeItem", type=_limit_type)


@judges(CORE + "LimitRangeSpec")
def limit_range(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """Each type once."""
    yield from facts.below("limits", facts.repeated(value.get("limits", []), "type", "type"))


@judges(CORE + "LimitRangeItem")
def limits(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """``min`` ≤ ``defaultRequest`` ≤ ``default`` ≤ ``max``, for each resource."""
    kind = value.get("type")
    if kind == "Pod":
        for member in ("default", "defaultRequest"):
            if value.get(member):
                yield facts.forbidden(f"`{member}` may not be set for type `Pod`", member)
    if kind == "PersistentVolumeClaim" and not value.get("min", {}).keys() | value.get("max", {}).keys() >= {"storage"}:
        yield Fault("missing-field", ("max",), "lacks `storage` in `min` or `max`")
    for member in ("max", "min", "default", "defaultRequest", "maxLimitRequestRatio"):
        for name in value.get(member, ()):
            problem = None if name in CONTAINER else resource_name(name)
            if problem:
                yield Fault("invalid-value", (member, name), f"`{name}` {problem}", key=True)
    yield from _ordered(value)
    for name, ratio in value.get("maxLimitRequestRatio", {}).items():
        if (nanos(ratio) or 0) < ONE:
            yield facts.invalid(f"`{ratio}` is out of range, expected 1 or more", "maxLimitRequestRatio", name)


def _ordered(value: dict[str, Any]) -> Iterator[Fault]:
    order = ("min", "defaultRequest", "default", "max")
    for place, low in enumerate(order):
        for high in order[place + 1 :]:
            for name, amount in value.get(low, {}).items():
                most = value.get(high, {}).get(name)
                least, top = nanos(amount), nanos(most)
                if least is not None and top is not None and least > top:
                    yield facts.invalid(f"`{amount}` is more than `{most}` in `{high}`", low, name)
