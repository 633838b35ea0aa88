"""Kinds with a small change, and kinds that only their author can carry over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kubelint.finding import Operation
from kubelint.kube.objects import dig, sequence
from kubelint.schema.apis import Api
from kubelint.schema.migrations import Migration

_BY_HAND = {
    "CustomResourceDefinition": "`spec.version`, `validation`, `subresources` and `additionalPrinterColumns` move into "
    "`versions[]`, each with a structural schema",
    "CertificateSigningRequest": "`signerName` and `usages` are required",
    "DeviceClass": "the shape of devices changed",
    "ResourceClaim": "the fields of `requests[]` move under `exactly`",
    "ResourceClaimTemplate": "the fields of `requests[]` move under `exactly`",
    "ResourceSlice": "`basic` of a device is flattened",
    "Endpoints": "addresses and ports move to one slice per address family",
    "PodSecurityPolicy": "label namespaces for Pod Security admission, or use a policy engine",
}
_WEBHOOKS = "`sideEffects` and `admissionReviewVersions` are required, and defaults changed"


def migrate(api: Api, data: dict[str, Any]) -> Migration:
    """The way of a kind by its name."""
    return _WAYS[api.kind](api, data) if api.kind in _WAYS else Migration(_BY_HAND.get(api.kind, ""), None)


def _budget(api: Api, data: dict[str, Any]) -> Migration:
    """An empty selector selected no pod, and now selects all of them."""
    empty = dig(data, "spec", "selector") == {}
    return Migration("an empty selector now selects every pod of the namespace", safe=not empty)


def _priority_level(api: Api, data: dict[str, Any]) -> Migration:
    path = ("spec", "limited", "assuredConcurrencyShares")
    if dig(data, *path) is None:
        return Migration()
    return Migration(
        "`assuredConcurrencyShares` becomes `nominalConcurrencyShares`",
        (Operation("rename", path, "nominalConcurrencyShares"),),
    )


def _runtime_class(api: Api, data: dict[str, Any]) -> Migration:
    return Migration("`spec.runtimeHandler` becomes `handler`", None) if "alpha" in api.api_version else Migration()


def _endpoint_slice(api: Api, data: dict[str, Any]) -> Migration:
    plain = all(dig(endpoint, "topology") is None for endpoint in sequence(data.get("endpoints")))
    return Migration("`topology` becomes `nodeName` and `zone`", () if plain else None)


def _webhooks(api: Api, data: dict[str, Any]) -> Migration:
    """The old defaults are written down; what a webhook does beside answering only its author knows."""
    hooks = [hook for hook in sequence(data.get("webhooks")) if isinstance(hook, dict)]
    if any(hook.get("sideEffects") not in ("None", "NoneOnDryRun") for hook in hooks):
        return Migration(_WEBHOOKS, None)
    defaults = {
        "admissionReviewVersions": ["v1beta1"],
        "failurePolicy": "Ignore",
        "matchPolicy": "Exact",
        "timeoutSeconds": 30,
    }
    added = (
        Operation("add", ("webhooks", number, name), value)
        for number, hook in enumerate(hooks)
        for name, value in defaults.items()
        if hook.get(name) is None
    )
    return Migration(_WEBHOOKS, tuple(added))


_WAYS: dict[str, Callable[[Api, dict[str, Any]], Migration]] = {
    "PodDisruptionBudget": _budget,
    "PriorityLevelConfiguration": _priority_level,
    "RuntimeClass": _runtime_class,
    "EndpointSlice": _endpoint_slice,
    "MutatingWebhookConfiguration": _webhooks,
    "ValidatingWebhookConfiguration": _webhooks,
}
