"""How an Ingress comes by TLS."""

from __future__ import annotations

from kubelint.finding import Fix, Operation, Patch
from kubelint.kube.kinds import Ingress, Issuer
from kubelint.workspace import Workspace
from kubelint.workspace.ingresses import annotation, hosts
from kubelint.workspace.mending import setting_annotations


def with_tls(ingress: Ingress, workspace: Workspace) -> Fix | None:
    """TLS for all hosts, with the only issuer that is given. Unsafe: a certificate has to come from somewhere."""
    served = workspace.traffic.controller_of(ingress)
    names = [name for name, _ in hosts(ingress) if name]
    if not ingress.name or not names or (served.family and served.family.brings_certificate(ingress)):
        return None
    secret = f"{ingress.name}-tls"
    operations = [Operation("add", ("spec", "tls"), [{"hosts": names, "secretName": secret}])]
    issuer = _issuer(ingress, workspace)
    if issuer is not None:
        operations += setting_annotations(ingress, dict([issuer]))
    by = f" from issuer `{issuer[1]}`" if issuer else ""
    return Fix(f"configure TLS by the Secret `{secret}`{by}", (Patch(ingress, tuple(operations)),), safe=False)


def _issuer(ingress: Ingress, workspace: Workspace) -> tuple[str, str] | None:
    """Annotation and name of the only issuer given, unless the Ingress names one."""
    if any(annotation(ingress, f"cert-manager.io/{kind}") for kind in ("issuer", "cluster-issuer")):
        return None
    given = [issuer for issuer in workspace.of(Issuer) if workspace.index.beside(ingress, issuer)]
    if len(given) != 1:
        return None
    if given[0].kind == "ClusterIssuer":
        return "cert-manager.io/cluster-issuer", given[0].name
    here = workspace.namespace(given[0]) == workspace.namespace(ingress)
    return ("cert-manager.io/issuer", given[0].name) if here else None
