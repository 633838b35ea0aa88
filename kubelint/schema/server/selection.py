"""What all controllers of pods ask of their selectors and templates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kubelint.finding import Fault, Operation
from kubelint.kube.objects import mapping
from kubelint.kube.selectors import selects
from kubelint.schema.scalars import is_pending
from kubelint.schema.server import facts

_ALWAYS = facts.one_of("Always")


def selects_own(spec: dict[str, Any]) -> Iterator[Fault]:
    """A workload's selector: not empty, and matched by the labels of its own template."""
    selector, template = spec.get("selector"), mapping(spec.get("template"))
    if selector is None:
        return
    if not selector.get("matchLabels") and not selector.get("matchExpressions"):
        yield facts.invalid("is empty, expected labels of the template", "selector")
        return
    given = mapping(mapping(template.get("metadata")).get("labels"))
    plain = "matchExpressions" not in selector and selector["matchLabels"].items() <= given.items()
    if not plain and not selects(selector, given) and not _unknown(selector, given):
        yield mismatch(_difference(selector, given), _mend(selector.get("matchLabels") or {}, template, given))


def _unknown(selector: dict[str, Any], labels: dict[str, Any]) -> bool:
    texts = [*(selector.get("matchLabels") or {}).items(), *labels.items()]
    return any(is_pending(key) or is_pending(value) for key, value in texts)


def mismatch(message: str, mend: tuple[Operation, ...] = ()) -> Fault:
    """The fault of a selector that its own template does not meet."""
    title = "give the template the selector's labels" if mend else ""
    fault = Fault("selector-template-mismatch", ("selector",), message, key=True)
    return fault._replace(operations=mend, title=title, safe=False)


def _mend(wanted: dict[str, Any], template: dict[str, Any], labels: dict[str, Any]) -> tuple[Operation, ...]:
    """Gives the template the labels that are selected: a selector cannot be changed later, labels can."""
    if not labels:
        return ()
    path = ("template", "metadata", "labels")
    return tuple(
        Operation("replace" if key in labels else "add", (*path, key), value)
        for key, value in wanted.items()
        if labels.get(key) != value
    )


def _difference(selector: dict[str, Any], labels: dict[str, Any]) -> str:
    """Names the first label that differs."""
    for key, value in (selector.get("matchLabels") or {}).items():
        if key not in labels:
            return f"selects `{key}: {value}`, but the template has no label `{key}`"
        if labels[key] != value:
            return f"selects `{key}: {value}`, but the template has `{key}: {labels[key]}`"
    return "does not match the template's labels"


def always_restarts(template: Any, kind: str) -> Iterator[Fault]:
    """Pods that are kept running restart always, and have no deadline."""
    spec = mapping(mapping(template).get("spec"))
    policy = spec.get("restartPolicy")
    if policy in ("OnFailure", "Never"):
        message = f"`{policy}` is not supported in a {kind}, expected `Always`"
        yield Fault("unsupported-value", ("template", "spec", "restartPolicy"), message)
    if "activeDeadlineSeconds" in spec:
        message = f"`activeDeadlineSeconds` may not be set in a {kind}"
        yield facts.forbidden(message, "template", "spec", "activeDeadlineSeconds")
