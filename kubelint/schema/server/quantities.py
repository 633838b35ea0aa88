"""Amounts of resources: names, signs, whole numbers."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from kubelint.finding import Fault
from kubelint.kube import names
from kubelint.kube.quantity import ONE, nanos
from kubelint.schema.server import facts

CONTAINER = frozenset({"cpu", "memory", "ephemeral-storage"})
COUNTED = frozenset(
    {
        "pods",
        "services",
        "replicationcontrollers",
        "resourcequotas",
        "secrets",
        "configmaps",
        "persistentvolumeclaims",
        "services.nodeports",
        "services.loadbalancers",
    }
)
_STORAGE = frozenset({"storage", "requests.storage"})
_SIDES = frozenset(f"{side}.{name}" for side in ("requests", "limits") for name in CONTAINER)
STANDARD = CONTAINER | COUNTED | _STORAGE | _SIDES
_EXTENDED: dict[str, bool] = {}


def amount(value: Any) -> int | None:
    """A quantity in nano units, as ``nanos``; texts are remembered, for the same few are written all over."""
    return _of_text(value) if value.__class__ is str else nanos(value)


_of_text = lru_cache(2048)(nanos)


def is_native(name: str) -> bool:
    """Whether Kubernetes itself manages the resource."""
    return "/" not in name or "kubernetes.io/" in name


def is_extended(name: str) -> bool:
    """Whether a resource is some vendor's, such as ``nvidia.com/gpu``."""
    known = _EXTENDED.get(name)
    if known is None:
        known = not is_native(name) and not name.startswith("requests.") and names.label_key(f"requests.{name}") is None
        _EXTENDED[name] = known
    return known


def is_huge_page(name: str) -> bool:
    """Whether a resource is a size of huge pages."""
    return name.startswith("hugepages-")


def resource_name(name: str) -> str | None:
    """What is wrong with a resource's name anywhere; None where it is fine."""
    if problem := names.label_key(name):
        return problem
    base = name.partition(".")[2] if name.startswith(("requests.", "limits.")) else name
    if "/" in name or name in STANDARD or is_huge_page(base):
        return None
    return f"is no resource: expected a standard one or one with a domain, such as `example.com/{name}`"


def quantity(name: str, value: Any, *path: str | int) -> Iterator[Fault]:
    """Faults of one amount: negative, or not whole where the resource is counted."""
    given = amount(value)
    if given is None:
        return
    if given < 0:
        yield facts.invalid(f"`{value}` is negative", *path)
    if given % ONE and (name in COUNTED or name.startswith("count/") or is_extended(name)):
        yield facts.invalid(f"`{value}` is no whole number, and `{name}` is counted", *path)
