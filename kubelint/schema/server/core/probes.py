"""Probes and lifecycle hooks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kubelint.finding import Fault
from kubelint.kube import names
from kubelint.schema.server import facts
from kubelint.schema.server.registry import Context, fields, judges

CORE = "io.k8s.api.core.v1."

fields(
    CORE + "Probe",
    initialDelaySeconds=facts.not_negative,
    timeoutSeconds=facts.not_negative,
    periodSeconds=facts.not_negative,
    successThreshold=facts.not_negative,
    failureThreshold=facts.not_negative,
    terminationGracePeriodSeconds=facts.positive,
)
fields(CORE + "HTTPGetAction", CORE + "TCPSocketAction", port=facts.port_or_name)
fields(CORE + "GRPCAction", port=facts.port_number)
fields(CORE + "HTTPGetAction", scheme=facts.one_of("HTTP", "HTTPS"))
fields(CORE + "HTTPHeader", name=facts.syntax(names.http_header))
facts.needs(CORE + "ExecAction", "command")
facts.at_most_one(CORE + "Probe", "exec", "httpGet", "tcpSocket", "grpc")
facts.at_most_one(CORE + "LifecycleHandler", "exec", "httpGet", "tcpSocket", "sleep")


@judges(CORE + "Container")
def container_probes(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """What holds for one probe and not for another."""
    for member in ("livenessProbe", "startupProbe"):
        probe = value.get(member)
        if probe and probe.get("successThreshold", 1) > 1:
            yield facts.invalid(
                f"`{probe['successThreshold']}` is out of range, expected 1", member, "successThreshold"
            )
    probe = value.get("readinessProbe")
    if probe and "terminationGracePeriodSeconds" in probe:
        message = "`terminationGracePeriodSeconds` may not be set on a readiness probe, which stops nothing"
        yield facts.forbidden(message, "readinessProbe", "terminationGracePeriodSeconds")


def init_container(container: dict[str, Any]) -> Iterator[Fault]:
    """Only a sidecar, an init container that keeps running, has probes and hooks."""
    if container.get("restartPolicy") == "Always":
        return
    for member in ("livenessProbe", "readinessProbe", "startupProbe", "lifecycle"):
        if member in container:
            message = f"`{member}` is only allowed on an init container with `restartPolicy: Always`"
            yield Fault("probe-on-init-container", (member,), message, key=True)


def grace(container: dict[str, Any], seconds: int, minor: int) -> Iterator[Fault]:
    """A hook sleeps no longer than the pod has to stop."""
    least = 0 if minor >= 33 else 1
    for hook, handler in container["lifecycle"].items():
        sleep = handler.get("sleep") if isinstance(handler, dict) else None
        given = sleep.get("seconds", 0) if sleep is not None else None
        if given is not None and not least <= given <= seconds:
            message = f"`{given}` is out of range, expected {least} to {seconds} (the termination grace period)"
            yield facts.invalid(message, "lifecycle", hook, "sleep", "seconds")
