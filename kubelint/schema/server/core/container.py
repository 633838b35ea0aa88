"""Containers: ports, environment, mounts, images."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from kubelint.finding import Fault, Severity
from kubelint.kube import names
from kubelint.schema.server import facts
from kubelint.schema.server.core import fieldpaths
from kubelint.schema.server.core.resources import container_resources
from kubelint.schema.server.registry import Context, Verdict, fields, judges

CORE = "io.k8s.api.core.v1."

fields(
    CORE + "Container",
    CORE + "EphemeralContainer",
    name=facts.label,
    imagePullPolicy=facts.one_of("Always", "IfNotPresent", "Never"),
    terminationMessagePolicy=facts.one_of("File", "FallbackToLogsOnError"),
)
fields(
    CORE + "ContainerPort",
    containerPort=facts.number(1, 65535, zero="missing"),
    hostPort=facts.number(1, 65535, zero="unset"),
    name=facts.syntax(names.port_name, empty=True),
    protocol=facts.one_of("TCP", "UDP", "SCTP"),
)
fields(
    CORE + "VolumeMount",
    name=facts.filled,
    mountPath=facts.filled,
    subPath=facts.syntax(names.relative_path, empty=True),
    subPathExpr=facts.syntax(names.relative_path, empty=True),
    mountPropagation=facts.one_of("None", "HostToContainer", "Bidirectional"),
    recursiveReadOnly=facts.one_of("Disabled", "IfPossible", "Enabled"),
)
fields(CORE + "VolumeDevice", name=facts.filled, devicePath=facts.syntax(names.back_step))
fields(
    CORE + "ContainerResizePolicy",
    resourceName=facts.one_of("cpu", "memory", empty=False),
    restartPolicy=facts.one_of("NotRequired", "RestartContainer", empty=False),
)

_env_name = facts.syntax(names.env_name)
_old_env_name = facts.syntax(names.old_env_name)


def env_name(value: Any, minor: int) -> Verdict | None:
    """A variable's name; 1.32 made almost all of ASCII legal."""
    return _env_name(value, minor) if minor >= 32 else _old_env_name(value, minor)


fields(CORE + "EnvVar", name=env_name)
fields(CORE + "EnvFromSource", prefix=lambda value, minor: env_name(value, minor) if value else None)
fields(CORE + "SecretKeySelector", CORE + "ConfigMapKeySelector", key=facts.syntax(names.config_key))
fields(
    CORE + "SecretKeySelector",
    CORE + "ConfigMapKeySelector",
    CORE + "SecretEnvSource",
    CORE + "ConfigMapEnvSource",
    name=facts.subdomain,
)
for _definition in ("SecretKeySelector", "ConfigMapKeySelector", "SecretEnvSource", "ConfigMapEnvSource"):
    facts.needs(CORE + _definition, "name")
facts.at_most_one(CORE + "EnvFromSource", "configMapRef", "secretRef")
facts.at_most_one(
    CORE + "EnvVarSource", "fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef", "fileKeyRef"
)


fields(CORE + "ContainerRestartRuleOnExitCodes", operator=facts.one_of("In", "NotIn", empty=False))


@judges(CORE + "EnvVar")
def env_var(value: dict[str, Any], ctx: Context) -> Iterable[Fault]:
    """``value`` and ``valueFrom`` exclude each other; a field reference names what a variable can hold."""
    source = value.get("valueFrom")
    return () if source is None else _from_elsewhere(value, source)


def _from_elsewhere(value: dict[str, Any], source: dict[str, Any]) -> Iterator[Fault]:
    if value.get("value"):
        yield facts.forbidden("`valueFrom` may not stand beside a `value`: only one of them is allowed", "valueFrom")
    yield from facts.below("valueFrom", fieldpaths.env_source(source))


