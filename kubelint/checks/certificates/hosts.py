"""Whether the certificates that are given cover the hosts that use them."""

from __future__ import annotations

from collections.abc import Iterator

from kubelint.finding import Place, Problem, Related
from kubelint.kube.kinds import Gateway, Ingress, Route, Secret
from kubelint.kube.material import Entry, material, secret_entry
from kubelint.kube.objects import Object, dig, sequence
from kubelint.kube.placeholders import unrendered
from kubelint.workspace import Workspace
from kubelint.workspace.hosts import covered, covers


def certificate_host_mismatch(obj: Ingress | Gateway | Route, workspace: Workspace) -> Iterator[Problem]:
    """The certificate in the given Secret does not cover the host."""
    for host, place, found, others in _uses(obj, workspace):
        leaf = found.certificates[0] if found.certificates else None
        if leaf is not None and not unrendered(host) and not covered(leaf.names, host):
            names = ", ".join(f"`{name}`" for name in leaf.names[:3]) or "no host at all"
            related = (*others, Related(found.place, "the certificate"))
            yield Problem(place, f"the certificate for `{host}` is valid for {names}", related)


def _uses(obj: Object, workspace: Workspace) -> Iterator[tuple[str, Place, Entry, tuple[Related, ...]]]:
    if isinstance(obj, Ingress):
        yield from _of_ingress(obj, workspace)
    elif isinstance(obj, Gateway):
        yield from _of_gateway(obj, workspace)
    else:
        host = obj.spec.get("host")
        for held in material(obj):
            if held.certificate and isinstance(host, str):
                yield host, obj.at("spec", "host"), held.certificate, ()


def _of_ingress(ingress: Ingress, workspace: Workspace) -> Iterator[tuple[str, Place, Entry, tuple[Related, ...]]]:
    for number, item in enumerate(sequence(ingress.spec.get("tls"))):
        found = _certificate(dig(item, "secretName"), None, ingress, workspace)
        for index, host in enumerate(sequence(dig(item, "hosts"))) if found else ():
            tls_host = ingress.at("spec", "tls", number, "hosts", index)
            rule = _rule_of(ingress, str(host))
            others = (Related(tls_host, "its entry in `tls`"),) if rule else ()
            if found:
                yield str(host), rule or tls_host, found, others


def _rule_of(ingress: Ingress, host: str) -> Place | None:
    """The host of the rule that a host of a ``tls`` entry is for."""
    for number, rule in enumerate(sequence(ingress.spec.get("rules"))):
        ruled = dig(rule, "host")
        if isinstance(ruled, str) and covers(host, ruled):
            return ingress.at("spec", "rules", number, "host")
    return None


def _of_gateway(gateway: Gateway, workspace: Workspace) -> Iterator[tuple[str, Place, Entry, tuple[Related, ...]]]:
    for number, listener in enumerate(sequence(gateway.spec.get("listeners"))):
        host, refs = dig(listener, "hostname"), sequence(dig(listener, "tls", "certificateRefs"))
        if isinstance(host, str) and len(refs) == 1:
            found = _certificate(dig(refs[0], "name"), dig(refs[0], "namespace"), gateway, workspace)
            if found:
                yield host, gateway.at("spec", "listeners", number, "hostname"), found, ()


def _certificate(name: object, namespace: object, near: Object, workspace: Workspace) -> Entry | None:
    if not isinstance(name, str):
        return None
    secret = workspace.find("", "Secret", name, near, namespace if isinstance(namespace, str) else None)
    return secret_entry(secret, "tls.crt") if isinstance(secret, Secret) else None
