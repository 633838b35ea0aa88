"""Istio's routing: gateways that a VirtualService names, subsets that its destinations name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from kubelint.finding import Path
from kubelint.kube.objects import Object, dig, mapping, sequence
from kubelint.kube.placeholders import unrendered
from kubelint.workspace.mentions import Mention

if TYPE_CHECKING:
    from kubelint.workspace.workspace import Workspace

_ISTIO = "networking.istio.io"


class Subset(NamedTuple):
    """A destination's subset that no DestinationRule of its host defines."""

    path: Path
    name: str
    rule: Object
    known: tuple[str, ...]


def gateway_mentions(service: Object) -> Iterator[Mention]:
    """The Gateways that a VirtualService names, as ``name`` or ``namespace/name``; ``mesh`` is none."""
    for number, name in enumerate(sequence(service.spec.get("gateways"))):
        if isinstance(name, str) and name != "mesh":
            namespace, _, short = name.rpartition("/")
            yield Mention(("spec", "gateways", number), _ISTIO, "Gateway", short, namespace or None)


class Mesh:
    """DestinationRules by the host that they are for."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace

    def missing_subsets(self, service: Object) -> Iterator[Subset]:
        """Subsets that a VirtualService sends to, of hosts whose given DestinationRules define others only."""
        for path, destination in _destinations(service):
            name, host = destination.get("subset"), destination.get("host")
            rules = self._rules.get(self._full(host, service), ()) if isinstance(host, str) else ()
            known = tuple(str(dig(item, "name")) for rule in rules for item in sequence(rule.spec.get("subsets")))
            if isinstance(name, str) and not unrendered(name) and rules and name not in known:
                yield Subset((*path, "subset"), name, rules[0], known)

    @cached_property
    def _rules(self) -> dict[str, list[Object]]:
        found: dict[str, list[Object]] = defaultdict(list)
        for rule in self.workspace.of_kind(_ISTIO, "DestinationRule"):
            host = rule.spec.get("host")
            if isinstance(host, str):
                found[self._full(host, rule)].append(rule)
        return found

    def _full(self, host: str, owner: Object) -> str:
        """A host's full name; a short one is a Service in its object's namespace."""
        return host if "." in host else f"{host}.{self.workspace.namespace(owner)}.svc.cluster.local"


def _destinations(service: Object) -> Iterator[tuple[Path, dict[str, Any]]]:
    for protocol in ("http", "tls", "tcp"):
        for number, route in enumerate(sequence(service.spec.get(protocol))):
            for place, item in enumerate(sequence(dig(route, "route"))):
                yield ("spec", protocol, number, "route", place, "destination"), mapping(dig(item, "destination"))
