"""Where pods may run: selectors of nodes, affinity, tolerations, spread."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from kubelint.finding import Fault, Severity
from kubelint.kube import names
from kubelint.schema.scalars import is_pending
from kubelint.schema.server import facts
from kubelint.schema.server.meta import requirement
from kubelint.schema.server.registry import Context, fields, items, judges

CORE = "io.k8s.api.core.v1."
_OPERATORS = facts.one_of("In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt", empty=False)
_TOLERATION = facts.one_of("Equal", "Exists")
_NEW_TOLERATION = facts.one_of("Equal", "Exists", "Lt", "Gt")
_EFFECTS = facts.one_of("NoSchedule", "PreferNoSchedule", "NoExecute")

_weight = facts.number(1, 100)
fields(CORE + "PreferredSchedulingTerm", CORE + "WeightedPodAffinityTerm", weight=_weight)
fields(CORE + "PodAffinityTerm", topologyKey=facts.label_key, namespaces=items(facts.label))
fields(
    CORE + "TopologySpreadConstraint",
    maxSkew=facts.positive,
    minDomains=facts.positive,
    topologyKey=facts.label_key,
    whenUnsatisfiable=facts.one_of("DoNotSchedule", "ScheduleAnyway", empty=False),
    nodeAffinityPolicy=facts.one_of("Honor", "Ignore", empty=False),
    nodeTaintsPolicy=facts.one_of("Honor", "Ignore", empty=False),
)
fields(CORE + "Toleration", effect=_EFFECTS, key=facts.syntax(names.label_key, empty=True))
fields(
    CORE + "Toleration",
    operator=lambda value, minor: (_NEW_TOLERATION if minor >= 35 else _TOLERATION)(value, minor),
)
fields(
    CORE + "Taint",
    key=facts.label_key,
    value=facts.label_value,
    effect=facts.one_of("NoSchedule", "PreferNoSchedule", "NoExecute", empty=False),
)
facts.not_empty(CORE + "NodeSelector", "nodeSelectorTerms")


@judges(CORE + "NodeSelectorTerm")
def node_selector_term(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """Requirements of labels and of fields."""
    for member, judge in (("matchExpressions", _expression), ("matchFields", _field)):
        for index, item in enumerate(value.get(member, ())):
            for fault in judge(item, ctx):
                yield fault._replace(path=(member, index, *fault.path))


def _expression(item: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    key = item.get("key")
    if key and (problem := names.label_key(key)) and not is_pending(key):
        yield facts.invalid(f"`{key}` {problem}", "key")
    yield from requirement(item, _OPERATORS, ctx)


_FIELD_OPERATORS = facts.one_of("In", "NotIn", empty=False)


def _field(item: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    key = item.get("key")
    if key is not None and key != "metadata.name":
        yield Fault("unsupported-value", ("key",), f"`{key}` is not supported, expected `metadata.name`")
    yield from requirement(item, _FIELD_OPERATORS, ctx)
    if len(item.get("values", ())) > 1:
        yield facts.invalid("a requirement of fields takes exactly one of `values`", "values")


@judges(CORE + "PodAffinityTerm")
def pod_affinity(value: dict[str, Any], ctx: Context) -> Iterable[Fault]:
    """A term without a selector matches no pod, and is stored with a warning."""
    if "labelSelector" in value:
        return ()
    message = "lacks `labelSelector`, so it matches no pod"
    return [Fault("missing-field", ("labelSelector",), message, severity=Severity.WARNING)]


@judges(CORE + "Toleration")
def toleration(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """Operator, key, value and effect fit each other."""
    operator = value.get("operator") or "Equal"
    if operator == "Exists" and value.get("value"):
        yield facts.invalid("operator `Exists` takes no `value`", "operator")
    if not value.get("key") and operator != "Exists":
        message = f"operator `{operator}` needs a `key`; `Exists` without one tolerates everything"
        yield facts.invalid(message, *(("operator",) if "operator" in value else ()))
    elif operator == "Equal" and (verdict := facts.label_value(value.get("value"), ctx.minor)):
        yield verdict.fault(("value",))
    if "tolerationSeconds" in value and value.get("effect") != "NoExecute":
        message = "`tolerationSeconds` needs the effect `NoExecute`"
        yield facts.invalid(message, "effect" if "effect" in value else "tolerationSeconds")


@judges(CORE + "PodSpec")
def spread(value: dict[str, Any], ctx: Context) -> Iterable[Fault]:
    """Each pair of key and action once."""
    return _spread(value["topologySpreadConstraints"]) if "topologySpreadConstraints" in value else ()


def _spread(constraints: list[dict[str, Any]]) -> Iterator[Fault]:
    seen: set[tuple[Any, Any]] = set()
    for index, constraint in enumerate(constraints):
        pair = constraint.get("topologyKey"), constraint.get("whenUnsatisfiable")
        if pair in seen and all(pair):
            message = f"`{pair[0]}` with `{pair[1]}` is constrained twice"
            yield Fault("duplicate-item", ("topologySpreadConstraints", index), message)
        seen.add(pair)
        if "minDomains" in constraint and pair[1] == "ScheduleAnyway":
            message = "`minDomains` needs `whenUnsatisfiable: DoNotSchedule`"
            yield facts.invalid(message, "topologySpreadConstraints", index, "minDomains")
