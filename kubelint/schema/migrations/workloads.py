"""Workloads, from the betas of ``extensions`` and ``apps`` to ``apps/v1``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kubelint.finding import Operation
from kubelint.kube.objects import dig, mapping
from kubelint.schema.apis import Api
from kubelint.schema.migrations import Migration

_MOVES = "`spec.selector` is required, and the defaults of updates changed"
_UNSELECTABLE = "`spec.selector` is required, and the template has no labels to make one of"
_DROPPED = ("rollbackTo", "templateGeneration")


def migrate(api: Api, data: dict[str, Any]) -> Migration:
    """The selector that was taken from the template's labels has to be written; two fields are gone.

    Safe where the kind's way of updating is the same or written down.
    """
    labels = dig(data, "spec", "template", "metadata", "labels")
    if dig(data, "spec", "selector") is None and not labels:
        return Migration(_UNSELECTABLE, None)
    written = dig(data, "spec", "updateStrategy") is not None
    return Migration(_MOVES, tuple(_changes(data)), written or api.kind in ("Deployment", "ReplicaSet"))


def _changes(data: dict[str, Any]) -> Iterator[Operation]:
    spec = mapping(data.get("spec"))
    if spec.get("selector") is None:
        labels = dict(mapping(dig(spec, "template", "metadata", "labels")))
        yield Operation("add", ("spec", "selector"), {"matchLabels": labels})
    for field in _DROPPED:
        if field in spec:
            yield Operation("remove", ("spec", field))
