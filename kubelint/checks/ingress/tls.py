"""HTTPS at the edge: hosts without TLS, hosts that TLS leaves out, plain HTTP left open."""

from __future__ import annotations

from collections.abc import Iterator

from kubelint.checks.ingress.remedies import with_tls
from kubelint.finding import Fix, Operation, Patch, Place, Problem, Related, Severity
from kubelint.kube.kinds import Ingress, Service
from kubelint.kube.nearness import nearest
from kubelint.kube.objects import sequence
from kubelint.kube.placeholders import unrendered
from kubelint.workspace import Workspace
from kubelint.workspace.entries import Entry, Host, State
from kubelint.workspace.hosts import public
from kubelint.workspace.ingresses import annotation, tls_hosts
from kubelint.workspace.spared import spared


def ingress_without_tls(workspace: Workspace) -> Iterator[Problem]:
    """Public hosts are served without TLS."""
    for entry in workspace.traffic.entries:
        if isinstance(entry.object, Service) or spared(entry):
            continue
        bare = [host.name for host in entry.hosts if host.verdict.state is State.HTTP_ONLY and public(host.name)]
        if bare and _without_tls(entry):
            message = f"{_named(bare)} served over plain HTTP: no TLS is configured"
            yield Problem(entry.place, message, fix=_remedy(entry, workspace))
        elif _unknown_and_bare(entry):
            names = [host.name for host in entry.hosts if public(host.name)]
            message = f"no TLS is configured for {_listed(names)}, unless the controller brings it"
            yield Problem(entry.place, message, severity=Severity.INFO)


def _without_tls(entry: Entry) -> bool:
    """Whether there is no TLS at all; where some hosts have it, the others are left to ``uncovered_tls_host``."""
    return entry.tls_place is None or not any(
        host.covered is False or host.verdict.state is not State.HTTP_ONLY for host in entry.hosts
    )


def _unknown_and_bare(entry: Entry) -> bool:
    """An Ingress without TLS whose controller cannot be told: most would serve plain HTTP."""
    unknown = entry.object.kind == "Ingress" and not entry.controller and entry.state is State.UNKNOWN
    return unknown and entry.tls_place is None and any(public(host.name) for host in entry.hosts)


def _listed(names: list[str]) -> str:
    named = [f"`{name}`" for name in names if name]
    more = f" and {len(named) - 3} more" if len(named) > 3 else ""
    return (", ".join(named[:3]) + more) if named else "all hosts"


def _named(names: list[str]) -> str:
    named = _listed(names)
    return f"{named} {'is' if len(names) == 1 and names[0] else 'are'}"


def _remedy(entry: Entry, workspace: Workspace) -> Fix | None:
    if isinstance(entry.object, Ingress):
        return with_tls(entry.object, workspace)
    return next((host.verdict.fix for host in entry.hosts if host.verdict.fix), None)


def http_without_redirect(workspace: Workspace) -> Iterator[Problem]:
    """HTTPS is served, and plain HTTP serves the application too."""
    for entry in workspace.traffic.entries:
        if isinstance(entry.object, Service) or spared(entry):
            continue
        for place, hosts in _open_hosts(entry).items():
            verdict = hosts[0].verdict
            related = () if verdict.opener is None or entry.tls_place is None else (_tls_here(entry.tls_place),)
            names = _listed([host.name for host in hosts])
            message = f"{names}: plain HTTP serves the application beside HTTPS: {verdict.why}"
            yield Problem(place, message, related, verdict.fix)


def _open_hosts(entry: Entry) -> dict[Place, list[Host]]:
    """The hosts that plain HTTP serves although there is TLS, by the place that leaves it open."""
    found: dict[Place, list[Host]] = {}
    for host in entry.hosts:
        if host.verdict.state is State.BOTH_OPEN and public(host.name):
            found.setdefault(host.verdict.opener or entry.tls_place or entry.place, []).append(host)
    return found


def _tls_here(place: Place) -> Related:
    return Related(place, "HTTPS is configured here")


def uncovered_tls_host(workspace: Workspace) -> Iterator[Problem]:
    """TLS is configured, but not for this host."""
    for entry in workspace.traffic.entries:
        if entry.tls_place is None or spared(entry) or not isinstance(entry.object, Ingress):
            continue
        for host in entry.hosts:
            if host.covered is False and host.name and not unrendered(host.name):
                yield _uncovered(entry, entry.object, host)


def _uncovered(entry: Entry, ingress: Ingress, host: Host) -> Problem:
    named = tls_hosts(ingress) or []
    near = nearest(host.name, named)
    words = f"; did you mean `{near}`?" if near else f", only for {_listed(named)}" if named else ""
    related = (Related(entry.tls_place, "TLS is configured here"),) if entry.tls_place else ()
    message = f"TLS is configured, but not for `{host.name}`{words}"
    return Problem(host.place, message, related, _add_host(ingress, host.name) if named and not near else None)


def _add_host(ingress: Ingress, host: str) -> Fix | None:
    """The host added to the certificate's names; safe where cert-manager then issues a new one."""
    if len(sequence(ingress.spec.get("tls"))) != 1:
        return None
    add = Operation("add", ("spec", "tls", 0, "hosts", "-"), host)
    return Fix(f"add `{host}` to the certificate's hosts", (Patch(ingress, (add,)),), _has_issuer(ingress))


def _has_issuer(ingress: Ingress) -> bool:
    return any(annotation(ingress, f"cert-manager.io/{kind}") for kind in ("issuer", "cluster-issuer"))


def tls_without_secret(ingress: Ingress, workspace: Workspace) -> Iterator[Problem]:
    """A TLS item names no Secret, so the controller serves its own certificate."""
    family = workspace.traffic.controller_of(ingress).family
    if family is not None and family.brings_certificate(ingress):
        return
    for number, item in enumerate(sequence(ingress.spec.get("tls"))):
        if isinstance(item, dict) and not item.get("secretName"):
            issued = _has_issuer(ingress)
            why = "cert-manager skips it" if issued else "the controller serves its default certificate"
            fix = _name_secret(ingress, number) if issued and ingress.name else None
            severity = None if issued else Severity.INFO
            message = f"this TLS item names no Secret (`secretName`): {why}"
            yield Problem(ingress.at("spec", "tls", number), message, fix=fix, severity=severity)


def _name_secret(ingress: Ingress, number: int) -> Fix:
    name = f"{ingress.name}-tls" if number == 0 else f"{ingress.name}-tls-{number + 1}"
    add = Operation("add", ("spec", "tls", number, "secretName"), name)
    return Fix(f"keep the certificate in the Secret `{name}`", (Patch(ingress, (add,)),), safe=False)
