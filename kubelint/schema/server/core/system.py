"""What a pod may ask of the operating system that it names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from kubelint.finding import Fault
from kubelint.kube.objects import dig, mapping
from kubelint.schema.server import facts
from kubelint.schema.server.registry import Context, judges

CORE = "io.k8s.api.core.v1."
_POD = ("hostPID", "hostIPC", "hostUsers", "shareProcessNamespace")
_POD_SECURITY = (
    "appArmorProfile",
    "fsGroup",
    "fsGroupChangePolicy",
    "runAsGroup",
    "runAsUser",
    "seLinuxOptions",
    "seccompProfile",
    "supplementalGroups",
    "supplementalGroupsPolicy",
    "sysctls",
)
_SECURITY = (
    "allowPrivilegeEscalation",
    "appArmorProfile",
    "capabilities",
    "privileged",
    "procMount",
    "readOnlyRootFilesystem",
    "runAsGroup",
    "runAsUser",
    "seLinuxOptions",
    "seccompProfile",
)


@judges(CORE + "PodSpec")
def system(value: dict[str, Any], ctx: Context) -> Iterable[Fault]:
    """A pod that names its system asks for nothing of the other one."""
    name = dig(value, "os", "name")
    if name == "windows":
        return _only(value, "windows", _POD, _POD_SECURITY, _SECURITY)
    return _only(value, "linux", (), ("windowsOptions",), ("windowsOptions",)) if name == "linux" else ()


def _only(
    spec: dict[str, Any], name: str, pod: tuple[str, ...], pod_security: tuple[str, ...], security: tuple[str, ...]
) -> Iterator[Fault]:
    places: list[tuple[tuple[str | int, ...], dict[str, Any], tuple[str, ...]]] = [
        ((), spec, pod),
        (("securityContext",), mapping(spec.get("securityContext")), pod_security),
    ]
    for member in ("containers", "initContainers"):
        for index, container in enumerate(spec.get(member, ())):
            context = mapping(container.get("securityContext"))
            places.append(((member, index, "securityContext"), context, security))
    for path, holder, members in places:
        for member in members:
            if holder.get(member) is not None:
                yield facts.forbidden(f"`{member}` may not be set where `os.name` is `{name}`", *path, member)
