"""What a container could give up and keeps: capabilities, protections, a writable root, wide-open volumes and ports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any, Literal, NamedTuple

from kubelint.finding import Fix, Operation, Patch, Path, Place, Problem
from kubelint.kube.confinement import drops, escalations, missing_seccomp, volume_types
from kubelint.kube.isolation import (
    BASELINE_CAPABILITIES,
    RESTRICTED_CAPABILITIES,
    Breach,
    apparmor,
    capabilities,
    proc_mounts,
    seccomp_unconfined,
    selinux,
    sysctls,
)
from kubelint.kube.objects import dig, mapping, sequence
from kubelint.kube.pods import Container, Pod
from kubelint.workspace import Workspace
from kubelint.workspace.exemptions import NodeDaemonOptions, spare_node_daemons
from kubelint.workspace.mending import with_field

_INSTEAD = {"Unconfined": "RuntimeDefault", "Unmasked": "Default", "unconfined": "runtime/default"}


class DangerousCapabilityOptions(NamedTuple):
    """Options of ``dangerous-capability``."""

    node_daemons: bool = False
    """Whether node daemons count as well."""
    allowed: Literal["baseline", "restricted"] | Sequence[str] = "baseline"
    """``baseline``, ``restricted``, or the names of the capabilities that may be added."""


class UndroppedCapabilitiesOptions(NamedTuple):
    """Options of ``undropped-capabilities``."""

    drop: str = "ALL"
    """The capability that has to be dropped."""


class PrivilegedPortOptions(NamedTuple):
    """Options of ``privileged-port``."""

    ports: Sequence[int] = ()
    """The ports to speak of; none means all below 1024."""


def dangerous_capability(pod: Pod, workspace: Workspace, options: DangerousCapabilityOptions) -> Iterator[Problem]:
    """Container adds a capability that reaches beyond it."""
    allowed = _allowed(options.allowed)
    found = (
        Problem(breach.place, f"{breach.message}, which reaches beyond the container")
        for container in pod.containers
        for breach in capabilities(container, allowed)
    )
    return spare_node_daemons(found, pod, workspace, options.node_daemons)


def _allowed(option: str | Sequence[str]) -> frozenset[str]:
    if isinstance(option, str):
        return RESTRICTED_CAPABILITIES if option == "restricted" else BASELINE_CAPABILITIES
    return frozenset(name.upper().removeprefix("CAP_") for name in option)


def weakened_isolation(pod: Pod, workspace: Workspace, options: NodeDaemonOptions) -> Iterator[Problem]:
    """A protection is switched off by hand."""
    minor = workspace.versions.last
    breaches = chain(
        seccomp_unconfined(pod),
        apparmor(pod),
        *map(proc_mounts, pod.containers),
        selinux(pod, minor),
        sysctls(pod, minor),
    )
    found = (
        Problem(*breach[:2], fix=_restored(pod, breach)) for breach in breaches if not _plain_init(pod, breach.place)
    )
    return spare_node_daemons(found, pod, workspace, options.node_daemons)


def _plain_init(pod: Pod, place: Place) -> bool:
    inside = place.path[len(pod.path) + 1 :]
    return inside[:1] == ("initContainers",) and any(c.number == inside[1] for c in pod.init_containers)


def _restored(pod: Pod, breach: Breach) -> Fix | None:
    path = breach.place.path
    instead = _INSTEAD.get(str(dig(pod.owner.data, *path)))
    if instead is None:
        return None
    return with_field(pod.owner, path, instead, f"set `{path[-1]}` to `{instead}`", safe=False)


def privilege_escalation(container: Container) -> Iterator[Problem]:
    """A process of the container may gain rights that its parent lacks."""
    if not container.pod.windows:
        for place, message, _ in escalations(container):
            yield Problem(place, message, fix=_no_escalation(container))


def _no_escalation(container: Container) -> Fix | None:
    # The server refuses the two together.
    added = {str(name).upper() for name in sequence(dig(container.security, "capabilities", "add"))}
    if container.security.get("privileged") is True or added & {"SYS_ADMIN", "CAP_SYS_ADMIN"}:
        return None
    return set_security(container, ("allowPrivilegeEscalation",), False)


def set_security(container: Container, path: Path, value: Any) -> Fix:
    """The fix that sets a field of the container's own security context; unsafe, since the app may need the right."""
    whole = (*container.at("securityContext").path, *path)
    return with_field(container.pod.owner, whole, value, f"set `{path[-1]}`", safe=False)


def undropped_capabilities(container: Container, options: UndroppedCapabilitiesOptions) -> Iterator[Problem]:
    """Container keeps the capabilities that the runtime gives it."""
    name = options.drop.upper().removeprefix("CAP_")
    if not container.pod.windows and not drops(container, name):
        message = f"keeps capabilities that it may not need: `capabilities.drop` does not hold `{name}`"
        yield Problem(container.at("securityContext", "capabilities"), message, fix=_drop(container, name))


def _drop(container: Container, name: str) -> Fix:
    if not sequence(dig(container.security, "capabilities", "drop")):
        return set_security(container, ("capabilities", "drop"), [name])
    path = container.at("securityContext", "capabilities", "drop", "-").path
    return Fix(f"drop `{name}`", (Patch(container.pod.owner, (Operation("add", path, name),)),), safe=False)


def missing_seccomp_profile(pod: Pod) -> Iterator[Problem]:
    """Nobody asks for a seccomp profile."""
    without = [c.name for c in pod.containers if not pod.windows and any(missing_seccomp(c))]
    if without:
        names = ", ".join(f"`{name}`" for name in without)
        message = f"no seccomp profile for {names}: all system calls are allowed; ask for `RuntimeDefault`"
        yield Problem(pod.at(), message, fix=_default_seccomp(pod))


def _default_seccomp(pod: Pod) -> Fix:
    path = pod.at("securityContext", "seccompProfile", "type").path
    title = "ask for the runtime's default seccomp profile"
    return with_field(pod.owner, path, "RuntimeDefault", title, safe=False)


def writable_root_filesystem(container: Container) -> Iterator[Problem]:
    """Container may write to its own image."""
    if not container.pod.windows and container.security.get("readOnlyRootFilesystem") is not True:
        place = container.at("securityContext", "readOnlyRootFilesystem")
        message = "may write to its root file system: `readOnlyRootFilesystem: true` is not said"
        yield Problem(place, message, fix=set_security(container, ("readOnlyRootFilesystem",), True))


def restricted_volume_type(pod: Pod) -> Iterator[Problem]:
    """Pod mounts storage past the claims that others may oversee."""
    for place, message, _ in volume_types(pod):
        if not isinstance(dig(pod.owner.data, *place.path, "hostPath"), dict):
            yield Problem(place, f"{message}: use a PersistentVolumeClaim")


def host_aliases(pod: Pod) -> Iterator[Problem]:
    """Pod writes its own ``/etc/hosts``."""
    if sequence(pod.spec.get("hostAliases")):
        yield Problem(pod.at("hostAliases"), "adds names to `/etc/hosts`, past DNS")


def privileged_port(container: Container, options: PrivilegedPortOptions) -> Iterator[Problem]:
    """Container listens on a port that takes a right."""
    for number, port in enumerate(sequence(container.get("ports"))):
        value = mapping(port).get("containerPort")
        if isinstance(value, int) and (value in options.ports if options.ports else 0 < value < 1024):
            what = "an SSH server in a pod" if value == 22 else "below 1024 takes a capability or a recent runtime"
            yield Problem(container.at("ports", number, "containerPort"), f"listens on port {value}: {what}")
