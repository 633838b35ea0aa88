"""Resource requests and limits of containers and pods."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from kubelint.finding import Fault
from kubelint.kube import names
from kubelint.kube.nearness import nearest
from kubelint.kube.quantity import ONE
from kubelint.schema.server import facts
from kubelint.schema.server.quantities import CONTAINER, amount, is_extended, is_huge_page, is_native, quantity
from kubelint.schema.server.registry import Context, judges

CORE = "io.k8s.api.core.v1."
POD_LEVEL = 34
"""The minor version from which a pod's own ``resources`` count without a feature gate."""


def container_resources(resources: dict[str, Any]) -> Iterator[Fault]:
    """Faults of a container's ``resources``."""
    limits, requests = resources.get("limits") or {}, resources.get("requests") or {}
    for side, amounts in (("limits", limits), ("requests", requests)):
        for name, value in amounts.items():
            if name not in CONTAINER and (problem := _name(name)):
                yield Fault("invalid-value", (side, name), f"`{name}` {problem}", key=True)
            given = amount(value)
            if given is not None and (given < 0 or (given % ONE and name not in CONTAINER)):
                yield from quantity(name, value, side, name)
    for name, value in requests.items():
        if value != limits.get(name):
            yield from _request(name, value, limits)
    used = limits.keys() | requests.keys()
    if not used <= CONTAINER and any(map(is_huge_page, used)) and not used & {"cpu", "memory"}:
        yield Fault("missing-field", (), "huge pages need `cpu` or `memory` beside them")


def _name(name: str) -> str | None:
    """What is wrong with the name of a container's resource."""
    if problem := names.label_key(name):
        return problem
    if is_huge_page(name):
        return None
    if "/" not in name:
        listed = "`cpu`, `memory`, `ephemeral-storage` or a name with a domain"
        return f"is no resource of containers, expected {listed}{_near(name)}"
    fine = is_native(name) or is_extended(name)
    return None if fine else "is no extended resource: expected `domain/name`"


def _near(name: str) -> str:
    text = name.lower()
    near = _SHORT.get(text.rstrip("s")) or _CASE.get(text) or nearest(text, CONTAINER)
    return f"; did you mean `{near}`?" if near else ""


_CASE = {name: name for name in CONTAINER}
_SHORT = {"mem": "memory", "disk": "ephemeral-storage", "storage": "ephemeral-storage", "gpu": "nvidia.com/gpu"}


def _request(name: str, value: Any, limits: dict[str, Any]) -> Iterator[Fault]:
    """A request is no more than the limit, and equal to it where there is no overcommitment."""
    exact = is_huge_page(name) or is_extended(name)
    if name not in limits:
        if exact:
            yield Fault("missing-field", ("limits", name), f"lacks a limit of `{name}`, equal to its request")
        return
    limit = limits[name]
    wanted, most = amount(value), amount(limit)
    if wanted is None or most is None:
        return
    if exact and wanted != most:
        yield facts.invalid(f"requests `{value}` of `{name}`, expected its limit, `{limit}`", "requests", name)
    elif wanted > most:
        yield facts.invalid(f"requests `{value}` of `{name}`, more than its limit, `{limit}`", "requests", name)


@judges(CORE + "PodSpec")
def pod_resources(value: dict[str, Any], ctx: Context) -> Iterable[Fault]:
    """A pod's own ``resources`` hold what its containers ask for."""
    resources = value.get("resources")
    return _of_pod(resources, value) if resources and ctx.minor >= POD_LEVEL else ()


def _of_pod(resources: dict[str, Any], spec: dict[str, Any]) -> Iterator[Fault]:
    limits, requests = resources.get("limits") or {}, resources.get("requests") or {}
    for side, amounts in (("limits", limits), ("requests", requests)):
        for name in amounts:
            if name not in ("cpu", "memory") and not is_huge_page(name):
                message = f"`{name}` is not supported for a pod, expected `cpu`, `memory` or a size of huge pages"
                yield Fault("unsupported-value", ("resources", side, name), message, key=True)
    if "claims" in resources:
        yield facts.forbidden("`claims` may only be set on containers", "resources", "claims")
    for name, value in requests.items():
        yield from facts.below("resources", _request(name, value, limits))
        given, asked = amount(value), _asked(name, spec)
        if given is not None and given < asked:
            message = f"requests `{value}` of `{name}`, less than the containers do together"
            yield facts.invalid(message, "resources", "requests", name)
    for name, value in limits.items():
        yield from _within(name, value, spec)


def _asked(name: str, spec: dict[str, Any]) -> int:
    """What the containers that run beside each other request; what is left to defaults is not counted."""
    together = [
        *spec.get("containers", ()),
        *(each for each in spec.get("initContainers", ()) if each.get("restartPolicy") == "Always"),
    ]
    return sum(_amount(container, "requests", name) for container in together)


def _within(name: str, value: Any, spec: dict[str, Any]) -> Iterator[Fault]:
    """No container's limit is above the pod's."""
    most = amount(value)
    for index, container in enumerate(spec.get("containers", ())):
        if most is not None and _amount(container, "limits", name) > most:
            message = f"is more of `{name}` than the pod's limit, `{value}`"
            yield facts.invalid(message, "containers", index, "resources", "limits", name)


def _amount(container: dict[str, Any], side: str, name: str) -> int:
    return amount(((container.get("resources") or {}).get(side) or {}).get(name)) or 0
