"""Security: what a container may do to its node and its neighbours."""

from __future__ import annotations

from collections.abc import Iterator

from kubelint.finding import Problem, Severity
from kubelint.kube.pods import Container


def run_as_root(container: Container) -> Iterator[Problem]:
    """Container runs as UID 0."""
    if container.effective("runAsUser") == 0 and not container.pod.windows:
        refused = container.effective("runAsNonRoot") is True
        message = "runs as root (UID 0)" + (
            ", which `runAsNonRoot: true` forbids: it will not start" if refused else ""
        )
        yield Problem(container.effective_at("runAsUser"), message, severity=Severity.ERROR if refused else None)
