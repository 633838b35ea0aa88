"""ReplicationControllers and service accounts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kubelint.finding import Fault
from kubelint.schema.server import facts, labels
from kubelint.schema.server.registry import Context, fields, judges
from kubelint.schema.server.selection import always_restarts, mismatch

CORE = "io.k8s.api.core.v1."
fields(CORE + "ReplicationControllerSpec", replicas=facts.not_negative, minReadySeconds=facts.not_negative)


@judges(CORE + "ReplicationController")
def controller_object(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """A controller without a spec has no template."""
    if "spec" not in value:
        yield Fault("missing-field", ("spec", "template"), "lacks `spec` with a `template`")


@judges(CORE + "ReplicationControllerSpec")
def replication_controller(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """A selector, which defaults to the template's labels, and a template that it matches."""
    template = value.get("template")
    if template is None:
        yield facts.missing(value, "template")
        return
    given = (template.get("metadata") or {}).get("labels") or {}
    selector = value.get("selector")
    if not selector and not given:
        yield facts.missing(value, "selector")
    elif selector:
        yield from labels.label_faults(selector, "selector")
        if any(given.get(key) != text for key, text in selector.items()):
            yield mismatch("does not match the template's labels")
    yield from always_restarts(template, "ReplicationController")
