"""Services."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kubelint.finding import Fault
from kubelint.kube import names
from kubelint.schema.scalars import is_pending
from kubelint.schema.server import facts, labels
from kubelint.schema.server.registry import Context, Verdict, fields, items, judges

CORE = "io.k8s.api.core.v1."


def _target_port(value: Any, minor: int) -> Verdict | None:
    """A port, or its name; 0 and the empty name stand for ``port``."""
    return facts.port_or_name(value, minor) if value else None


def _range(value: str) -> str | None:
    return names.cidr(value.strip())


def _external_ip(value: str) -> str | None:
    problem = names.ip_address(value)
    if problem:
        return problem
    if value.startswith(("127.", "169.254.", "224.0.0.", "fe8", "fe9", "fea", "feb", "ff02:")) or value in (
        "0.0.0.0",  # noqa: S104
        "::",
        "::1",
    ):
        return "may not be unspecified, of the loopback range or link-local"
    return None


_DISTRIBUTION = facts.one_of("PreferClose", empty=False)
_NEW_DISTRIBUTION = facts.one_of("PreferClose", "PreferSameZone", "PreferSameNode", empty=False)

fields(
    CORE + "ServicePort",
    name=facts.syntax(names.dns_label, empty=True),
    port=facts.port_number,
    targetPort=_target_port,
    nodePort=facts.number(1, 65535, zero="unset"),
    protocol=facts.one_of("TCP", "UDP", "SCTP"),
    appProtocol=facts.label_key,
)
fields(
    CORE + "ServiceSpec",
    type=facts.one_of("ClusterIP", "NodePort", "LoadBalancer", "ExternalName"),
    sessionAffinity=facts.one_of("None", "ClientIP"),
    externalTrafficPolicy=facts.one_of("Cluster", "Local"),
    internalTrafficPolicy=facts.one_of("Cluster", "Local", empty=False),
    trafficDistribution=lambda value, minor: (_NEW_DISTRIBUTION if minor >= 34 else _DISTRIBUTION)(value, minor),
    ipFamilies=items(facts.one_of("IPv4", "IPv6", empty=False)),
    ipFamilyPolicy=facts.one_of("SingleStack", "PreferDualStack", "RequireDualStack", empty=False),
    loadBalancerSourceRanges=items(facts.syntax(_range)),
    loadBalancerClass=facts.label_key,
    externalIPs=items(facts.syntax(_external_ip)),
)
fields(CORE + "ClientIPConfig", timeoutSeconds=facts.number(1, 86400))


def _is_headless(spec: dict[str, Any]) -> bool:
    return spec.get("clusterIP") == "None" or spec.get("clusterIPs", [])[:1] == ["None"]


@judges(CORE + "ServiceSpec")
def service(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """Ports, addresses and policies by the Service's type."""
    kind = value.get("type") or "ClusterIP"
    if not value.get("ports") and kind != "ExternalName" and not _is_headless(value):
        yield facts.missing(value, "ports")
    if "ports" in value:
        yield from facts.below("ports", _ports(value["ports"], kind))
    if "selector" in value:
        yield from labels.label_faults(value["selector"], "selector")
    yield from _addresses(value, kind)
    if kind == "ExternalName":
        yield from _external_name(value)
    if kind != "LoadBalancer":
        yield from _balancer_only(value, kind)
    if "externalTrafficPolicy" in value or value.get("healthCheckNodePort"):
        yield from _external_policy(value, kind)


