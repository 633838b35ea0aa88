"""The Pod Security Standards as one table: controls by level and by the version that brought them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from kubelint.finding import Place
from kubelint.kube.confinement import escalations, missing_seccomp, possible_roots, root_users, undropped, volume_types
from kubelint.kube.isolation import (
    Breach,
    apparmor,
    capabilities,
    every_container,
    host_namespaces,
    host_paths,
    host_ports,
    host_processes,
    privileged,
    probe_hosts,
    proc_mounts,
    seccomp_unconfined,
    selinux,
    sysctls,
)
from kubelint.kube.pods import Container, Pod

USER_NAMESPACES = 35
"""The minor from which a pod with ``hostUsers: false`` may be root inside, and unmask ``/proc`` (KEP-127)."""


class Control(NamedTuple):
    """One control of the standards. Facts: ``k8s.io/pod-security-admission/policy``."""

    name: str
    restricted: bool
    since: int
    """The minor of the policy version that brought it, 0 for always."""
    breaches: Callable[[Pod, int], Iterator[Breach]]


def _each(check: Callable[[Container], Iterator[Breach]]) -> Callable[[Pod, int], Iterator[Breach]]:
    def breaches(pod: Pod, minor: int) -> Iterator[Breach]:
        for container in every_container(pod):
            for breach in check(container):
                yield breach._replace(place=container.at()) if breach.absent else breach

    return breaches


def _linux(check: Callable[[Container], Iterator[Breach]]) -> Callable[[Pod, int], Iterator[Breach]]:
    # Before 1.25 the standards asked Linux settings of Windows pods too; a pod has to say `os.name: windows`.
    def breaches(pod: Pod, minor: int) -> Iterator[Breach]:
        if not (pod.windows and minor >= 25):
            yield from _each(check)(pod, minor)

    return breaches


def _no_user_namespace(check: Callable[[Container], Iterator[Breach]]) -> Callable[[Pod, int], Iterator[Breach]]:
    def breaches(pod: Pod, minor: int) -> Iterator[Breach]:
        if not (pod.spec.get("hostUsers") is False and minor >= USER_NAMESPACES):
            yield from _each(check)(pod, minor)

    return breaches


CONTROLS = (
    Control("privileged", False, 0, _each(privileged)),
    Control("hostProcess", False, 0, lambda pod, minor: host_processes(pod)),
    Control("hostNamespaces", False, 0, lambda pod, minor: host_namespaces(pod)),
    Control("hostPorts", False, 0, _each(host_ports)),
    Control("hostPathVolumes", False, 0, lambda pod, minor: host_paths(pod)),
    Control("capabilities", False, 0, _each(capabilities)),
    Control("seccompProfile", False, 0, lambda pod, minor: seccomp_unconfined(pod)),
    Control("appArmorProfile", False, 0, lambda pod, minor: apparmor(pod)),
    Control("seLinuxOptions", False, 0, selinux),
    Control("procMount", False, 0, _no_user_namespace(proc_mounts)),
    Control("sysctls", False, 0, sysctls),
    Control("hostProbesAndHostLifecycle", False, 34, _each(probe_hosts)),
    Control("procMount_restricted", True, USER_NAMESPACES, _each(proc_mounts)),
    Control("allowPrivilegeEscalation", True, 8, _linux(escalations)),
    Control("runAsNonRoot", True, 0, _no_user_namespace(possible_roots)),
    Control("runAsUser", True, 23, _no_user_namespace(root_users)),
    Control("seccompProfile_restricted", True, 19, _linux(missing_seccomp)),
    Control("capabilities_restricted", True, 22, _linux(undropped)),
    Control("restrictedVolumes", True, 0, lambda pod, minor: volume_types(pod)),
)


def breaches_of(pod: Pod, level: str, minor: int) -> dict[Place, list[str]]:
    """What a level (``baseline``, ``restricted``) refuses of a pod at the policy version 1.``minor``, by place."""
    found: dict[Place, list[str]] = {}
    for control in CONTROLS:
        if control.since <= minor and (level == "restricted" or not control.restricted):
            for breach in control.breaches(pod, minor):
                messages = found.setdefault(breach.place, [])
                if breach.message not in messages:
                    messages.append(breach.message)
    return found