@judges(CORE + "Container", CORE + "EphemeralContainer")
def container(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """What a container says is consistent in itself."""
    image = value.get("image")
    if not image:
        yield facts.missing(value, "image")
    elif ctx.kind == "Pod" and image != image.strip():
        yield facts.invalid(f"`{image}` has blanks around it", "image")
    env = value.get("env", ())
    if len(env) > 1 and len({variable.get("name") for variable in env}) < len(env):
        yield from _shadowed_env(env)
    if len(value.get("ports", ())) > 1:
        yield from facts.below("ports", _ports(value["ports"]))
    if "volumeMounts" in value:
        yield from _mounts(value)
    if "volumeDevices" in value:
        yield from _devices(value)
    if value.get("restartPolicyRules") and "restartPolicy" not in value and ctx.minor >= 35:
        yield facts.missing(value, "restartPolicy", ", which `restartPolicyRules` need")
    if "resources" in value:
        yield from facts.below("resources", container_resources(value["resources"]))


def _shadowed_env(env: list[dict[str, Any]]) -> Iterator[Fault]:
    """A variable twice: stored with a warning, unless the later one builds on the earlier."""
    seen: set[str] = set()
    for index, variable in enumerate(env):
        name = variable.get("name")
        if not name:
            continue
        if name in seen and f"$({name})" not in variable.get("value", ""):
            message = f"`{name}` is set twice: this one hides the one above, and apply may drop one of them"
            yield Fault("shadowed-item", ("env", index), message, severity=Severity.WARNING)
        seen.add(name)


def _ports(ports: list[dict[str, Any]]) -> Iterator[Fault]:
    """Names are unique; the same port twice is stored with a warning."""
    named: set[str] = set()
    for index, port in enumerate(ports):
        name = port.get("name")
        if name in named and name:
            yield Fault("duplicate-item", (index, "name"), f"port name `{name}` is used twice in this container")
        named.add(name or "")


def _mounts(container: dict[str, Any]) -> Iterator[Fault]:
    paths: set[str] = set()
    privileged = (container.get("securityContext") or {}).get("privileged") is True
    for index, mount in enumerate(container["volumeMounts"]):
        path = mount.get("mountPath")
        if path and path in paths:
            yield Fault("duplicate-item", ("volumeMounts", index, "mountPath"), f"`{path}` is mounted twice")
        paths.add(path)
        if not _RELATED.isdisjoint(mount):
            yield from facts.below("volumeMounts", facts.below(index, _mount(mount, privileged)))


_RELATED = frozenset({"mountPropagation", "subPathExpr", "recursiveReadOnly"})


def _mount(mount: dict[str, Any], privileged: bool) -> Iterator[Fault]:
    """Relations between the settings of one mount."""
    propagation = mount.get("mountPropagation")
    if propagation == "Bidirectional" and not privileged:
        yield facts.forbidden("`Bidirectional` needs a privileged container", "mountPropagation")._replace(key=False)
    if mount.get("subPath") and mount.get("subPathExpr"):
        yield facts.forbidden("`subPathExpr` may not stand beside `subPath`", "subPathExpr")
    if mount.get("recursiveReadOnly") in ("IfPossible", "Enabled"):
        if mount.get("readOnly") is not True:
            yield facts.forbidden("`recursiveReadOnly` needs `readOnly: true`", "recursiveReadOnly")
        if propagation not in (None, "None"):
            yield facts.forbidden("`recursiveReadOnly` needs `mountPropagation: None`", "recursiveReadOnly")


def _devices(container: dict[str, Any]) -> Iterator[Fault]:
    devices = container["volumeDevices"]
    yield from facts.below("volumeDevices", facts.repeated(devices, "devicePath", "device path"))
    yield from facts.below("volumeDevices", facts.repeated(devices, "name", "volume"))
    mounts = container.get("volumeMounts", ())
    names_mounted = {mount.get("name") for mount in mounts}
    paths = {mount.get("mountPath") for mount in mounts}
    for index, device in enumerate(devices):
        if device.get("name") in names_mounted:
            message = f"volume `{device['name']}` is mounted already, and cannot be a device as well"
            yield facts.invalid(message, "volumeDevices", index, "name")
        if device.get("devicePath") in paths:
            message = f"`{device['devicePath']}` is a mount path already"
            yield facts.invalid(message, "volumeDevices", index, "devicePath")
