"""Deployments, ReplicaSets, DaemonSets and StatefulSets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kubelint.finding import Fault
from kubelint.kube import names
from kubelint.schema.scalars import is_pending
from kubelint.schema.server import facts
from kubelint.schema.server.registry import Context, Verdict, fields, judges
from kubelint.schema.server.selection import always_restarts, selects_own

APPS = "io.k8s.api.apps.v1."
_KINDS = {"DeploymentSpec": "Deployment", "ReplicaSetSpec": "ReplicaSet", "DaemonSetSpec": "DaemonSet"}


def amount_or_percent(value: Any, minor: int) -> Verdict | None:
    """A number that is not negative, or a percentage."""
    if isinstance(value, str):
        problem = names.percent(value)
        return Verdict("invalid-value", f"`{value}` {problem}") if problem and not is_pending(value) else None
    return facts.not_negative(value, minor)


def at_most_all(value: Any, minor: int) -> Verdict | None:
    """As ``amount_or_percent``, and no more than all pods."""
    if isinstance(value, str) and names.percent(value) is None and int(value[:-1]) > 100:
        return Verdict("invalid-value", f"`{value}` is out of range, expected at most `100%`")
    return amount_or_percent(value, minor)


def is_none(value: Any) -> bool:
    """Whether an amount or a percentage comes to nothing."""
    return value == 0 or (isinstance(value, str) and value.strip("0") == "%" and value != "%")


for _definition in (*_KINDS, "StatefulSetSpec"):
    fields(APPS + _definition, minReadySeconds=facts.not_negative)
    if _definition != "DaemonSetSpec":
        fields(APPS + _definition, replicas=facts.not_negative)
    if _definition != "ReplicaSetSpec":
        fields(APPS + _definition, revisionHistoryLimit=facts.not_negative)
fields(APPS + "DeploymentStrategy", type=facts.one_of("Recreate", "RollingUpdate"))
fields(APPS + "DaemonSetUpdateStrategy", type=facts.one_of("RollingUpdate", "OnDelete"))
fields(APPS + "RollingUpdateDeployment", maxSurge=amount_or_percent, maxUnavailable=at_most_all)
fields(APPS + "RollingUpdateDaemonSet", maxSurge=at_most_all, maxUnavailable=at_most_all)
fields(APPS + "RollingUpdateStatefulSetStrategy", partition=facts.not_negative)
fields(APPS + "StatefulSetOrdinals", start=facts.not_negative)
fields(APPS + "StatefulSetSpec", podManagementPolicy=facts.one_of("OrderedReady", "Parallel"))
fields(
    APPS + "StatefulSetPersistentVolumeClaimRetentionPolicy",
    whenDeleted=facts.one_of("Retain", "Delete"),
    whenScaled=facts.one_of("Retain", "Delete"),
)

_STATEFUL = facts.one_of("RollingUpdate", "OnDelete")
_NEW_STATEFUL = facts.one_of("RollingUpdate", "OnDelete", "Recreate")
fields(
    APPS + "StatefulSetUpdateStrategy",
    type=lambda value, minor: (_NEW_STATEFUL if minor >= 37 else _STATEFUL)(value, minor),
)


@judges(*(APPS + name for name in _KINDS), APPS + "StatefulSetSpec")
def workload(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """Selector and template fit, and the pods restart."""
    yield from selects_own(value)
    yield from always_restarts(value.get("template"), ctx.kind)


@judges(APPS + "ReplicaSetSpec")
def replica_set(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """The template, which the schema leaves out."""
    if "template" not in value:
        yield facts.missing(value, "template")


@judges(APPS + "DeploymentSpec")
def deployment(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """The deadline leaves time to become ready."""
    ready, deadline = value.get("minReadySeconds", 0), value.get("progressDeadlineSeconds", 600)
    if deadline < 0:
        yield facts.invalid(f"`{deadline}` is out of range, expected 0 or more", "progressDeadlineSeconds")
    elif deadline <= ready:
        message = f"`{deadline}` is not more than `minReadySeconds: {ready}`"
        if "progressDeadlineSeconds" in value:
            yield facts.invalid(message, "progressDeadlineSeconds")
        else:
            yield facts.invalid(f"`{ready}` reaches the default `progressDeadlineSeconds`, 600", "minReadySeconds")


@judges(APPS + "DeploymentStrategy")
def strategy(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """``rollingUpdate`` only with its type."""
    if value.get("type") == "Recreate" and "rollingUpdate" in value:
        yield facts.forbidden("`rollingUpdate` may not stand beside type `Recreate`", "rollingUpdate")


@judges(APPS + "RollingUpdateDeployment")
def rolling_update(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """Something may be added or missing, else nothing moves."""
    surge, unavailable = value.get("maxSurge", "25%"), value.get("maxUnavailable", "25%")
    if is_none(surge) and is_none(unavailable):
        where = "maxUnavailable" if "maxUnavailable" in value else "maxSurge"
        yield facts.invalid("may not be 0 where `maxSurge` is 0: the rollout could not move", where)


@judges(APPS + "RollingUpdateDaemonSet")
def rolling_daemons(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """Exactly one of the two is more than 0."""
    surge, unavailable = value.get("maxSurge", 0), value.get("maxUnavailable", 1)
    if is_none(surge) and is_none(unavailable):
        yield Fault("missing-field", ("maxUnavailable",), "`maxUnavailable` may not be 0 where `maxSurge` is 0")
    elif not is_none(surge) and not is_none(unavailable):
        message = "may not be more than 0 beside `maxUnavailable`, which is 1 unless it is set to 0"
        yield facts.invalid(message, "maxSurge")


@judges(APPS + "StatefulSetUpdateStrategy")
def stateful_strategy(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """``rollingUpdate`` only with its type. Its ``maxUnavailable`` is dropped by servers that do not turn it on."""
    if value.get("type") == "OnDelete" and "rollingUpdate" in value:
        yield facts.invalid("may only be set for type `RollingUpdate`, not `OnDelete`", "rollingUpdate")
