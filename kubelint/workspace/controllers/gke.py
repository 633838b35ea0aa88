"""GKE Ingress: HTTP stays open beside HTTPS until a FrontendConfig redirects it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kubelint.finding import Change, Fix, NewDocument, Patch, Place
from kubelint.kube.kinds import Ingress
from kubelint.kube.objects import Object, dig, sequence
from kubelint.workspace.entries import UNKNOWN, Scope, State, Verdict
from kubelint.workspace.families import IngressFamily
from kubelint.workspace.hosts import covered
from kubelint.workspace.ingresses import CLASS_ANNOTATION, annotation, annotation_place, flag, has_tls, words
from kubelint.workspace.mending import annotated, setting_annotations, with_field

if TYPE_CHECKING:
    from kubelint.workspace.workspace import Workspace

ALLOW_HTTP = "kubernetes.io/ingress.allow-http"
FRONTEND = "networking.gke.io/v1beta1.FrontendConfig"
MANAGED = "networking.gke.io/managed-certificates"
PRE_SHARED = "ingress.gcp.kubernetes.io/pre-shared-cert"
_STATIC = ("kubernetes.io/ingress.global-static-ip-name", "kubernetes.io/ingress.regional-static-ip-name")


class Gke(IngressFamily):
    """GKE's own controller."""

    name = "GKE"
    annotation_classes = ("gce", "gce-internal", "gce-regional-external")
    prefixes = ("ingress.gcp.kubernetes.io/", "networking.gke.io/", *_STATIC)
    known = frozenset(
        [ALLOW_HTTP, FRONTEND, MANAGED, PRE_SHARED, *_STATIC, "networking.gke.io/suppress-firewall-xpn-error"]
    )

    def scope(self, ingress: Ingress, workspace: Workspace) -> Scope | None:
        """Internal by its class alone."""
        return "inside" if _internal(ingress) else "outside"

    def tls_place(self, ingress: Ingress) -> Place | None:
        """``spec.tls``, else the annotation that brings the certificate."""
        if has_tls(ingress):
            return ingress.at("spec", "tls")
        given = [key for key in (MANAGED, PRE_SHARED) if words(annotation(ingress, key))]
        return annotation_place(ingress, given[0]) if given else None

    def covered(self, ingress: Ingress, host: str, workspace: Workspace) -> bool | None:
        """By the domains of the ManagedCertificates, where they are all given and nothing else is configured."""
        names = words(annotation(ingress, MANAGED))
        if not names or has_tls(ingress) or annotation(ingress, PRE_SHARED):
            return super().covered(ingress, host, workspace) if not names else None
        found = [workspace.find("networking.gke.io", "ManagedCertificate", name, ingress) for name in names]
        domains = [d for cert in found if cert for d in sequence(cert.spec.get("domains")) if isinstance(d, str)]
        return covered(domains, host) if host and all(found) else None

    def brings_certificate(self, ingress: Ingress) -> bool:
        """Google's own, by the annotations."""
        return True

    def verdict(self, ingress: Ingress, host: str, workspace: Workspace) -> Verdict:
        """By ``allow-http`` and the FrontendConfig."""
        tls = self.tls_place(ingress)
        if flag(ingress, ALLOW_HTTP) is False:
            why = f"`{ALLOW_HTTP}` closes HTTP and there is no certificate for HTTPS: GKE builds no load balancer"
            return (
                Verdict(State.HTTPS_ONLY) if tls else Verdict(State.IGNORED, annotation_place(ingress, ALLOW_HTTP), why)
            )
        if tls is None:
            return Verdict(State.HTTP_ONLY)
        return _internal_verdict(ingress) if _internal(ingress) else _external_verdict(ingress, workspace)

    def point(self, ingress: Ingress) -> str:
        """Every Ingress is a load balancer of its own."""
        return f"{self.name}/{ingress.namespace}/{ingress.name}"


def _internal(ingress: Ingress) -> bool:
    return annotation(ingress, CLASS_ANNOTATION) == "gce-internal"


def _internal_verdict(ingress: Ingress) -> Verdict:
    fix = annotated(ingress, {ALLOW_HTTP: "false"}, "close HTTP: an internal load balancer cannot redirect")
    return Verdict(State.BOTH_OPEN, _explicit(ingress), "an internal load balancer cannot redirect", fix)


def _explicit(ingress: Ingress) -> Place | None:
    return annotation_place(ingress, ALLOW_HTTP) if flag(ingress, ALLOW_HTTP) else None


def _external_verdict(ingress: Ingress, workspace: Workspace) -> Verdict:
    name = annotation(ingress, FRONTEND)
    if not name:
        why = "GKE never redirects without a FrontendConfig"
        return Verdict(State.BOTH_OPEN, _explicit(ingress), why, _new_frontend(ingress, workspace))
    config = workspace.find("networking.gke.io", "FrontendConfig", name, ingress)
    if config is None:
        return _missing(ingress, name, workspace)
    if config.get("spec", "redirectToHttps", "enabled") is True:
        return Verdict(State.REDIRECTED)
    return _not_redirecting(ingress, config)


def _missing(ingress: Ingress, name: str, workspace: Workspace) -> Verdict:
    answer = workspace.resolve("networking.gke.io", "FrontendConfig", name, ingress, beside=True)
    if not answer.wrong:
        return UNKNOWN
    return Verdict(
        State.BOTH_OPEN, annotation_place(ingress, FRONTEND), f"there is no FrontendConfig `{name}`; {answer.hint}"
    )


def _not_redirecting(ingress: Ingress, config: Object) -> Verdict:
    path = ("spec", "redirectToHttps", "enabled")
    opener = config.at(*path) if dig(config.data, *path) is False else _explicit(ingress)
    fix = with_field(config, path, True, f"let FrontendConfig `{config.name}` redirect to HTTPS")
    return Verdict(
        State.BOTH_OPEN, opener, f"FrontendConfig `{config.name}` does not set `redirectToHttps.enabled`", fix
    )


def _new_frontend(ingress: Ingress, workspace: Workspace) -> Fix | None:
    if not ingress.name or workspace.find("networking.gke.io", "FrontendConfig", ingress.name, ingress):
        return None
    place = {"namespace": ingress.namespace} if ingress.namespace else {}
    config = {
        "apiVersion": "networking.gke.io/v1beta1",
        "kind": "FrontendConfig",
        "metadata": {"name": ingress.name, **place},
        "spec": {"redirectToHttps": {"enabled": True}},
    }
    patch = Patch(ingress, setting_annotations(ingress, {FRONTEND: ingress.name}))
    changes: tuple[Change, ...] = (patch, NewDocument(ingress, config))
    return Fix(f"redirect to HTTPS by a FrontendConfig `{ingress.name}`", changes)
