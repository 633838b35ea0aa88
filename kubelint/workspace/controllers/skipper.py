"""Skipper behind the AWS load balancers of kube-ingress-aws-controller: TLS ends in front of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kubelint.kube.kinds import Ingress
from kubelint.workspace.entries import State, Verdict
from kubelint.workspace.families import OffloadedFamily
from kubelint.workspace.ingresses import annotation_place, flag
from kubelint.workspace.mending import without_annotation

if TYPE_CHECKING:
    from kubelint.workspace.workspace import Workspace

_REDIRECT = "zalando.org/skipper-ingress-redirect"


class Skipper(OffloadedFamily):
    """Redirects what came by HTTP, unless an Ingress says no; certificates are found by host, in ACM or IAM."""

    name = "Skipper"
    annotation_classes = ("skipper",)
    field_classes = ("skipper",)
    prefixes = ("zalando.org/",)

    def verdict(self, ingress: Ingress, host: str, workspace: Workspace) -> Verdict:
        """By the redirect annotation; the controller's default is on."""
        if flag(ingress, _REDIRECT) is not False:
            return Verdict(State.OFFLOADED)
        fix = without_annotation(ingress, _REDIRECT, f"remove `{_REDIRECT}`, so that HTTP is redirected")
        why = f"`{_REDIRECT}` switches the redirect off"
        return Verdict(State.BOTH_OPEN, annotation_place(ingress, _REDIRECT), why, fix)
