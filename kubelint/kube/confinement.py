"""What a container gives up of its own accord: the settings that the Pod Security level ``restricted`` asks for.

Each function yields what a pod or a container leaves undone. Facts: ``k8s.io/pod-security-admission/policy``.
"""

from __future__ import annotations

from collections.abc import Iterator

from kubelint.kube.isolation import RESTRICTED_CAPABILITIES, Breach, capabilities
from kubelint.kube.objects import dig, mapping, sequence
from kubelint.kube.pods import Container, Pod

RESTRICTED_VOLUMES = frozenset(
    ["configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret"]
)


def escalations(container: Container) -> Iterator[Breach]:
    """A process may gain more rights than its parent: ``allowPrivilegeEscalation`` is not false."""
    value = container.security.get("allowPrivilegeEscalation")
    if value is not False:
        said = "is true" if value is True else "is not said to be false"
        place = container.at("securityContext", "allowPrivilegeEscalation")
        yield Breach(place, f"may gain rights while it runs: `allowPrivilegeEscalation` {said}", value is None)


def possible_roots(container: Container) -> Iterator[Breach]:
    """``runAsNonRoot`` is not true (effective)."""
    value = container.effective("runAsNonRoot")
    if value is not True:
        message = "may run as root: `runAsNonRoot: true` is not said"
        yield Breach(container.effective_at("runAsNonRoot"), message, value is None)


def root_users(container: Container) -> Iterator[Breach]:
    """UID 0 in so many words (effective)."""
    if container.effective("runAsUser") == 0:
        yield Breach(container.effective_at("runAsUser"), "runs as root (UID 0)")


def missing_seccomp(container: Container) -> Iterator[Breach]:
    """Neither the container nor its pod asks for a seccomp profile."""
    kind = dig(container.effective("seccompProfile"), "type")
    if kind is None:
        place = container.at("securityContext", "seccompProfile")
        yield Breach(place, "asks for no seccomp profile (`seccompProfile.type: RuntimeDefault`)", True)


def undropped(container: Container) -> Iterator[Breach]:
    """Not all capabilities are dropped, or more than ``NET_BIND_SERVICE`` is added."""
    if not drops(container, "ALL"):
        place = container.at("securityContext", "capabilities")
        yield Breach(place, "keeps the runtime's capabilities: `capabilities.drop` does not hold `ALL`", True)
    yield from capabilities(container, RESTRICTED_CAPABILITIES)


def drops(container: Container, name: str) -> bool:
    """Whether a capability is dropped, by its name or with all the others."""
    dropped = {
        str(item).upper().removeprefix("CAP_") for item in sequence(dig(container.security, "capabilities", "drop"))
    }
    return name in dropped or "ALL" in dropped


def volume_types(pod: Pod) -> Iterator[Breach]:
    """Volumes of a type outside the restricted list."""
    for number, volume in enumerate(sequence(pod.spec.get("volumes"))):
        kinds = [key for key, value in mapping(volume).items() if key != "name" and isinstance(value, dict)]
        if kinds and not RESTRICTED_VOLUMES & set(kinds):
            yield Breach(pod.at("volumes", number), f"mounts a volume of type `{kinds[0]}`")
