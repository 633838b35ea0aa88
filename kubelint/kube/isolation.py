"""What separates a pod from its node: the settings that the Pod Security level ``baseline`` asks about.

Each function yields what a pod or a container does against one control. Facts:
``k8s.io/pod-security-admission/policy``, and the table of the Pod Security Standards.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from kubelint.finding import Path, Place
from kubelint.kube.objects import dig, mapping, sequence
from kubelint.kube.pods import Container, Pod


class Breach(NamedTuple):
    """What stands against a control, and where."""

    place: Place
    message: str
    absent: bool = False
    """Whether something is missing, rather than wrong."""


BASELINE_CAPABILITIES = frozenset(
    [
        "AUDIT_WRITE",
        "CHOWN",
        "DAC_OVERRIDE",
        "FOWNER",
        "FSETID",
        "KILL",
        "MKNOD",
        "NET_BIND_SERVICE",
        "SETFCAP",
        "SETGID",
        "SETPCAP",
        "SETUID",
        "SYS_CHROOT",
    ]
)
RESTRICTED_CAPABILITIES = frozenset({"NET_BIND_SERVICE"})

_SELINUX_TYPES = {"container_t": 0, "container_init_t": 0, "container_kvm_t": 0, "container_engine_t": 31}
_SYSCTLS = {
    "kernel.shm_rmid_forced": 0,
    "net.ipv4.ip_local_port_range": 0,
    "net.ipv4.ip_unprivileged_port_start": 0,
    "net.ipv4.ping_group_range": 0,
    "net.ipv4.tcp_syncookies": 0,
    "net.ipv4.ip_local_reserved_ports": 27,
    "net.ipv4.tcp_fin_timeout": 29,
    "net.ipv4.tcp_keepalive_intvl": 29,
    "net.ipv4.tcp_keepalive_probes": 29,
    "net.ipv4.tcp_keepalive_time": 29,
    "net.ipv4.tcp_rmem": 32,
    "net.ipv4.tcp_wmem": 32,
}
"""Sysctls of the safe list by the minor of the policy version that admitted them."""
_APPARMOR = "container.apparmor.security.beta.kubernetes.io/"


def every_container(pod: Pod) -> list[Container]:
    """All containers of a pod, the plain init containers too."""
    return [*pod.containers, *pod.init_containers]


def privileged(container: Container) -> Iterator[Breach]:
    """``privileged: true``."""
    if container.security.get("privileged") is True:
        yield Breach(container.at("securityContext", "privileged"), "runs privileged: it has all rights on the node")


def host_processes(pod: Pod) -> Iterator[Breach]:
    """HostProcess containers of Windows, asked for by the pod or by a container."""
    for place, security in _contexts(pod):
        if dig(security, "windowsOptions", "hostProcess") is True:
            yield Breach(
                place.down("windowsOptions", "hostProcess"),
                "is a HostProcess container: it has all rights on the Windows node",
            )


def host_namespaces(pod: Pod) -> Iterator[Breach]:
    """``hostPID``, ``hostIPC`` and ``hostNetwork``."""
    for field, what in (("hostPID", "processes"), ("hostIPC", "shared memory"), ("hostNetwork", "network")):
        if pod.spec.get(field) is True:
            yield Breach(pod.at(field), f"shares the node's {what} (`{field}: true`)")


def host_ports(container: Container) -> Iterator[Breach]:
    """Ports bound on the node."""
    for number, port in enumerate(sequence(container.get("ports"))):
        bound = mapping(port).get("hostPort")
        if isinstance(bound, int) and bound > 0:
            yield Breach(container.at("ports", number, "hostPort"), f"binds port {bound} of the node")


def host_paths(pod: Pod) -> Iterator[Breach]:
    """Folders and files of the node, mounted."""
    for place, path in host_path_volumes(pod):
        yield Breach(place, f"mounts `{path}` of the node")


def host_path_volumes(pod: Pod) -> Iterator[tuple[Place, str]]:
    """Each ``hostPath`` volume's place and path."""
    for number, volume in enumerate(sequence(pod.spec.get("volumes"))):
        path = dig(volume, "hostPath", "path")
        if isinstance(path, str) and path:
            yield pod.at("volumes", number, "hostPath", "path"), path


