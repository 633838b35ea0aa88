"""Volumes on other machines: what iSCSI, Fibre Channel and their like ask for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kubelint.finding import Fault
from kubelint.schema.server import facts
from kubelint.schema.server.registry import Context, fields, judges

CORE = "io.k8s.api.core.v1."
_ISCSI = (CORE + "ISCSIVolumeSource", CORE + "ISCSIPersistentVolumeSource")
_lun = facts.number(0, 255)


def _iqn(value: str) -> str | None:
    return None if value.startswith(("iqn", "eui", "naa")) else "must begin with `iqn`, `eui` or `naa`"


fields(*_ISCSI, targetPortal=facts.filled, iqn=facts.syntax(_iqn), lun=_lun)
fields(CORE + "FCVolumeSource", lun=_lun)
fields(
    CORE + "GlusterfsVolumeSource", CORE + "GlusterfsPersistentVolumeSource", endpoints=facts.filled, path=facts.filled
)
fields(CORE + "RBDVolumeSource", CORE + "RBDPersistentVolumeSource", image=facts.filled)
for _definition in ("RBD", "CephFS"):
    facts.not_empty(f"{CORE}{_definition}VolumeSource", "monitors")
    facts.not_empty(f"{CORE}{_definition}PersistentVolumeSource", "monitors")


@judges(*_ISCSI)
def iscsi(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """Who authenticates needs a secret for it."""
    chap = value.get("chapAuthDiscovery") is True or value.get("chapAuthSession") is True
    if chap and "secretRef" not in value:
        yield facts.missing(value, "secretRef", ", which authentication by CHAP needs")


@judges(CORE + "FCVolumeSource")
def fibre_channel(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """Targets with a unit, or world wide identifiers."""
    targets, identifiers = value.get("targetWWNs"), value.get("wwids")
    if targets and identifiers:
        yield facts.invalid("`targetWWNs` and `wwids` exclude each other", "targetWWNs")
    elif not targets and not identifiers:
        yield Fault("missing-field", (), "says nothing: expected one of `targetWWNs`, `wwids`")
    if targets and "lun" not in value:
        yield facts.missing(value, "lun", ", which `targetWWNs` need")
