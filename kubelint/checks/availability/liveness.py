"""Availability: liveness probes that kill what is merely busy or still starting."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kubelint.finding import Problem, Related
from kubelint.kube.hooks import is_test
from kubelint.kube.pods import Container
from kubelint.kube.probes import Probe, probe


def liveness_equals_readiness(container: Container) -> Iterator[Problem]:
    """Liveness and readiness ask the same, equally patiently."""
    liveness, readiness = probe(container, "livenessProbe"), probe(container, "readinessProbe")
    if liveness is None or readiness is None or is_test(container.pod.owner):
        return
    asked = _question(liveness)
    if asked is None or asked != _question(readiness) or liveness.endurance >= 2 * readiness.endurance:
        return
    yield Problem(
        liveness.at(),
        f"asks the same as `readinessProbe` and gives up after {liveness.endurance} s "
        f"(readiness after {readiness.endurance} s): a pod that is merely busy gets killed; "
        "ask something cheaper, or wait at least twice as long",
        related=(Related(readiness.at(), "the readiness probe"),),
    )


def _question(probe: Probe) -> tuple[Any, ...] | None:
    """What a probe asks, comparable; None where that cannot be told."""
    action, port = probe.action, _number(probe)
    match probe.handler:
        case "httpGet":
            return "httpGet", action.get("path") or "/", port
        case "tcpSocket":
            return "tcpSocket", port
        case "grpc":
            return "grpc", port, action.get("service") or ""
        case "exec":
            return "exec", *(action.get("command") or ())
    return None


def _number(probe: Probe) -> Any:
    declared = probe.container.ports
    return next((port.get("containerPort") for port in declared if port.get("name") == probe.port), probe.port)


def impatient_liveness_probe(container: Container) -> Iterator[Problem]:
    """Liveness may kill the container before readiness is asked for the first time."""
    liveness, readiness = probe(container, "livenessProbe"), probe(container, "readinessProbe")
    if liveness is None or readiness is None or container.data.get("startupProbe") or is_test(container.pod.owner):
        return
    deadline = liveness.number("initialDelaySeconds") + liveness.endurance
    allowance = readiness.number("initialDelaySeconds")
    if deadline < allowance:
        yield Problem(
            liveness.at(),
            f"may kill the container after {deadline} s, but readiness is first asked after {allowance} s; "
            "give the start-up a `startupProbe`",
            related=(Related(readiness.at("initialDelaySeconds"), "the start-up allowance"),),
        )
