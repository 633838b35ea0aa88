"""HTTPS at the edge: hosts without TLS, hosts that TLS leaves out, plain HTTP left open."""

from __future__ import annotations

from collections.abc import Iterator

from kubelint.finding import Problem, Severity
from kubelint.kube.kinds import Service
from kubelint.workspace import Workspace
from kubelint.workspace.entries import Entry, State
from kubelint.workspace.hosts import public
from kubelint.workspace.spared import spared


def ingress_without_tls(workspace: Workspace) -> Iterator[Problem]:
    """Public hosts are served without TLS."""
    for entry in workspace.traffic.entries:
        if isinstance(entry.object, Service) or spared(entry):
            continue
        bare = [host.name for host in entry.hosts if host.verdict.state is State.HTTP_ONLY and public(host.name)]
        if bare and entry.tls_place is None:
            yield Problem(entry.place, f"{_named(bare)} served over plain HTTP: no TLS is configured{_instead(entry)}")
        elif _unknown_and_bare(entry):
            names = [host.name for host in entry.hosts if public(host.name)]
            message = f"no TLS is configured for {_listed(names)}, unless the controller brings it"
            yield Problem(entry.place, message, severity=Severity.INFO)


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


def _instead(entry: Entry) -> str:
    return "; add an HTTPS listener" if entry.object.kind == "Gateway" else ""
