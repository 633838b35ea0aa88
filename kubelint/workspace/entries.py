"""The words for the path of traffic: entry points, their hosts and routes, and what plain HTTP meets there."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Literal, NamedTuple

from kubelint.finding import Fix, Place
from kubelint.kube.objects import Object

Scope = Literal["outside", "inside"]
"""Whether an entry point is open to the Internet or to the private network alone."""


class State(StrEnum):
    """What an entry point does with HTTPS and with plain HTTP; always exactly one."""

    REDIRECTED = "https-redirect"
    """HTTP is answered with a redirect to HTTPS and nothing else."""
    HTTPS_ONLY = "https-only"
    """HTTP is not served at all."""
    BOTH_OPEN = "both-open"
    """HTTPS is served, and HTTP serves the application too."""
    HTTP_ONLY = "http-only"
    """There is no TLS."""
    OFFLOADED = "offloaded"
    """TLS ends in front of the controller, which redirects what came by HTTP."""
    PASSTHROUGH = "passthrough"
    """The pod itself speaks TLS."""
    UNKNOWN = "unknown"
    """The controller cannot be told, or something that is not given decides."""
    IGNORED = "ignored"
    """No controller picks the object up."""


_BY_HARM = (
    State.IGNORED,
    State.HTTP_ONLY,
    State.BOTH_OPEN,
    State.UNKNOWN,
    State.PASSTHROUGH,
    State.OFFLOADED,
    State.HTTPS_ONLY,
    State.REDIRECTED,
)


class Verdict(NamedTuple):
    """The state of a host, and what makes it so."""

    state: State
    opener: Place | None = None
    """The annotation or field that leaves HTTP open."""
    why: str = ""
    """Words for the message: what leaves HTTP open, what would close it."""
    fix: Fix | None = None


UNKNOWN = Verdict(State.UNKNOWN)


class Host(NamedTuple):
    """A host name that an entry point answers for; ``""`` for any."""

    name: str
    place: Place
    verdict: Verdict
    covered: bool | None = None
    """Whether the configured certificate is meant for this host; None where that cannot be told."""


class Backend(NamedTuple):
    """A Service (or another kind of target) that a route sends to."""

    name: str
    namespace: str
    place: Place
    """Where its name stands."""
    port: int | str | None = None
    port_place: Place | None = None
    group: str = ""
    kind: str = "Service"
    weight: int | None = None
    weight_place: Place | None = None
    cross_namespace: bool = False
    """Whether the reference names a namespace of its own."""


class Route(NamedTuple):
    """What a host's path leads to."""

    place: Place
    """Where its path stands; of its host where it has no path."""
    hosts: tuple[str, ...]
    path: str
    path_type: str
    backends: tuple[Backend, ...]
    conditions: str = ""
    """Further conditions (headers, methods, priorities), as text: routes that differ in them are different."""
    owner: Object | None = None
    """The object that holds the route, where it is not the entry's own."""


class Entry(NamedTuple):
    """A way into the cluster: an Ingress, a listener of a Gateway, a Route, a Service of type LoadBalancer."""

    object: Object
    place: Place
    """Where the entry as a whole is reported."""
    controller: str
    """Who serves it, ``""`` where that cannot be told."""
    scope: Scope | None
    """None where the manifests do not tell."""
    hosts: tuple[Host, ...]
    routes: tuple[Route, ...] = ()
    tls_place: Place | None = None
    """Where the certificate is asked for; None without TLS."""
    point: str = ""
    """What tells entry points apart that do not share hosts and paths (a load balancer, a listener)."""

    @property
    def state(self) -> State:
        """The most harmful state among the hosts'."""
        states = {host.verdict.state for host in self.hosts} or {State.UNKNOWN}
        return next(state for state in _BY_HARM if state in states)

    @property
    def backends(self) -> Iterator[Backend]:
        """All targets, in reading order."""
        return (backend for route in self.routes for backend in route.backends)