def added_capabilities(container: Container) -> Iterator[tuple[Place, str]]:
    """Each added capability's place and name, without the prefix ``CAP_`` that runtimes ignore."""
    if not container.pod.windows:
        for number, name in enumerate(sequence(dig(container.security, "capabilities", "add"))):
            if isinstance(name, str):
                yield container.at("securityContext", "capabilities", "add", number), name.upper().removeprefix("CAP_")


def capabilities(container: Container, allowed: frozenset[str] = BASELINE_CAPABILITIES) -> Iterator[Breach]:
    """Capabilities added beyond those allowed."""
    for place, name in added_capabilities(container):
        if name not in allowed:
            yield Breach(place, f"adds the capability `{name}`")


def seccomp_unconfined(pod: Pod) -> Iterator[Breach]:
    """Seccomp switched off."""
    for place, security in _contexts(pod):
        if dig(security, "seccompProfile", "type") == "Unconfined":
            yield Breach(place.down("seccompProfile", "type"), "switches seccomp off: all system calls are allowed")


def apparmor(pod: Pod) -> Iterator[Breach]:
    """AppArmor switched off, by field or by the older annotation."""
    message = "switches AppArmor off"
    for place, security in _contexts(pod):
        if dig(security, "appArmorProfile", "type") == "Unconfined":
            yield Breach(place.down("appArmorProfile", "type"), message)
    for key, value in pod.annotations.items():
        if key.startswith(_APPARMOR) and value == "unconfined":
            yield Breach(Place(pod.owner, (*pod.path, "metadata", "annotations", key)), message)


def selinux(pod: Pod, minor: int) -> Iterator[Breach]:
    """An SELinux type outside the containers' own, or a user or role of one's own."""
    for place, security in _contexts(pod):
        options = mapping(security.get("seLinuxOptions"))
        kind = options.get("type")
        if kind and _SELINUX_TYPES.get(str(kind), 99) > minor:
            yield Breach(place.down("seLinuxOptions", "type"), f"sets the SELinux type `{kind}`")
        for field in ("user", "role"):
            if options.get(field):
                yield Breach(place.down("seLinuxOptions", field), f"sets an SELinux {field} of its own")


def proc_mounts(container: Container) -> Iterator[Breach]:
    """``/proc`` without its masks."""
    if container.security.get("procMount") == "Unmasked":
        yield Breach(container.at("securityContext", "procMount"), "sees the whole of `/proc`, unmasked")


def sysctls(pod: Pod, minor: int) -> Iterator[Breach]:
    """Sysctls outside the safe list."""
    for number, sysctl in enumerate(sequence(dig(pod.spec, "securityContext", "sysctls"))):
        name = mapping(sysctl).get("name")
        if isinstance(name, str) and _SYSCTLS.get(name.replace("/", "."), 99) > minor:
            place = pod.at("securityContext", "sysctls", number, "name")
            yield Breach(place, f"sets the sysctl `{name}`, which is not on the safe list")


def probe_hosts(container: Container) -> Iterator[Breach]:
    """Probes and hooks that the kubelet sends to a host of their own choice."""
    handlers: tuple[Path, ...] = (
        *((probe,) for probe in ("livenessProbe", "readinessProbe", "startupProbe")),
        *(("lifecycle", hook) for hook in ("postStart", "preStop")),
    )
    for handler in handlers:
        for action in ("httpGet", "tcpSocket"):
            path = (*handler, action, "host")
            host = container.get(*path)
            if host:
                yield Breach(container.at(*path), f"makes the kubelet ask the host `{host}`")


def _contexts(pod: Pod) -> Iterator[tuple[Place, dict[str, Any]]]:
    yield pod.at("securityContext"), mapping(pod.spec.get("securityContext"))
    for container in every_container(pod):
        if container.security:
            yield container.at("securityContext"), container.security
