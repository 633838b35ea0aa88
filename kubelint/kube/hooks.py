"""Helm's hooks: objects that Helm creates around a release instead of with it."""

from __future__ import annotations

from kubelint.kube.objects import Object

_HOOK = "helm.sh/hook"


def hooks(obj: Object) -> frozenset[str]:
    """The hooks that an object is for (``pre-install``, ``test`` ...); empty for an ordinary object."""
    value = obj.annotations.get(_HOOK)
    return frozenset(part.strip() for part in value.split(",")) if isinstance(value, str) else frozenset()


def is_test(obj: Object) -> bool:
    """Whether it is a Helm test (``test-success`` and ``test-failure`` are Helm 2's words)."""
    return any(hook.startswith("test") for hook in hooks(obj))
