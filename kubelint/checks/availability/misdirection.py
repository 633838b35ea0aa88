"""Availability: probes that ask the wrong host, port or protocol."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from kubelint.finding import Fix, Operation, Patch, Problem, Related
from kubelint.kube.hooks import is_test
from kubelint.kube.nearness import one_edit
from kubelint.kube.objects import sequence
from kubelint.kube.placeholders import unrendered
from kubelint.kube.pods import Container
from kubelint.kube.probes import Probe, probes
from kubelint.workspace import Workspace
from kubelint.workspace.serving import Serving, servings

_LOOPBACK = re.compile(r"(localhost|127\.|::1$|\[::1\]$)")
_HTTPS_NUMBERS = (443, 8443)


class MisdirectedProbeOptions(NamedTuple):
    """Options of misdirected-probe."""

    declared_only: bool = False
    """Whether every number that the container does not declare is reported."""


def misdirected_probe(
    container: Container, workspace: Workspace, options: MisdirectedProbeOptions
) -> Iterator[Problem]:
    """A probe asks the wrong place."""
    if is_test(container.pod.owner):
        return
    for probe in probes(container):
        yield from _host(probe)
        yield from _scheme(probe)
        yield from _port(probe, workspace, options)


def _host(probe: Probe) -> Iterator[Problem]:
    host = probe.action.get("host")
    if not isinstance(host, str) or not host or unrendered(host):
        return
    if probe.container.pod.spec.get("hostNetwork") is True:
        return
    place = probe.at(str(probe.handler), "host")
    remove = Fix("ask the pod itself", (Patch(place.subject, (Operation("remove", place.path),)),), safe=False)
    is_node = _LOOPBACK.match(host)
    whom = "the kubelet asks its own node there" if is_node else "the kubelet asks another host"
    yield Problem(place, f"`{host}` is not this pod: {whom}; leave `host` out", fix=remove)


def _scheme(probe: Probe) -> Iterator[Problem]:
    if probe.handler != "httpGet" or probe.action.get("scheme") not in (None, "", "HTTP") or not _encrypted(probe):
        return
    path = ("httpGet", "scheme" if "scheme" in probe.action else "port")
    add = Operation("add", probe.at("httpGet", "scheme").path, "HTTPS")
    yield Problem(
        probe.at(*path),
        f"asks port `{probe.port}` in plain HTTP, and by its name or number it speaks HTTPS; say `scheme: HTTPS`",
        fix=Fix("ask by HTTPS", (Patch(probe.container.pod.owner, (add,)),), safe=False),
    )


def _encrypted(probe: Probe) -> bool:
    """Whether the port is called ``https``, or has no name and a number that is HTTPS by custom."""
    name = next((port.get("name") for port in _declared(probe)), None)
    name = probe.port if name is None and isinstance(probe.port, str) else name
    if isinstance(name, str):
        return "https" in re.split(r"[^a-z]+", name.lower())
    return probe.port in _HTTPS_NUMBERS


def _declared(probe: Probe) -> list[dict[str, Any]]:
    """The ports of the container that the probe may mean."""
    field = "name" if isinstance(probe.port, str) else "containerPort"
    return [port for port in probe.container.ports if port.get(field) == probe.port]


def _port(probe: Probe, workspace: Workspace, options: MisdirectedProbeOptions) -> Iterator[Problem]:
    declared = _declared(probe)
    place = probe.at(str(probe.handler), "port")
    if declared:
        if all(port.get("protocol") in ("UDP", "SCTP") for port in declared):
            yield Problem(place, f"port `{probe.port}` is {declared[0]['protocol']}, and a probe speaks TCP")
        return
    if not isinstance(probe.port, int):
        return
    meant = _meant(probe, workspace)
    if meant is not None:
        number, why, related = meant
        change = Operation("replace", place.path, number)
        fix = Fix(f"ask port {number}", (Patch(probe.container.pod.owner, (change,)),), safe=False)
        yield Problem(place, f"port {probe.port} is {why}; did you mean {number}?", related=related, fix=fix)
    elif options.declared_only:
        yield Problem(place, f"container `{probe.container.name}` does not declare port {probe.port}")


def _meant(probe: Probe, workspace: Workspace) -> tuple[int, str, tuple[Related, ...]] | None:
    """The declared port that was probably meant by a number which is not declared, and why.

    A number that another container declares, or that the container's own arguments and environment speak of, is meant.
    """
    container, asked = probe.container, probe.port
    siblings = [port for other in container.pod.containers for port in other.ports]
    if any(port.get("containerPort") == asked for port in siblings) or _spoken_of(container, asked):
        return None
    for serving in servings(container.pod, workspace):
        if _service_port(serving, probe):
            service = serving.service
            related = Related(service.at("spec", "ports", serving.number, "port"), "the Service's port")
            why = f"the port of the Service `{service.name}`, not of the container"
            return int(serving.target.number or 0), why, (related,)
    numbers = [port.get("containerPort") for port in container.ports]
    near = {number for number in numbers if isinstance(number, int) and one_edit(str(number), str(asked))}
    return (near.pop(), "not declared and one digit off", ()) if len(near) == 1 else None


def _service_port(serving: Serving, probe: Probe) -> bool:
    """Whether a probe asks the Service's port where the container has another one behind it."""
    if serving.target.container is None or serving.target.container.data is not probe.container.data:
        return False
    return serving.port.get("port") == probe.port and serving.target.number not in (None, probe.port)


def _spoken_of(container: Container, number: int) -> bool:
    words = [*_texts(container.data.get("command")), *_texts(container.data.get("args"))]
    words += [str(item.get("value")) for item in sequence(container.data.get("env")) if isinstance(item, dict)]
    return any(re.search(rf"(?<!\d){number}(?!\d)", word) for word in words)


def _texts(value: Any) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
