"""What a pod's metadata says of its containers and volumes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from kubelint.finding import Fault
from kubelint.kube.objects import mapping
from kubelint.schema.scalars import is_pending
from kubelint.schema.server import facts
from kubelint.schema.server.registry import Context, judges

CORE = "io.k8s.api.core.v1."
APPARMOR = "container.apparmor.security.beta.kubernetes.io/"
FIELD = 30
"""The minor version from which a security context has an ``appArmorProfile``."""
_WRITTEN = {"RuntimeDefault": "runtime/default", "Unconfined": "unconfined"}


@judges(CORE + "Pod", CORE + "PodTemplateSpec")
def profiles(value: dict[str, Any], ctx: Context) -> Iterable[Fault]:
    """Annotations of AppArmor, each of one container."""
    annotations = mapping(value.get("metadata")).get("annotations")
    if not annotations or not any(key.startswith(APPARMOR) for key in annotations):
        return ()
    spec = mapping(value.get("spec"))
    faults = [*_profiles(annotations, spec)]
    return [*faults, *_disagreeing(annotations, spec)] if ctx.kind == "Pod" and ctx.minor >= FIELD else faults


def _profiles(annotations: dict[str, Any], spec: dict[str, Any]) -> Iterator[Fault]:
    sides = ("containers", "initContainers", "ephemeralContainers")
    known = {container.get("name") for side in sides for container in spec.get(side) or ()}
    for key, profile in annotations.items():
        if not key.startswith(APPARMOR) or is_pending(key) or is_pending(profile):
            continue
        name = key.removeprefix(APPARMOR)
        path = ("metadata", "annotations", key)
        if name not in known:
            yield Fault("invalid-value", path, f"no container `{name}` in this pod", key=True)
        if profile not in ("", "runtime/default", "unconfined") and not profile.startswith("localhost/"):
            message = f"`{profile}` is no profile, expected `runtime/default`, `unconfined` or `localhost/` with a name"
            yield Fault("invalid-value", path, message)


def _disagreeing(annotations: dict[str, Any], spec: dict[str, Any]) -> Iterator[Fault]:
    """A container's own profile is the one of its annotation; the server asks it of Pods only."""
    for member in ("containers", "initContainers"):
        for index, container in enumerate(spec.get(member, ())):
            profile = mapping(mapping(container.get("securityContext")).get("appArmorProfile"))
            said = annotations.get(f"{APPARMOR}{container.get('name')}")
            kind, local = profile.get("type"), profile.get("localhostProfile")
            written = f"localhost/{local}" if kind == "Localhost" and local else _WRITTEN.get(kind or "")
            if said and written and said != written and not is_pending(said) and not is_pending(written):
                path = (member, index, "securityContext", "appArmorProfile", "type")
                yield facts.forbidden(f"`{kind}` differs from the annotation, `{said}`", "spec", *path)._replace(
                    key=False
                )


@judges(CORE + "Pod")
def generated_claims(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """A claim that is made for an ephemeral volume may not be mounted as another's."""
    volumes = mapping(value.get("spec")).get("volumes") or ()
    name = mapping(value.get("metadata")).get("name")
    made = {f"{name}-{volume.get('name')}" for volume in volumes if "ephemeral" in volume}
    if not made or not name:
        return
    for index, volume in enumerate(volumes):
        claim = mapping(volume.get("persistentVolumeClaim")).get("claimName")
        if claim in made:
            path = ("spec", "volumes", index, "persistentVolumeClaim", "claimName")
            yield facts.invalid(f"`{claim}` is the claim that is made for an ephemeral volume of this pod", *path)