@judges(CORE + "Service")
def without_spec(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """A Service without a spec is one without ports."""
    if "spec" not in value:
        yield Fault("missing-field", ("spec", "ports"), "lacks `spec` with `ports`")


def _ports(ports: list[dict[str, Any]], kind: str) -> Iterator[Fault]:
    """Names and numbers in relation to each other."""
    if len(ports) > 1:
        for index, port in enumerate(ports):
            if not port.get("name"):
                yield facts.missing(port, "name", ", which each port needs where there are several")._replace(
                    path=(index, "name")
                )
        yield from facts.repeated(ports, "name", "port name")
        yield from _same_ports(ports)
    if kind == "ClusterIP":
        for index, port in enumerate(ports):
            if port.get("nodePort"):
                yield facts.forbidden("`nodePort` may not be set on a Service of type `ClusterIP`", index, "nodePort")


def _same_ports(ports: list[dict[str, Any]]) -> Iterator[Fault]:
    for member in ("port", "nodePort"):
        seen: set[tuple[Any, Any]] = set()
        for index, port in enumerate(ports):
            key = port.get(member), port.get("protocol") or "TCP"
            if key[0] and key in seen:
                path = (index,) if member == "port" else (index, member)
                yield Fault("duplicate-item", path, f"{member} {key[0]}/{key[1]} is used twice")
            seen.add(key)


def _addresses(spec: dict[str, Any], kind: str) -> Iterator[Fault]:
    """Cluster addresses and their families."""
    given: list[tuple[tuple[str | int, ...], str]] = [
        (("clusterIPs", index), address) for index, address in enumerate(spec.get("clusterIPs", ()))
    ]
    if not given and spec.get("clusterIP"):
        given = [(("clusterIP",), spec["clusterIP"])]
    for path, address in given:
        if address == "None":
            if kind in ("NodePort", "LoadBalancer"):
                yield facts.invalid(f"may not be `None` on a Service of type `{kind}`", *path)
        elif (problem := names.ip_address(address)) and not is_pending(address):
            hint = "; did you mean `None`?" if address.lower() == "none" else ""
            yield facts.invalid(f"`{address}` {problem}{hint}", *path)
    yield from _primary(spec)
    yield from _families(spec, given)


def _families(spec: dict[str, Any], given: list[tuple[tuple[str | int, ...], str]]) -> Iterator[Fault]:
    """One or two families, each once, as the addresses have them."""
    families = spec.get("ipFamilies", [])
    for family, (path, address) in zip(families, given, strict=False):
        if names.ip_address(address) is None and (":" in address) != (family == "IPv6"):
            yield facts.invalid(f"`{address}` is no address of `{family}`, as `ipFamilies` say", *path)
    if len(families) > 2 or len(given) > 2:
        yield facts.invalid(
            "has more than two, one of each family", "ipFamilies" if len(families) > 2 else "clusterIPs"
        )
    if len(families) == 2 and families[0] == families[1]:
        yield Fault("duplicate-item", ("ipFamilies", 1), f"family `{families[0]}` is named twice")
    if spec.get("ipFamilyPolicy") == "SingleStack" and max(len(families), len(given)) > 1:
        message = "may not be `SingleStack` with several families, expected `PreferDualStack` or `RequireDualStack`"
        yield facts.invalid(message, "ipFamilyPolicy")


def _primary(spec: dict[str, Any]) -> Iterator[Fault]:
    """The first of several addresses is the Service's own; the second is of the other family."""
    first, addresses = spec.get("clusterIP"), spec.get("clusterIPs", ())
    if first and addresses and addresses[0] != first and not is_pending(first) and not is_pending(addresses[0]):
        yield facts.invalid(f"`{addresses[0]}` must be the same as `clusterIP: {first}`", "clusterIPs", 0)
    plain = len(addresses) == 2 and not any(map(names.ip_address, addresses))
    if plain and (":" in addresses[0]) == (":" in addresses[1]):
        yield facts.invalid("must be of another family than the first address", "clusterIPs", 1)


def _external_name(spec: dict[str, Any]) -> Iterator[Fault]:
    name = spec.get("externalName")
    if not name:
        yield facts.missing(spec, "externalName", ", which type `ExternalName` needs")
    elif (problem := names.dns_subdomain(name.removesuffix("."))) and not is_pending(name):
        yield facts.invalid(f"`{name}` {problem}", "externalName")
    for member in ("clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"):
        if spec.get(member):
            yield facts.forbidden(f"`{member}` may not be set on a Service of type `ExternalName`", member)


def _balancer_only(spec: dict[str, Any], kind: str) -> Iterator[Fault]:
    for member in ("loadBalancerSourceRanges", "loadBalancerClass", "allocateLoadBalancerNodePorts"):
        if spec.get(member) not in (None, []):
            yield facts.forbidden(f"`{member}` needs type `LoadBalancer`, not `{kind}`", member)


def _external_policy(spec: dict[str, Any], kind: str) -> Iterator[Fault]:
    policy = spec.get("externalTrafficPolicy")
    external = kind in ("NodePort", "LoadBalancer") or (kind == "ClusterIP" and spec.get("externalIPs"))
    if policy and not external:
        message = f"needs type `NodePort` or `LoadBalancer`, not `{kind}`"
        yield facts.invalid(message, "externalTrafficPolicy")
    if spec.get("healthCheckNodePort") and (kind != "LoadBalancer" or policy != "Local"):
        message = "needs type `LoadBalancer` and `externalTrafficPolicy: Local`"
        yield facts.invalid(message, "healthCheckNodePort")
