"""Availability: probes whose questions or numbers kill what is merely busy, or notice too late."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kubelint.finding import Fix, Operation, Patch, Problem, Related
from kubelint.kube.hooks import is_test
from kubelint.kube.objects import sequence
from kubelint.kube.pods import Container
from kubelint.kube.probes import Probe, probe, probes

_TOO_LATE = 300
"""Seconds after which a readiness probe that has not noticed is of little use."""


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
            return "exec", *map(str, sequence(action.get("command")))
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


def implausible_probe_timing(container: Container) -> Iterator[Problem]:
    """Numbers of a probe that cannot be meant."""
    if is_test(container.pod.owner):
        return
    for found in probes(container):
        if found.number("timeoutSeconds") > found.number("periodSeconds"):
            yield _overlong_timeout(found)
        if found.field == "livenessProbe" and found.number("failureThreshold") == 1:
            yield Problem(
                found.at("failureThreshold"),
                "kills the container at the first miss, so one pause is enough; the default is 3",
                fix=_set(found, "failureThreshold", 3),
            )
        if found.field == "readinessProbe" and found.endurance > _TOO_LATE:
            field = "failureThreshold" if found.data.get("failureThreshold") else "periodSeconds"
            yield Problem(found.at(field), f"a dead pod stays in rotation for {found.endurance} s before this notices")
    yield from _startup_budget(container)


def _overlong_timeout(probe: Probe) -> Problem:
    timeout, period = probe.number("timeoutSeconds"), probe.number("periodSeconds")
    return Problem(
        probe.at("timeoutSeconds"),
        f"waits {timeout} s for an answer and asks every {period} s: each period has to bear the timeout",
        fix=_set(probe, "periodSeconds", timeout),
    )


def _startup_budget(container: Container) -> Iterator[Problem]:
    startup, readiness = probe(container, "startupProbe"), probe(container, "readinessProbe")
    if startup is None or readiness is None:
        return
    budget = startup.number("initialDelaySeconds") + startup.endurance
    delay = readiness.number("initialDelaySeconds")
    if budget < delay:
        yield Problem(
            startup.at("failureThreshold") if startup.data.get("failureThreshold") else startup.at(),
            f"kills the container after {budget} s of starting, but `readinessProbe` first asks after {delay} s",
            related=(Related(readiness.at("initialDelaySeconds"), "the first delay"),),
        )


def _set(probe: Probe, field: str, value: int) -> Fix:
    add = Operation("add", probe.at(field).path, value)
    return Fix(f"set `{field}: {value}`", (Patch(probe.container.pod.owner, (add,)),), safe=False)
