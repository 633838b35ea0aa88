"""Security contexts of pods and containers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kubelint.finding import Fault
from kubelint.kube import names
from kubelint.pattern import regex
from kubelint.schema.server import facts
from kubelint.schema.server.registry import Context, fields, items, judges

CORE = "io.k8s.api.core.v1."
_PROFILE = facts.one_of("RuntimeDefault", "Unconfined", "Localhost", empty=False)
_SYSCTL = regex(r"[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?(?:[./][a-z0-9](?:[-_a-z0-9]*[a-z0-9])?)*\Z")
_OF_IPC = ("kernel.shm", "kernel.msg", "kernel.sem", "fs.mqueue.")


def _sysctl(value: str) -> str | None:
    fine = _SYSCTL.match(value)
    return names.too_long(value, 253) or (None if fine else "is no sysctl, such as `net.core.somaxconn`")


fields(
    CORE + "PodSecurityContext",
    CORE + "SecurityContext",
    runAsUser=facts.user_id,
    runAsGroup=facts.user_id,
)
fields(
    CORE + "PodSecurityContext",
    fsGroup=facts.user_id,
    supplementalGroups=items(facts.user_id),
    fsGroupChangePolicy=facts.one_of("OnRootMismatch", "Always", empty=False),
    supplementalGroupsPolicy=facts.one_of("Merge", "Strict", empty=False),
    seLinuxChangePolicy=facts.one_of("MountOption", "Recursive", empty=False),
)
fields(CORE + "SecurityContext", procMount=facts.one_of("Default", "Unmasked", empty=False))
fields(CORE + "SeccompProfile", CORE + "AppArmorProfile", type=_PROFILE)
fields(CORE + "Sysctl", name=facts.syntax(_sysctl))


@judges(CORE + "SeccompProfile", CORE + "AppArmorProfile")
def profile(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """``Localhost`` names a profile, the others do not."""
    kind, local = value.get("type"), value.get("localhostProfile")
    if kind == "Localhost":
        if not local:
            yield facts.missing(value, "localhostProfile", ", which type `Localhost` needs")
        elif problem := names.relative_path(local):
            yield facts.invalid(f"`{local}` {problem}", "localhostProfile")
    elif kind and local is not None:
        yield facts.forbidden(
            f"`localhostProfile` may only stand beside type `Localhost`, not `{kind}`", "localhostProfile"
        )


@judges(CORE + "SecurityContext")
def security_context(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """What gives root's rights cannot forbid their escalation."""
    if value.get("allowPrivilegeEscalation") is not False:
        return
    if value.get("privileged") is True:
        yield facts.invalid("may not be `false` in a privileged container", "allowPrivilegeEscalation")
    if "CAP_SYS_ADMIN" in (value.get("capabilities") or {}).get("add", ()):
        yield facts.invalid("may not be `false` where `CAP_SYS_ADMIN` is added", "allowPrivilegeEscalation")


def pod_security(spec: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """Relations between a pod's namespaces and its security context."""
    sysctls = (spec.get("securityContext") or {}).get("sysctls")
    if sysctls:
        yield from facts.below("securityContext", facts.below("sysctls", _sysctls(sysctls, spec)))
    if spec.get("shareProcessNamespace") is True and spec.get("hostPID") is True:
        yield facts.invalid("`shareProcessNamespace` and `hostPID` exclude each other", "shareProcessNamespace")
    if spec.get("hostUsers") is not False and ctx.minor >= 33:
        yield from _unmasked(spec)
    if spec.get("hostUsers") is False:
        for member in ("hostNetwork", "hostPID", "hostIPC"):
            if spec.get(member) is True and not (member == "hostNetwork" and ctx.minor >= 35):
                yield facts.forbidden(f"`{member}` may not be set where `hostUsers` is `false`", member)


def _unmasked(spec: dict[str, Any]) -> Iterator[Fault]:
    """The whole of ``/proc`` is only for pods with users of their own."""
    for member in ("containers", "initContainers"):
        for index, container in enumerate(spec.get(member, ())):
            if container.get("securityContext", {}).get("procMount") == "Unmasked":
                message = "`Unmasked` needs `hostUsers: false` in the pod"
                yield facts.invalid(message, member, index, "securityContext", "procMount")


def _sysctls(sysctls: list[dict[str, Any]], spec: dict[str, Any]) -> Iterator[Fault]:
    yield from facts.repeated(sysctls, "name", "sysctl")
    for index, sysctl in enumerate(sysctls):
        name = sysctl.get("name", "").replace("/", ".")
        if spec.get("hostNetwork") is True and name.startswith("net."):
            yield facts.invalid(f"`{name}` may not be set on a pod in the host's network", index, "name")
        if spec.get("hostIPC") is True and name.startswith(_OF_IPC):
            yield facts.invalid(f"`{name}` may not be set on a pod in the host's IPC namespace", index, "name")
