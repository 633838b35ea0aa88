"""Knative Serving: HTTP is open until ``http-protocol`` redirects it, for a Service or for all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kubelint.kube.kinds import ConfigMap, KnativeService
from kubelint.kube.objects import Object, mapping
from kubelint.workspace.entries import UNKNOWN, Entry, Host, State, Verdict
from kubelint.workspace.families import Family
from kubelint.workspace.ingresses import annotation

if TYPE_CHECKING:
    from kubelint.workspace.workspace import Workspace

_PROTOCOL = "networking.knative.dev/http-protocol"
_VISIBILITY = "networking.knative.dev/visibility"


class Knative(Family):
    """Knative Services."""

    name = "Knative Serving"
    kinds = KnativeService.kinds

    def entries(self, obj: Object, workspace: Workspace) -> Iterator[Entry]:
        """One for each Service."""
        local = obj.labels.get(_VISIBILITY) == "cluster-local"
        yield Entry(
            object=obj,
            place=obj.at("spec"),
            controller=self.name,
            scope="inside" if local else None,
            hosts=(Host("", obj.at("spec"), _verdict(obj, workspace)),),
        )


def _verdict(obj: Object, workspace: Workspace) -> Verdict:
    """By the annotation, else by the installation's setting; whether there is TLS stands elsewhere."""
    chosen = annotation(obj, _PROTOCOL) or workspace.traffic.once(_setting)
    return Verdict(State.REDIRECTED) if str(chosen).lower() == "redirected" else UNKNOWN


def _setting(workspace: Workspace) -> str:
    for config in workspace.of(ConfigMap):
        if config.name == "config-network":
            return str(mapping(config.data.get("data")).get("http-protocol") or "")
    return ""
