"""Voyager, AppsCode's HAProxy controller, no longer maintained."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kubelint.kube.kinds import Ingress
from kubelint.workspace.entries import State, Verdict
from kubelint.workspace.families import IngressFamily
from kubelint.workspace.ingresses import annotation_place, flag, has_tls
from kubelint.workspace.mending import without_annotation

if TYPE_CHECKING:
    from kubelint.workspace.workspace import Workspace

_REDIRECT = "ingress.appscode.com/ssl-redirect"


class Voyager(IngressFamily):
    """Redirects wherever TLS is configured."""

    name = "Voyager"
    annotation_classes = ("voyager",)
    field_classes = ("voyager",)
    prefixes = ("ingress.appscode.com/",)
    retired = "and unmaintained; the Gateway API is where Kubernetes' own development goes"

    def verdict(self, ingress: Ingress, host: str, workspace: Workspace) -> Verdict:
        """By ``ssl-redirect``."""
        if not has_tls(ingress):
            return Verdict(State.HTTP_ONLY)
        if flag(ingress, _REDIRECT) is not False:
            return Verdict(State.REDIRECTED)
        fix = without_annotation(ingress, _REDIRECT, f"remove `{_REDIRECT}`, so that HTTP is redirected")
        why = f"`{_REDIRECT}` switches the redirect off"
        return Verdict(State.BOTH_OPEN, annotation_place(ingress, _REDIRECT), why, fix)
