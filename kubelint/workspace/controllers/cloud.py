"""Services of type LoadBalancer and NodePort: ways in without any controller."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kubelint.kube.kinds import Service
from kubelint.kube.objects import Object, mapping, sequence
from kubelint.workspace.balancers import internal, redirects_http, terminates_tls
from kubelint.workspace.entries import UNKNOWN, Entry, Host, Scope, State, Verdict
from kubelint.workspace.families import Family
from kubelint.workspace.ports import speech

if TYPE_CHECKING:
    from kubelint.workspace.workspace import Workspace

_HOSTNAMES = ("external-dns.alpha.kubernetes.io/hostname", "external-dns.kubernetes.io/hostname")


class CloudBalancer(Family):
    """Services that are open by themselves."""

    name = "Service"
    kinds = Service.kinds

    def entries(self, obj: Object, workspace: Workspace) -> Iterator[Entry]:
        """One for each Service that the world can reach."""
        kind = obj.spec.get("type")
        if kind not in ("LoadBalancer", "NodePort"):
            return
        inside = kind == "LoadBalancer" and internal(obj.annotations, obj.spec.get("loadBalancerClass"))
        scope: Scope = "inside" if inside else "outside"
        names = [name for key in _HOSTNAMES for name in str(obj.annotations.get(key) or "").split(",")]
        verdict = _verdict(obj)
        place = obj.at("spec", "type")
        hosts = [name.strip() for name in names if name.strip()] or [""]
        yield Entry(
            object=obj,
            place=place,
            controller=kind,
            scope=scope,
            hosts=tuple(Host(name, place, verdict) for name in hosts),
            tls_place=place if verdict.state not in (State.HTTP_ONLY, State.UNKNOWN) else None,
            point=f"{kind}/{obj.namespace}/{obj.name}",
        )


def _verdict(service: Object) -> Verdict:
    told = {speech(mapping(port)) for port in sequence(service.spec.get("ports"))}
    if terminates_tls(service.annotations):
        if redirects_http(service.annotations):
            return Verdict(State.REDIRECTED)
        return Verdict(State.BOTH_OPEN if "http" in told else State.HTTPS_ONLY)
    if "http" in told:
        return Verdict(State.HTTP_ONLY)
    return Verdict(State.PASSTHROUGH) if told == {"https"} else UNKNOWN
